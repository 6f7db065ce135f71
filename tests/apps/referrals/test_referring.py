"""Offering, answering, withdrawing and waiting, as the verbs do it."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.disclosures.changes import decisions
from breakwater.apps.disclosures.models import Link
from breakwater.apps.organisations.models import KeyTest, Organisation
from breakwater.apps.referrals.changes import answering, consent, offering
from breakwater.apps.referrals.changes.offering import Offer
from breakwater.apps.referrals.models import Consent, Named, Referral, UnmetNeed
from breakwater.domain.lifecycles.referral import LIVING, REFERRAL, Move, State
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.opener import open_sealed
from tests.apps.referrals.conftest import ANSWERS, MESSAGE, World, agreed
from tests.apps.referrals.steps import CAPACITY, Question, kinds, reach, told


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
