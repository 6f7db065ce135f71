"""What the receiver does with an offer, and the sender's answer to what it was asked.

Every change locks the referral first: where two members decide at once, one of them wins, and the
other is told what was decided.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from breakwater.apps.cases import changes as cases
from breakwater.apps.cases.changes import SealedPiece, working
from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.organisations import key_health, notices
from breakwater.apps.organisations.models import Organisation, Person
from breakwater.apps.referrals.changes.entry import enter, tell_receiver, tell_sender
from breakwater.apps.referrals.changes.offering import (
    Said,
    forget_what_waits,
    offer_next,
    readers_now,
)
from breakwater.apps.referrals.models import Referral, UnmetNeed
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.lifecycles.referral import REFERRAL, Move, Side
from breakwater.domain.lifecycles.table import NotNowError
from breakwater.domain.plain_error import PlainError


def accept(*, referral: Referral, by: Person, at: datetime) -> None:
    """Take the person's case on, and look after it where nobody does yet.

    What waited for others she named is deleted.
    """
    with moving(referral, Move.ACCEPT, Side.RECEIVER, by, at) as locked:
        if locked.case is not None and locked.case.assignee_id is None:
            working.take(case=locked.case, by=by, at=at)
        _accepted(locked, by, at)


def accept_by_taking(case: Case, by: Person, at: datetime) -> None:
    """Whoever takes or gives the case of a referral that still waits has accepted it.

    In the caller's transaction, before the case is changed: a referral is locked before its case.
    """
    referral = Referral.objects.waiting().filter(case=case).first()
    if referral is not None:
        with moving(referral, Move.ACCEPT, Side.RECEIVER, by, at) as locked:
            _accepted(locked, by, at)


def decline(*, referral: Referral, reason: UnmetNeed.Reason, by: Person, at: datetime) -> None:
    """Decline it; what was said is erased, and it goes on to the next one she named.

    ``reason`` is counted for the month, and stored beside no person, case or referral.
    """
    readers = readers_now(referral.consent, at)
    with moving(referral, Move.DECLINE, Side.RECEIVER, by, at) as locked:
        _count(locked.receiver, reason, timezone.localdate(at))
        enter(locked, Kind.REFERRAL_DECLINED, by)
        put_away(locked, by=by, at=at)
        tell_sender(locked, notices.Kind.REFERRAL_DECIDED, at)
        go_on(locked, readers, at)


def ask(*, referral: Referral, question: Referral.Question, by: Person, at: datetime) -> None:
    """Ask the sender one of the fixed questions."""
    with moving(referral, Move.ASK, Side.RECEIVER, by, at) as locked:
        locked.question = question
        locked.save(update_fields=["question"])
        enter(locked, Kind.REFERRAL_ASKED, by)
        tell_sender(locked, notices.Kind.REFERRAL_ASKED, at)


def answer(*, referral: Referral, said: Said, by: Person, at: datetime) -> None:
    """Answer what was asked, sealed to the receiver: a further piece of its case."""
    if said.organisation != referral.receiver:
        raise PlainError("the answer is sealed to another organisation")
    if not key_health.can_receive(referral.receiver, at):
        raise PlainError(f"{referral.receiver} could not read it today; call them")
    with moving(referral, Move.ANSWER, Side.SENDER, by, at) as locked:
        if locked.case is None:
            raise PlainError("they no longer keep what this belongs to")
        piece = SealedPiece(Piece.Sort.REFERRAL, said.sealed, said.key_version)
        cases.add_piece(case=locked.case, piece=piece, kind=None, by=None, at=at)
        enter(locked, Kind.REFERRAL_ANSWERED, by)
        tell_receiver(locked, notices.Kind.REFERRAL_ANSWERED, at)


def close(*, referral: Referral, at: datetime) -> None:
    """The receiver's case was closed, which entered it; the sender learns nothing of that."""
    with moving(referral, Move.CLOSE, Side.CLOCK, None, at):
        pass


def lapse(*, referral: Referral, by: Person | None, at: datetime) -> None:
    """Give up waiting (the sender, or the clock after three days); on to the next one she named.

    Refused where they have begun to work on it without accepting.
    """
    readers = readers_now(referral.consent, at)
    side = Side.SENDER if by else Side.CLOCK
    with moving(referral, Move.LAPSE, side, by, at) as locked:
        if is_begun(locked):
            raise PlainError("they work on it already, though they have not accepted; call them")
        enter(locked, Kind.REFERRAL_LAPSED, by)
        put_away(locked, by=by, at=at)
        if by is None:
            tell_sender(locked, notices.Kind.REFERRAL_NOT_TAKEN, at, all_=True)
        go_on(locked, readers, at)


@contextmanager
def moving(
    referral: Referral, move: Move, side: Side, by: Person | None, at: datetime
) -> Iterator[Referral]:
    """The referral, locked and moved, in a transaction; refused in words where it can't move."""
    with transaction.atomic():
        locked = (
            Referral.objects.select_for_update(of=("self",))
            .select_related("consent", "sender", "receiver", "offered_by__membership", "case")
            .get(pk=referral.pk)
        )
        try:
            follows = REFERRAL.next(locked.stands, move, side)
        except NotNowError:
            raise PlainError(_too_late(locked, side)) from None
        locked.state = follows.value
        locked.moved_at, locked.moved_by = at, by
        locked.reminded_at = None
        locked.save(update_fields=["state", "moved_at", "moved_by", "reminded_at"])
        yield locked


def is_begun(referral: Referral) -> bool:
    """Whether the receiver works on its case, which nobody else can begin meanwhile."""
    if referral.case_id is None:
        return False
    case = Case.objects.select_for_update().filter(pk=referral.case_id).first()
    return case is not None and case.is_begun


def put_away(referral: Referral, *, by: Person | None, at: datetime) -> None:
    """Erase what an organisation holds that does not take it on; only a legal hold keeps it."""
    if referral.case is not None:
        with suppress(PlainError):
            cases.erase_case(case=referral.case, because="not-taken-on", by=by, at=at)


def go_on(referral: Referral, readers: frozenset[int], at: datetime) -> None:
    """Offer it to the next one she named, or delete what waits where nobody is left."""
    if offer_next(referral.consent, readers, at) is None:
        forget_what_waits(referral.consent)


def _accepted(locked: Referral, by: Person, at: datetime) -> None:
    forget_what_waits(locked.consent)
    enter(locked, Kind.REFERRAL_ACCEPTED, by)
    tell_sender(locked, notices.Kind.REFERRAL_DECIDED, at)


def _too_late(referral: Referral, side: Side) -> str:
    stands = (
        referral.seen_by_sender if side is Side.SENDER else Referral.State(referral.state).label
    )
    colleague = referral.moved_by
    if (
        side is Side.RECEIVER
        and colleague
        and colleague.membership.organisation_id == (referral.receiver_id)
    ):
        return f"{colleague} was quicker: this referral is {stands.lower()} already"
    return f"this can't be done any more; where it stands: {stands.lower()}"


def _count(organisation: Organisation, reason: UnmetNeed.Reason, day: date) -> None:
    tally, _ = UnmetNeed.objects.get_or_create(
        organisation=organisation, month=day.replace(day=1), reason=reason
    )
    UnmetNeed.objects.filter(pk=tally.pk).update(count=F("count") + 1)
