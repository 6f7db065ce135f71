"""Every state, every move, every side: what follows, written out a second time by hand."""

import itertools
from typing import Any

import pytest

from breakwater.domain.lifecycles import protection, referral
from breakwater.domain.lifecycles.drawing import page
from breakwater.domain.lifecycles.protection import PROTECTION
from breakwater.domain.lifecycles.referral import LIVING, REFERRAL, WAITING
from breakwater.domain.lifecycles.table import Lifecycle, NotNowError, NotYoursError

# From a state, a side can lead to another: everything that is not here is refused.
REFERRALS = {
    ("offered", "RECEIVER", "ACCEPT"): "accepted",
    ("offered", "RECEIVER", "DECLINE"): "declined",
    ("offered", "RECEIVER", "ASK"): "asked",
    ("offered", "RECEIVER", "WITHDRAW"): "withdrawn",
    ("offered", "SENDER", "WITHDRAW"): "withdrawn",
    ("offered", "SENDER", "LAPSE"): "lapsed",
    ("offered", "CLOCK", "LAPSE"): "lapsed",
    ("asked", "RECEIVER", "ACCEPT"): "accepted",
    ("asked", "RECEIVER", "DECLINE"): "declined",
    ("asked", "RECEIVER", "WITHDRAW"): "withdrawn",
    ("asked", "SENDER", "ANSWER"): "answered",
    ("asked", "SENDER", "WITHDRAW"): "withdrawn",
    ("asked", "SENDER", "LAPSE"): "lapsed",
    ("asked", "CLOCK", "LAPSE"): "lapsed",
    ("answered", "RECEIVER", "ACCEPT"): "accepted",
    ("answered", "RECEIVER", "DECLINE"): "declined",
    ("answered", "RECEIVER", "ASK"): "asked",
    ("answered", "RECEIVER", "WITHDRAW"): "withdrawn",
    ("answered", "SENDER", "WITHDRAW"): "withdrawn",
    ("answered", "SENDER", "LAPSE"): "lapsed",
    ("answered", "CLOCK", "LAPSE"): "lapsed",
    ("accepted", "RECEIVER", "WITHDRAW"): "withdrawn",
    ("accepted", "SENDER", "WITHDRAW"): "withdrawn",
    ("accepted", "CLOCK", "CLOSE"): "closed",
}
SHARINGS = {
    ("asked", "SECOND", "APPROVE"): "approved",
    ("asked", "SECOND", "REFUSE"): "refused",
    ("asked", "ASKER", "DROP"): "dropped",
    ("approved", "ASKER", "SHARE"): "shared",
    ("approved", "ASKER", "DROP"): "dropped",
    ("emergency", "SECOND", "CONFIRM"): "confirmed",
    ("emergency", "SECOND", "OBJECT"): "objected",
}


@pytest.mark.parametrize(
    ("lifecycle", "module", "expected"),
    [(REFERRAL, referral, REFERRALS), (PROTECTION, protection, SHARINGS)],
    ids=["referral", "protection"],
)
def test_what_follows_is_what_is_written_here_and_nothing_else(
    lifecycle: Lifecycle[Any, Any, Any],
    module: Any,
    expected: dict[tuple[str, str, str], str],
) -> None:
    found = {}
    for state, side, move in itertools.product(module.State, module.Side, module.Move):
        try:
            follows = lifecycle.next(state, move, side)
        except (NotNowError, NotYoursError):
            assert not lifecycle.can(state, move, side)
        else:
            assert lifecycle.can(state, move, side)
            found[state.value, side.name, move.name] = follows.value

    assert found == expected


def test_a_table_with_a_hole_in_it_is_refused() -> None:
    after = {state: dict(row) for state, row in REFERRAL.after.items()}
    del after[referral.State.ASKED][referral.Move.CLOSE]

    with pytest.raises(ValueError, match="ASKED"):
        Lifecycle("referral", REFERRAL.begins, after, REFERRAL.made_by)


def test_whatever_lives_can_be_withdrawn_by_either_side_and_nothing_follows() -> None:
    for state, side in itertools.product(LIVING, (referral.Side.SENDER, referral.Side.RECEIVER)):
        assert REFERRAL.next(state, referral.Move.WITHDRAW, side) is referral.State.WITHDRAWN
    assert referral.State.WITHDRAWN in REFERRAL.ends
    assert WAITING < LIVING
    assert REFERRAL.ends == frozenset(referral.State) - LIVING


def test_nothing_is_passed_on_without_a_second_person_but_in_an_emergency() -> None:
    ways_in = {
        before for before, _, after in PROTECTION.moves() if after is protection.State.SHARED
    }

    assert ways_in == {protection.State.APPROVED}
    assert protection.Side.ASKER not in PROTECTION.made_by[protection.Move.APPROVE]
    assert protection.Side.ASKER not in PROTECTION.made_by[protection.Move.CONFIRM]


def test_the_drawing_has_every_move() -> None:
    drawn = page(REFERRAL)

    assert "  [*] --> offered" in drawn
    for before, move, after in REFERRAL.moves():
        assert f"  {before.value} --> {after.value}: {move.name.lower()}" in drawn
