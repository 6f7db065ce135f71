"""Offering, answering, withdrawing and waiting, as the verbs do it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from breakwater.apps.audit_log.models import Access, Entry
from breakwater.apps.cases.changes import SealedPiece, add_piece, keeping, working
from breakwater.apps.cases.models import Case, Hold, Piece
from breakwater.apps.disclosures.changes import decisions
from breakwater.apps.disclosures.models import Link
from breakwater.apps.organisations.models import KeyTest, Notice, Organisation, Person
from breakwater.apps.referrals import guards
from breakwater.apps.referrals.changes import answering, clock, consent, offering
from breakwater.apps.referrals.changes.offering import Offer
from breakwater.apps.referrals.models import Consent, Named, Referral, UnmetNeed
from breakwater.domain.lifecycles.referral import LIVING, REFERRAL, Move, State
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.opener import open_sealed
from breakwater.site.command_line import main as command_line
from tests.apps.referrals.conftest import ANSWERS, MESSAGE, World, agreed
from tests.people import Cast, signed_in

Question = Referral.Question
CAPACITY = UnmetNeed.Reason.CAPACITY


def kinds() -> list[str]:
    """What was entered about referrals and consents."""
    found = Entry.objects.filter(Q(kind__startswith="referral-") | Q(kind__startswith="consent-"))
    return list(found.order_by("log_id", "index").values_list("kind", flat=True))


def told(someone: Person) -> list[str]:
    """The kinds of notice they got."""
    kinds_ = Q(kind__startswith="referral-") | Q(kind__startswith="case-")
    found = Notice.objects.filter(kinds_, person=someone)
    return list(found.order_by("pk").values_list("kind", flat=True))


def close_the_case(made: Referral, by: Person) -> None:
    """The receiver's work with the person is over."""
    case = Case.objects.get(referral=made)
    working.close(case=case, outcome=Case.Outcome.SUPPORTED, by=by, at=timezone.now())


def reach(world: World, state: State) -> Referral:
    """A referral that stands there."""
    cast, now = world.cast, timezone.now()
    made = world.offer()
    if state in {State.ASKED, State.ANSWERED}:
        answering.ask(referral=made, question=Question.WHEN, by=cast.caseworker, at=now)
    if state is State.ANSWERED:
        said = world.said(cast.support, b"Answer\nnoon\n")
        answering.answer(referral=made, said=said, by=cast.officer, at=now)
    if state in {State.ACCEPTED, State.CLOSED}:
        answering.accept(referral=made, by=cast.caseworker, at=now)
    if state is State.CLOSED:
        close_the_case(made, cast.caseworker)
        answering.close(referral=made, at=now)
    if state is State.DECLINED:
        answering.decline(referral=made, reason=CAPACITY, by=cast.caseworker, at=now)
    if state is State.WITHDRAWN:
        consent.withdraw(consent=made.consent, told=cast.force, by=cast.officer, at=now)
    if state is State.LAPSED:
        answering.lapse(referral=made, by=cast.officer, at=now)
    made.refresh_from_db()
    assert made.stands is state
    return made


def test_an_offer_opens_a_case_that_only_its_receiver_can_open(world: World) -> None:
    made = world.offer(is_in_danger=True)

    assert made.case is not None
    (piece,) = made.case.pieces.all()
    key = world.keys[world.cast.support.pk]
    assert open_sealed(bytes(piece.sealed), identity=key.identity) == MESSAGE
    assert (made.case.organisation, made.case.origin) == (world.cast.support, Case.Origin.REFERRAL)
    assert made.case.is_in_danger
    assert sorted(kinds()) == ["consent-recorded", "referral-offered"]
    assert told(world.cast.caseworker) == told(world.colleague) == ["case-in-danger", "case-waits"]
    assert made.consent.words.startswith("I would like to pass a message")


def test_an_offer_meets_the_duty_to_link(world: World) -> None:
    cast, now = world.cast, timezone.now()
    offer = Offer(agreed(cast), [world.said(cast.support)], reference="SM 7")

    made = offering.record_and_offer(
        sender=cast.force, answers=ANSWERS, offer=offer, by=cast.officer, at=now
    )

    link = Link.objects.get(decision=made.consent.decision)
    assert (link.how, link.organisation) == (Link.How.MADE, cast.support)
    assert made.consent.reference == "SM 7"


