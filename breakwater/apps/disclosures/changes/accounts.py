"""What passes the gate by, entered by a person; and requests that come in from outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from breakwater.apps.audit_log.access import Act, record_access
from breakwater.apps.audit_log.changes import append, force_log
from breakwater.apps.disclosures.changes.decisions import record
from breakwater.apps.disclosures.models import Account, Decision, IncomingRequest
from breakwater.apps.organisations.models import Organisation, Person
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.disclosures.fields import Field
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.plain_error import PlainError


@dataclass(frozen=True)
class Event:
    """What was passed on, when and why; ``fields`` are names, never contents."""

    incident: str
    fields: Sequence[Field]
    happened_at: datetime
    because: str


def tell_afterwards(
    *, force: Organisation, event: Event, answers: Mapping[str, str], by: Person, at: datetime
) -> Account:
    """Enter what was said by telephone; the rule answers it too, and may open the duty to link."""
    with transaction.atomic():
        decision = record(
            force=force,
            incident=event.incident,
            answers=answers,
            by=by,
            at=at,
            through=Decision.Through.TELEPHONE,
        )
        made = _store(force, Account.Sort.TELEPHONE, event, by, at, decision=decision)
        _enter(made, Kind.TOLD_BY_TELEPHONE, decision.recipient)
    return made


def answer_compulsion(
    *,
    force: Organisation,
    event: Event,
    instrument: Account.Instrument,
    instrument_reference: str,
    by: Person,
    at: datetime,
) -> Account:
    """The solicitor enters what a court or a law compelled; no rule pack decides that."""
    with transaction.atomic():
        made = _store(
            force,
            Account.Sort.COMPELLED,
            event,
            by,
            at,
            instrument=instrument,
            instrument_reference=instrument_reference,
        )
        _enter(made, Kind.COMPELLED_BY_LAW, instrument.value)
    return made


def answer_incoming(
    *,
    force: Organisation,
    incident: str,
    their_reference: str,
    received_on: date,
    answers: Mapping[str, str],
    by: Person,
    at: datetime,
) -> IncomingRequest:
    """Answer a request of Immigration Enforcement by the same rule as everyone's question.

    Unless the rule does not apply at all, it is refused, and there is a letter that says so.
    """
    if received_on > timezone.localdate(at):
        raise PlainError("the request cannot have come in the future")
    with transaction.atomic():
        decision = record(
            force=force,
            incident=incident,
            answers=answers,
            by=by,
            at=at,
            through=Decision.Through.INCOMING,
        )
        made = IncomingRequest.objects.create(
            force=force,
            their_reference=their_reference,
            received_on=received_on,
            decision=decision,
            is_refused=decision.means is not Outcome.NOT_THIS_RULE,
            answered_at=at,
            answered_by=by,
        )
        entry: dict[str, object] = {"decision": str(decision.pk), "by": by.pk.hex}
        append(log=force_log(force.slug), kind=Kind.REQUEST_RECEIVED, record=entry)
        if made.is_refused:
            append(log=force_log(force.slug), kind=Kind.REQUEST_REFUSED, record=entry)
    return made


def _store(
    force: Organisation,
    sort: Account.Sort,
    event: Event,
    by: Person,
    at: datetime,
    **more: object,
) -> Account:
    if event.happened_at > at:
        raise PlainError("this cannot have happened in the future")
    if not event.fields:
        raise PlainError("say what was passed on")
    return Account.objects.create(
        force=force,
        sort=sort,
        incident=event.incident,
        fields=[field.value for field in event.fields],
        happened_at=event.happened_at,
        because=event.because,
        entered_at=at,
        entered_by=by,
        **more,
    )


def _enter(made: Account, kind: Kind, recipient: str) -> None:
    append(
        log=force_log(made.force.slug),
        kind=kind,
        record={"account": made.pk.hex, "by": made.entered_by.pk.hex},
    )
    record_access(
        act=Act.DISCLOSURE,
        by=str(made.entered_by.pk),
        record_kind="account",
        record_id=made.pk.hex,
        because=made.sort,
        organisation=made.force.slug,
        recipient=recipient,
        at=made.entered_at,
    )
