"""Asking, agreeing, passing on, and an emergency: one transaction and one entry each.

The second person is somebody else of the same organisation, before it leaves, or afterwards where
nobody could wait.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from breakwater.apps.audit_log.access import Act, record_access
from breakwater.apps.audit_log.changes import append
from breakwater.apps.cases.changes import log_of
from breakwater.apps.cases.models import Case
from breakwater.apps.organisations import access, notices
from breakwater.apps.organisations.models import Membership, Organisation, Person
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.protection.models import Sharing
from breakwater.domain import protection as lists
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.lifecycles.protection import PROTECTION, Move, Side, State
from breakwater.domain.plain_error import PlainError


@dataclass(frozen=True)
class Grounds:
    """What is to be passed on to whom, and why; ``fields`` are names, never contents."""

    reference: str
    risk: lists.Risk
    body: lists.Body
    basis: lists.Basis
    fields: Sequence[lists.Field]
    because: str
    told: lists.Told
    told_why: lists.WhyNotTold | None = None


def ask(
    *,
    organisation: Organisation,
    grounds: Grounds,
    by: Person,
    at: datetime,
    case: Case | None = None,
) -> Sharing:
    """Ask a second person; nothing is passed on before they agree."""
    with transaction.atomic():
        made = _store(organisation, grounds, case, State.ASKED, by, at)
        _enter(made, Kind.PROTECTION_ASKED, by)
        _tell_seconds(made, at)
    return made


def share_in_emergency(
    *,
    organisation: Organisation,
    grounds: Grounds,
    shared_at: datetime,
    by: Person,
    at: datetime,
    case: Case | None = None,
) -> Sharing:
    """Enter what left because nobody could wait; a second person looks at it afterwards."""
    if shared_at > at:
        raise PlainError("this cannot have happened in the future")
    with transaction.atomic():
        made = _store(organisation, grounds, case, State.EMERGENCY, by, at, shared_at=shared_at)
        _disclosed(made, by, at)
        _enter(made, Kind.SHARED_TO_PROTECT, by)
        _tell_seconds(made, at)
    return made


def agree(*, sharing: Sharing, by: Person, at: datetime) -> None:
    """The second person agrees: to what is asked, or to what was done in an emergency."""
    with _deciding(sharing, (Move.APPROVE, Move.CONFIRM), by, at) as locked:
        locked.save()
        _enter(locked, Kind.PROTECTION_AGREED, by)


def disagree(*, sharing: Sharing, why: lists.WhyNot, by: Person, at: datetime) -> None:
    """The second person does not agree; what left in an emergency stays entered as having left."""
    with _deciding(sharing, (Move.REFUSE, Move.OBJECT), by, at) as locked:
        locked.second_why = why.value
        locked.save()
        _enter(locked, Kind.PROTECTION_REFUSED, by)


def share(*, sharing: Sharing, shared_at: datetime, by: Person, at: datetime) -> None:
    """Enter that what was agreed has been passed on."""
    if shared_at > at:
        raise PlainError("this cannot have happened in the future")
    with _locked(sharing, (Move.SHARE,), by) as locked:
        # Whoever enters it is asked for the minute, and may do so within the same one.
        if locked.second_at and shared_at < locked.second_at.replace(second=0, microsecond=0):
            raise PlainError("it cannot have been passed on before a second person agreed")
        locked.shared_at = shared_at
        locked.save()
        _disclosed(locked, by, at)
        _enter(locked, Kind.SHARED_TO_PROTECT, by)


def drop(*, sharing: Sharing, by: Person, at: datetime) -> None:
    """It is no longer needed; nothing was passed on."""
    with _locked(sharing, (Move.DROP,), by) as locked:
        locked.save()
        _enter(locked, Kind.PROTECTION_DROPPED, by)


def side_of(member: Membership, sharing: Sharing) -> Side:
    """On which side of it a member is: whoever asked is never their own second person."""
    if sharing.asked_by_id == member.person_id:
        return Side.ASKER
    is_second = sharing.organisation_id == member.organisation_id and access.may(
        member, Action.BE_SECOND_TO_PROTECT
    )
    return Side.SECOND if is_second else Side.NEITHER


def _store(
    organisation: Organisation,
    grounds: Grounds,
    case: Case | None,
    state: State,
    by: Person,
    at: datetime,
    shared_at: datetime | None = None,
) -> Sharing:
    refusal = lists.refusal(
        body=grounds.body,
        basis=grounds.basis,
        fields=grounds.fields,
        told=grounds.told,
        why_not=grounds.told_why,
    )
    if refusal is not None:
        raise PlainError(refusal)
    return Sharing.objects.create(
        organisation=organisation,
        reference=grounds.reference,
        case=case,
        risk=grounds.risk.value,
        body=grounds.body.value,
        basis=grounds.basis.value,
        fields=[field.value for field in grounds.fields],
        because=grounds.because,
        told=grounds.told.value,
        told_why=grounds.told_why.value if grounds.told_why else "",
        state=state.value,
        asked_at=at,
        asked_by=by,
        shared_at=shared_at,
    )


@contextmanager
def _deciding(
    sharing: Sharing, moves: Sequence[Move], by: Person, at: datetime
) -> Iterator[Sharing]:
    with _locked(sharing, moves, by) as locked:
        locked.second_at, locked.second_by = at, by
        yield locked
        address = notices.page("protection:sharing", locked.pk)
        notices.tell(locked.asked_by, notices.Kind.PROTECTION_DECIDED, address=address, at=at)


@contextmanager
def _locked(sharing: Sharing, moves: Sequence[Move], by: Person) -> Iterator[Sharing]:
    """The row, locked and moved by whichever of ``moves`` fits; the caller stores it."""
    with transaction.atomic():
        locked = (
            Sharing.objects.select_for_update(of=("self",))
            .select_related("organisation", "asked_by")
            .get(pk=sharing.pk)
        )
        side = side_of(by.membership, locked)
        fits = [move for move in moves if PROTECTION.can(locked.stands, move, side)]
        follows = PROTECTION.next(locked.stands, fits[0] if fits else moves[0], side)
        locked.state = follows.value
        yield locked


def _tell_seconds(sharing: Sharing, at: datetime) -> None:
    address = notices.page("protection:sharing", sharing.pk)
    members = (
        Membership.objects.current()
        .filter(organisation=sharing.organisation, person__is_active=True)
        .exclude(person=sharing.asked_by)
        .select_related("person", "organisation")
        .prefetch_related("grants")
    )
    for member in members:
        if access.may(member, Action.BE_SECOND_TO_PROTECT):
            notices.tell(member.person, notices.Kind.PROTECTION_WAITS, address=address, at=at)


def _enter(sharing: Sharing, kind: Kind, by: Person) -> None:
    append(
        log=log_of(sharing.organisation),
        kind=kind,
        record={"sharing": sharing.pk.hex, "by": by.pk.hex},
    )


def _disclosed(sharing: Sharing, by: Person, at: datetime) -> None:
    record_access(
        act=Act.DISCLOSURE,
        by=str(by.pk),
        record_kind="sharing",
        record_id=sharing.pk.hex,
        because="to-protect",
        organisation=sharing.organisation.slug,
        recipient=sharing.body,
        at=at,
    )