def test_a_duty_that_was_met_already_is_not_met_twice(world: World) -> None:
    cast, now = world.cast, timezone.now()
    decision = decisions.record(
        force=cast.force, incident="SM 7", answers=ANSWERS, by=cast.officer, at=now
    )
    for _ in range(2):
        offer = Offer(agreed(cast), [world.said(cast.support)], reference="SM 7")
        offering.offer_case(
            sender=cast.force, offer=offer, by=cast.officer, at=now, decision=decision
        )
        decision.refresh_from_db()

    assert Link.objects.filter(decision=decision).count() == 1
    assert Referral.objects.count() == 2


def test_nothing_is_accepted_that_nobody_could_read(world: World) -> None:
    KeyTest.objects.filter(member_key__membership__person=world.colleague).delete()

    with pytest.raises(PlainError, match="could not read it today"):
        world.offer(world.cast.other_support, world.cast.support)

    assert not Consent.objects.exists()
    assert not Case.objects.exists()


def test_it_is_not_offered_to_the_sender_itself(world: World) -> None:
    said = [world.said(world.cast.support)]

    with pytest.raises(PlainError, match="your own organisation"):
        offering.offer_case(
            sender=world.cast.support,
            offer=Offer(agreed(world.cast), said),
            by=world.cast.caseworker,
            at=timezone.now(),
        )


@pytest.mark.parametrize(
    ("state", "move"), list(product(State, Move)), ids=lambda one: one.name.lower()
)
def test_the_verbs_move_a_referral_as_the_table_says(
    world: World, state: State, move: Move
) -> None:
    made, cast, now = reach(world, state), world.cast, timezone.now()
    verbs = {
        Move.ACCEPT: lambda: answering.accept(referral=made, by=cast.caseworker, at=now),
        Move.DECLINE: lambda: answering.decline(
            referral=made, reason=CAPACITY, by=cast.caseworker, at=now
        ),
        Move.ASK: lambda: answering.ask(
            referral=made, question=Question.WHEN, by=cast.caseworker, at=now
        ),
        Move.ANSWER: lambda: answering.answer(
            referral=made, said=world.said(cast.support), by=cast.officer, at=now
        ),
        Move.LAPSE: lambda: answering.lapse(referral=made, by=cast.officer, at=now),
        Move.CLOSE: lambda: answering.close(referral=made, at=now),
        Move.WITHDRAW: lambda: consent.withdraw(
            consent=made.consent, told=cast.force, by=cast.officer, at=now
        ),
    }
    before = len(kinds())
    expected = REFERRAL.after[state][move]

    if expected is None and move is not Move.WITHDRAW:
        with pytest.raises(PlainError):
            verbs[move]()
        made.refresh_from_db()
        assert made.stands is state
        assert len(kinds()) == before
    elif state is not State.WITHDRAWN:
        verbs[move]()
        made.refresh_from_db()
        # What has ended stays as it is, though consent can be taken back even then.
        assert made.stands is (expected or state)
        # Closing the receiver's case has entered it.
        entries = {Move.WITHDRAW: 2 if expected else 1, Move.CLOSE: 0}.get(move, 1)
        assert len(kinds()) == before + entries


def test_the_second_of_two_who_accept_is_told_who_was_first(world: World) -> None:
    made = world.offer()
    answering.accept(referral=made, by=world.cast.caseworker, at=timezone.now())

    with pytest.raises(PlainError, match="Kit Kelp was quicker: this referral is accepted already"):
        answering.accept(referral=made, by=world.colleague, at=timezone.now())


def test_a_declined_referral_is_erased_and_goes_on_to_whom_she_named_next(world: World) -> None:
    cast = world.cast
    made = world.offer(cast.support, cast.other_support)

    answering.decline(referral=made, reason=CAPACITY, by=cast.caseworker, at=timezone.now())

    made.refresh_from_db()
    assert made.case is None
    assert not Case.objects.filter(organisation=cast.support).exists()
    following = Referral.objects.get(receiver=cast.other_support)
    assert following.case is not None
    (piece,) = following.case.pieces.all()
    key = world.keys[cast.other_support.pk]
    assert open_sealed(bytes(piece.sealed), identity=key.identity) == MESSAGE
    assert told(cast.officer) == ["referral-decided"]
    assert told(cast.other_caseworker) == ["case-waits"]
    assert not Named.objects.filter(sealed__isnull=False).exists()


