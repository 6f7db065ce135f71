"""Handing an authorised request to the gate, and what came of it.

The release and its log entry are one transaction; only then is the gate asked. If anything stops in
between, nothing has left, the request stands as released-in-waiting, and ``hand_over`` is simply
called again: the gate gives the same package for the same request.
"""

import secrets
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import connection, transaction

from breakwater.apps.audit_log import gate_client, receipts
from breakwater.apps.audit_log.access import Act, record_access
from breakwater.apps.audit_log.changes import append, force_log
from breakwater.apps.disclosures import tables
from breakwater.apps.disclosures.changes.decisions import record
from breakwater.apps.disclosures.models import Decision, Handover, Release, Request
from breakwater.apps.organisations.models import Person
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.disclosures.guards import RELEASE_FUNCTION
from breakwater.domain.firewall.asking import AUTHORISED, STEPS
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.plain_error import PlainError

_LEGAL_BASIS = 300


def release_through_gate(*, asked: Request, by: Person, at: datetime) -> str:
    """Commit the release, unless that was done before, and have the gate make the package.

    Returns the secret of the receiver's link, or "" where the gate refused. May be called again.
    """
    if asked.asked_by != by:
        raise PlainError("only whoever asked can release it")
    made = getattr(asked, "release", None) or release(asked=asked, by=by, at=at)
    return hand_over(made=made, at=at)


def release(*, asked: Request, by: Person, at: datetime) -> Release:
    """Commit what is to leave, with its log entry; the gate has not been asked yet."""
    tables.require_guards()
    if asked.state_at(at) != Request.State.AUTHORISED:
        raise PlainError("only a request that is authorised and not ended can be released")
    situation = {name: said for name, said in asked.decision.facts.items() if name not in STEPS}
    with transaction.atomic():
        decision = record(
            force=asked.force,
            incident=asked.incident,
            answers=situation,
            by=by,
            at=at,
            through=Decision.Through.REQUEST,
            steps=AUTHORISED,
        )
        if decision.means is not Outcome.MAY_SHARE:
            raise PlainError("the rule does not permit this any more, so nothing was released")
        made = _insert(asked, decision, by, at)
        index = append(
            log=force_log(asked.force.slug), kind=Kind.RELEASED, record=_entry(asked, by)
        )
        record_access(
            act=Act.DISCLOSURE,
            by=str(by.pk),
            record_kind="release",
            record_id=asked.pk.hex,
            because="authorised-release",
            organisation=asked.force.slug,
            recipient=asked.recipient,
            at=at,
        )
        Handover.objects.create(release=made, log_index=index)
    return made


def hand_over(*, made: Release, at: datetime) -> str:
    """Have the gate release it; returns the secret of the receiver's link, or "" when refused.

    GateAwayError while the gate or its checkpoint cannot be had: nothing has left, and nothing is
    lost. The link is shown once; asking again makes a new one.
    """
    asked, handover = made.request, made.handover
    log = force_log(asked.force.slug)
    receipt, record_bytes = receipts.witnessed_receipt(log, handover.log_index)
    answered = gate_client.release(asked.pk.hex, receipt=str(receipt), record=record_bytes)
    if answered.signed is None:
        _note_refusal(handover, answered.refused or "the gate did not say why", at)
        return ""
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        handover.package_digest = answered.signed
        handover.link_digest = sha256(secret.encode()).hexdigest()
        handover.refused, handover.at = "", at
        handover.save()
        # The gate has opened them; nobody needs them here any more.
        asked.sealed_fields.all().delete()
    return secret


def package_of(handover: Handover) -> bytes:
    """The sealed package from the gate's outbox, if it is the one the gate made."""
    path = settings.GATE_SOCKET.with_name("outbox") / f"{handover.release.request_id.hex}.age"
    try:
        content = path.read_bytes()
    except OSError:
        raise PlainError("the package is no longer in the gate's outbox") from None
    if sha256(content).hexdigest() != handover.package_digest:
        raise PlainError("the package in the outbox is not the one the gate made")
    return content


def _note_refusal(handover: Handover, refused: str, at: datetime) -> None:
    if handover.refused == refused:
        return
    asked = handover.release.request
    with transaction.atomic():
        handover.refused, handover.at = refused[:300], at
        handover.save()
        append(
            log=force_log(asked.force.slug),
            kind=Kind.RELEASE_REFUSED,
            record={"request": asked.pk.hex, "question": bytes(asked.digest).hex()},
        )


def _entry(asked: Request, by: Person) -> dict[str, object]:
    return {
        "request": asked.pk.hex,
        "question": bytes(asked.digest).hex(),
        "by": by.pk.hex,
    }


def _insert(asked: Request, decision: Decision, by: Person, at: datetime) -> Release:
    """Store the release; on PostgreSQL by the one function that may."""
    basis = f"{asked.statute}; {asked.regime}"[:_LEGAL_BASIS]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {RELEASE_FUNCTION}(%s, %s, %s, %s, %s)",
                [asked.pk, decision.pk, basis, at, by.pk],
            )
        return Release.objects.get(pk=asked.pk)
    made = Release(
        request=asked,
        decision=decision,
        force=asked.force,
        incident=asked.incident,
        recipient=asked.recipient,
        outcome=decision.outcome,
        legal_basis=basis,
        asked_by=asked.asked_by,
        authorised_by=asked.authorisation.authorised_by,
        released_at=at,
        released_by=by,
    )
    with tables.releasing():
        made.save(force_insert=True)
    return made
