"""Asking for a release, authorising it with a passkey, refusing, withdrawing, letting it lapse."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from breakwater.apps.audit_log.changes import append, force_log
from breakwater.apps.disclosures import rule
from breakwater.apps.disclosures.changes.decisions import record
from breakwater.apps.disclosures.models import (
    Authorisation,
    Decision,
    Ending,
    NamedField,
    Receiver,
    Request,
    SealedField,
)
from breakwater.apps.disclosures.passkeys import require_signed_by
from breakwater.apps.disclosures.release_key import seal_to_gate
from breakwater.apps.organisations import access, notices
from breakwater.apps.organisations.models import Membership, Organisation, Person
from breakwater.apps.organisations.roles import Role
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.disclosures import question
from breakwater.domain.disclosures.fields import FIELDS, Channel, Field, Told
from breakwater.domain.disclosures.question import Question
from breakwater.domain.firewall.asking import AUTHORISED, RECORDED
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.plain_error import PlainError


@dataclass(frozen=True)
class Grounds:
    """What the asker records; every part is needed."""

    offence: str
    evidence: str
    statute: str
    purpose: str
    regime: str
    necessity: str
    told: Told
    told_reason: str


@dataclass(frozen=True)
class Wanted:
    """One field that would leave, and why; the value is sealed at once."""

    field: Field
    value: str
    reason: str


def could_be_authorised(answers: Mapping[str, str]) -> bool:
    """Whether the rule leaves a way: with everything recorded and a second person, it may share."""
    return (
        rule.decide(answers, RECORDED).outcome is Outcome.NOT_YET
        and rule.decide(answers, AUTHORISED).outcome is Outcome.MAY_SHARE
        # The gate decides again from what was kept, so all of it must have been.
        and rule.kept_facts(answers) == answers
    )


def ask(
    *,
    force: Organisation,
    incident: str,
    answers: Mapping[str, str],
    grounds: Grounds,
    wanted: Sequence[Wanted],
    receiver: Receiver,
    channel: Channel,
    by: Person,
    at: datetime,
) -> Request:
    """Ask a supervisor; refused where no authorisation could permit it."""
    if not could_be_authorised(answers):
        raise PlainError("the rule leaves no way to share this, whoever authorises it")
    if not wanted:
        raise PlainError("name at least one field, and why it is needed")
    if receiver.force_id != force.pk or receiver.recipient != answers["recipient"]:
        raise PlainError("that receiver is not the one the question is about")
    sealed = {one.field: seal_to_gate(one.value) for one in wanted}
    at = at.replace(microsecond=0)
    with transaction.atomic():
        decision = record(
            force=force,
            incident=incident,
            answers=answers,
            by=by,
            at=at,
            through=Decision.Through.REQUEST,
            steps=RECORDED,
        )
        asked = _store(decision, grounds, wanted, sealed, receiver, channel)
        _enter(asked, Kind.AUTHORISATION_ASKED, by)
        _tell_supervisors(asked, at)
    return asked


def _store(
    decision: Decision,
    grounds: Grounds,
    wanted: Sequence[Wanted],
    sealed: Mapping[Field, bytes],
    receiver: Receiver,
    channel: Channel,
) -> Request:
    asked = Request(
        id=uuid.uuid4(),
        decision=decision,
        force=decision.force,
        incident=decision.incident,
        recipient=decision.recipient,
        outcome=decision.outcome,
        receiver_name=receiver.name,
        receiver_key=receiver.key,
        channel=channel.value,
        **asdict(grounds),
        asked_at=decision.decided_at,
        asked_by=decision.decided_by,
    )
    fields = [
        NamedField(
            request=asked,
            name=one.field.value,
            reason=one.reason,
            sealed_digest=sha256(sealed[one.field]).digest(),
        )
        for one in wanted
    ]
    asked.digest = question_of(asked, fields).digest
    asked.save(force_insert=True)
    for field in fields:
        field.save(force_insert=True)
        content = sealed[FIELDS[field.name]]
        SealedField.objects.create(request=asked, name=field.name, content=content)
    return asked


def question_of(asked: Request, fields: Sequence[NamedField]) -> Question:
    """The exact question; the gate makes the same from the rows it reads."""
    return Question(
        request=asked.pk.hex,
        force=asked.force.slug,
        incident=asked.incident,
        recipient=asked.recipient,
        receiver=asked.receiver_name,
        receiver_key=asked.receiver_key,
        channel=asked.channel,
        facts=asked.decision.facts,
        offence=asked.offence,
        evidence=asked.evidence,
        statute=asked.statute,
        purpose=asked.purpose,
        regime=asked.regime,
        necessity=asked.necessity,
        told=str(asked.told),
        told_reason=asked.told_reason,
        asked_by=asked.asked_by.pk.hex,
        asked_at=question.moment(asked.asked_at),
        fields=tuple(
            question.NamedField(one.name, one.reason, bytes(one.sealed_digest).hex())
            for one in sorted(fields, key=lambda field: field.name)
        ),
    )


def authorise(*, asked: Request, assertion: str, by: Person, at: datetime) -> Authorisation:
    """Approve exactly this question, signed by one's own passkey; never one's own request."""
    if asked.asked_by == by:
        raise PlainError("nobody can authorise their own request")
    digest = question_of(asked, list(asked.named_fields.all())).digest
    if digest != bytes(asked.digest):
        raise PlainError("this request is not as it was asked, so it cannot be authorised")
    require_signed_by(by, assertion, digest)
    with transaction.atomic():
        _require_state(asked, at, Request.State.WAITING)
        made = Authorisation(
            request=asked,
            force=asked.force,
            incident=asked.incident,
            recipient=asked.recipient,
            asked_by=asked.asked_by,
            digest=digest,
            assertion=assertion,
            authorised_at=at,
            authorised_by=by,
        )
        made.save(force_insert=True)
        _enter(asked, Kind.AUTHORISED, by)
        _tell_asker(asked, at)
    return made


def refuse(*, asked: Request, reason: str, by: Person, at: datetime) -> None:
    """A supervisor says no, and why."""
    if asked.asked_by == by:
        raise PlainError("withdraw your own request instead")
    _end(asked, Request.State.REFUSED, Kind.AUTHORISATION_REFUSED, reason, by, at)


def withdraw(*, asked: Request, reason: str, by: Person, at: datetime) -> None:
    """The asker, or whoever authorised it, takes it back before it is released."""
    authorised = getattr(asked, "authorisation", None)
    if by != asked.asked_by and (authorised is None or authorised.authorised_by != by):
        raise PlainError("only who asked and who authorised can withdraw it")
    _end(asked, Request.State.WITHDRAWN, Kind.AUTHORISATION_WITHDRAWN, reason, by, at)


def lapse_old(*, at: datetime) -> int:
    """End every request that nobody released within 72 hours; return how many.

    Run it every hour. A request that is late cannot be released even before this has run.
    """
    late = Request.objects.filter(
        asked_at__lt=at - question.LASTS, ending__isnull=True, release__isnull=True
    )
    found = list(late.select_related("force", "asked_by"))
    for asked in found:
        with transaction.atomic():
            _end_now(asked, Request.State.LAPSED, Kind.AUTHORISATION_LAPSED, "", None, at)
    return len(found)


def _end(
    asked: Request, how: Request.State, kind: Kind, reason: str, by: Person, at: datetime
) -> None:
    with transaction.atomic():
        states = [Request.State.WAITING]
        if how == Request.State.WITHDRAWN:
            states.append(Request.State.AUTHORISED)
        _require_state(asked, at, *states)
        _end_now(asked, how, kind, reason, by, at)


def _end_now(
    asked: Request,
    how: Request.State,
    kind: Kind,
    reason: str,
    by: Person | None,
    at: datetime,
) -> None:
    Ending(request=asked, how=how.value, reason=reason, ended_at=at, ended_by=by).save(
        force_insert=True
    )
    # Nobody needs what would have left any more.
    asked.sealed_fields.all().delete()
    _enter(asked, kind, by)
    _tell_asker(asked, at)


def _require_state(asked: Request, at: datetime, *states: Request.State) -> None:
    """Refuse unless the request stands there now; the database holds the last word on races."""
    now = Request.objects.select_related("release", "ending", "authorisation").get(pk=asked.pk)
    state = now.state_at(at)
    if state not in states:
        raise PlainError(f"this request is no longer open: {state.label.lower()}")


def _enter(asked: Request, kind: Kind, by: Person | None) -> int:
    return append(
        log=force_log(asked.force.slug),
        kind=kind,
        record={
            "request": asked.pk.hex,
            "question": bytes(asked.digest).hex(),
            "by": by.pk.hex if by else None,
        },
    )


def _tell_supervisors(asked: Request, at: datetime) -> None:
    """Every supervisor of the force but the asker, and whoever covers for them."""
    holding = Membership.objects.holding(Role.SUPERVISOR, access.today())
    for member in holding.filter(organisation=asked.force).exclude(person=asked.asked_by):
        notices.tell(
            member.person,
            notices.Kind.RELEASE_WAITS,
            address=notices.page("disclosures:request", asked.pk),
            at=at,
        )


def _tell_asker(asked: Request, at: datetime) -> None:
    notices.tell(
        asked.asked_by,
        notices.Kind.RELEASE_DECIDED,
        address=notices.page("disclosures:request", asked.pk),
        at=at,
    )
