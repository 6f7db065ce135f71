"""What time does to a referral, and whose case it is once somebody works on it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from breakwater.apps.audit_log.models import Access
from breakwater.apps.cases.changes import SealedPiece, add_piece, keeping, working
from breakwater.apps.cases.models import Case, Hold, Piece
from breakwater.apps.organisations.models import Person
from breakwater.apps.referrals.changes import answering, clock, consent
from breakwater.apps.referrals.models import Named, Referral
from breakwater.domain.lifecycles.referral import State
from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line import main as command_line
from tests.apps.referrals.conftest import World
from tests.apps.referrals.steps import CAPACITY, close_the_case, kinds, reach, told
from tests.people import signed_in


def test_the_receiver_is_reminded_the_sender_alarmed_and_the_next_one_asked(world: World) -> None:
    cast = world.cast
    begun = timezone.now()
    made = world.offer(cast.support, cast.other_support, at=begun)

    def after(hours: int) -> dict[str, int]:
        return {k: v for k, v in clock.remind(at=begun + timedelta(hours=hours)).items() if v}

    assert after(3) == {}
    assert after(5) == {"reminded": 1}
    assert after(6) == {}
    assert told(cast.caseworker) == ["case-waits", "referral-waits"]
    assert after(24) == {"alarmed": 1}
    assert told(cast.officer) == told(cast.supervisor) == ["referral-not-taken"]
    assert after(71) == {}
    assert after(72) == {"lapsed": 1}
    made.refresh_from_db()
    assert made.stands is State.LAPSED
    following = Referral.objects.get(receiver=cast.other_support)
    assert following.stands is State.OFFERED
    # The clock is nobody; whose consent it rests on is still known.
    assert following.offered_by == cast.officer
    assert "referral-lapsed" in kinds()


def test_a_question_reminds_the_sender_instead(world: World) -> None:
    made, cast = reach(world, State.ASKED), world.cast

    clock.remind(at=timezone.now() + timedelta(hours=5))

    assert told(cast.officer) == ["referral-asked"] * 2
    assert made.receiver == cast.support


def test_a_referral_closes_with_its_receivers_case(world: World) -> None:
    made = reach(world, State.ACCEPTED)
    close_the_case(made, world.cast.caseworker)

    clock.remind(at=timezone.now())

    made.refresh_from_db()
    assert made.stands is State.CLOSED
    assert made.seen_by_sender == "Accepted"


def test_a_disclosure_is_noted_for_the_senders_protection_officer(world: World) -> None:
    made = world.offer()

    line = Access.objects.get(record_kind="referral")
    assert (line.act, line.organisation) == ("disclosure", world.cast.force.slug)
    assert (line.recipient, line.record_id) == (world.cast.support.slug, made.pk.hex)


def test_who_accepts_looks_after_the_case(world: World) -> None:
    made = reach(world, State.ACCEPTED)

    assert made.case is not None
    assert made.case.assignee == world.cast.caseworker.membership


@pytest.mark.parametrize("way", ["take/", "assign/"])
def test_who_takes_or_gives_its_case_accepts_the_referral(world: World, way: str) -> None:
    made, cast = world.offer(world.cast.support, world.cast.other_support), world.cast
    given = {"to": world.colleague.membership.pk, "instead_of": ""}

    answer = signed_in(cast.caseworker).post(f"/cases/{made.case_id}/{way}", given)

    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.stands, made.moved_by) == (State.ACCEPTED, cast.caseworker)
    looks_after = cast.caseworker if way == "take/" else world.colleague
    assert Case.objects.get(referral=made).assignee == looks_after.membership
    assert not Named.objects.filter(sealed__isnull=False).exists()
    assert told(cast.officer) == ["referral-decided"]


def _takes(case: Case, by: Person) -> None:
    working.take(case=case, by=by, at=timezone.now())


def _writes(case: Case, by: Person) -> None:
    note = SealedPiece(Piece.Sort.NOTE, b"sealed", 1)
    add_piece(case=case, piece=note, kind=None, by=by, at=timezone.now())


def _closes(case: Case, by: Person) -> None:
    working.close(case=case, outcome=Case.Outcome.ADVICE, by=by, at=timezone.now())


begun = pytest.mark.parametrize("begin", [_takes, _writes, _closes])


@begun
def test_neither_the_clock_nor_the_sender_takes_away_a_case_somebody_works_on(
    world: World, begin: Callable[[Case, Person], None]
) -> None:
    cast = world.cast
    made = world.offer(cast.support, cast.other_support, at=timezone.now() - timedelta(hours=80))
    begin(Case.objects.get(referral=made), cast.caseworker)

    clock.remind(at=timezone.now())
    with pytest.raises(PlainError, match="they work on it already"):
        answering.lapse(referral=made, by=cast.officer, at=timezone.now())

    assert Case.objects.filter(referral=made).exists()
    assert Referral.objects.count() == 1


@begun
def test_a_case_somebody_works_on_outlives_a_withdrawal(
    world: World, begin: Callable[[Case, Person], None]
) -> None:
    made, cast = world.offer(), world.cast
    begin(Case.objects.get(referral=made), cast.caseworker)

    consent.withdraw(consent=made.consent, told=cast.force, by=cast.officer, at=timezone.now())

    made.refresh_from_db()
    assert made.stands is State.WITHDRAWN
    assert made.case is not None


@pytest.mark.parametrize("trouble", [PlainError("no"), OperationalError("database is locked")])
def test_one_referral_that_cannot_be_moved_stops_neither_the_clock_nor_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    two = [reach(world, State.ACCEPTED) for _ in range(2)]
    for made in two:
        close_the_case(made, world.cast.caseworker)

    def refuses_one(*, referral: Referral, at: datetime) -> None:
        if referral == two[0]:
            raise trouble
        answering.close(referral=referral, at=at)

    monkeypatch.setattr(clock, "close", refuses_one)

    assert clock.remind(at=timezone.now()) == {"closed": 1, "left for next time": 1}


def test_a_legal_hold_keeps_what_was_declined_and_stops_nobody_from_declining(world: World) -> None:
    made, cast = world.offer(), world.cast
    assert made.case is not None
    keeping.place_hold(
        case=made.case,
        reason=Hold.Reason.PROCEEDINGS,
        review_on=timezone.localdate() + timedelta(days=90),
        by=cast.support_admin,
        at=timezone.now(),
    )

    answering.decline(referral=made, reason=CAPACITY, by=cast.caseworker, at=timezone.now())

    made.refresh_from_db()
    assert made.stands is State.DECLINED
    assert made.case is not None


def test_the_command_does_what_is_due_once_and_says_so(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    made = world.offer(at=timezone.now() - timedelta(hours=30))

    assert command_line.main(["referrals", "remind"]) == 0
    assert command_line.main(["referrals", "remind"]) == 0

    made.refresh_from_db()
    assert made.alarmed_at is not None
    said = capsys.readouterr().out
    assert "alarmed: 1, reminded: 1" in said
    assert "Nothing was due." in said