def test_who_could_not_read_it_any_more_is_passed_over(world: World) -> None:
    cast = world.cast
    made = world.offer(cast.support, cast.other_support)
    KeyTest.objects.filter(member_key__membership__person=world.other_colleague).delete()

    answering.decline(referral=made, reason=CAPACITY, by=cast.caseworker, at=timezone.now())

    assert Referral.objects.count() == 1
    assert not Named.objects.filter(sealed__isnull=False).exists()


def test_what_waited_for_others_is_deleted_once_it_is_accepted(world: World) -> None:
    made = world.offer(world.cast.support, world.cast.other_support)
    assert Named.objects.filter(sealed__isnull=False).count() == 1

    answering.accept(referral=made, by=world.cast.caseworker, at=timezone.now())

    assert not Named.objects.filter(sealed__isnull=False).exists()


def test_why_somebody_was_declined_is_counted_beside_nobody(world: World) -> None:
    made = world.offer()
    answering.decline(
        referral=made,
        reason=UnmetNeed.Reason.NO_FUNDS,
        by=world.cast.caseworker,
        at=timezone.now(),
    )

    (tally,) = UnmetNeed.objects.values()
    assert tally["count"] == 1
    assert set(tally) - {"count"} == {"id", "organisation_id", "month", "reason"}
    assert not [one for one in Referral.objects.values().get().values() if one == "no_funds"]


def test_a_question_is_answered_into_the_receivers_case(world: World) -> None:
    made, cast = reach(world, State.ANSWERED), world.cast

    assert made.case is not None
    key = world.keys[cast.support.pk]
    pieces = [
        open_sealed(bytes(one.sealed), identity=key.identity) for one in made.case.pieces.all()
    ]
    assert set(pieces) == {MESSAGE, b"Answer\nnoon\n"}
    assert told(cast.officer) == ["referral-asked"]
    assert told(cast.caseworker) == ["case-waits", "referral-answered"]


@pytest.mark.parametrize("state", [one for one in State if one in LIVING])
@pytest.mark.parametrize("side", ["force", "support"])
def test_consent_can_be_taken_back_at_any_time_by_telling_either_side(
    world: World, state: State, side: str
) -> None:
    made, cast = reach(world, state), world.cast
    whom: Organisation = getattr(cast, side)
    by = cast.officer if whom == cast.force else cast.caseworker

    consent.withdraw(consent=made.consent, told=whom, by=by, at=timezone.now())

    made.refresh_from_db()
    assert made.stands is State.WITHDRAWN
    assert made.consent.withdrawn_by == by
    assert {"consent-withdrawn", "referral-withdrawn"} <= set(kinds())
    other = cast.caseworker if whom == cast.force else cast.officer
    assert told(other)[-1] == "referral-withdrawn"
    # Who took it on keeps what the person told them; nobody else does.
    assert Piece.objects.exists() == (state is State.ACCEPTED)


def test_nothing_goes_on_after_consent_was_withdrawn(world: World) -> None:
    made = world.offer(world.cast.support, world.cast.other_support)
    consent.withdraw(
        consent=made.consent, told=world.cast.force, by=world.cast.officer, at=timezone.now()
    )

    with pytest.raises(PlainError):
        answering.accept(referral=made, by=world.cast.caseworker, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=made.pk).update(state="accepted")
    assert not Named.objects.filter(sealed__isnull=False).exists()
    with pytest.raises(PlainError, match="withdrawn already"):
        consent.withdraw(
            consent=made.consent, told=world.cast.force, by=world.cast.officer, at=timezone.now()
        )


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


def test_it_does_not_start_on_a_database_whose_guards_of_consent_are_damaged(cast: Cast) -> None:
    guards.require_guards()
    table = " ON referrals_consent" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER referrals_consent_never_changes{table}")

    with pytest.raises(PlainError, match="guards of consent are damaged"):
        guards.require_guards()


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
