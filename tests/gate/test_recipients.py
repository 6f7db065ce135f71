"""The gate vouches for the keys that mail is sealed to, and takes no other."""

import datetime
from pathlib import Path

import pytest

from breakwater.gate.log_signer import RefusedError
from breakwater.gate.recipients import RecipientKeeper
from breakwater.sealing.recipients import read_recipients
from tests.sealing.keys import MadeKey, make_key

DOMAIN = "breakwater.example"
NAME = f"{DOMAIN}/rowan-house"


@pytest.fixture
def gate(tmp_path: Path) -> RecipientKeeper:
    return RecipientKeeper(tmp_path / "gate")


def _listed(gate: RecipientKeeper) -> dict[str, str]:
    found = read_recipients(str(gate.list_of(DOMAIN)).encode(), gate.public_key(DOMAIN))
    return {slug: one.recipient for slug, one in found.recipients.items()}


def _recipient(key: MadeKey) -> str:
    return key.signed.statement.recipient


def test_it_takes_the_first_key_and_lists_it(gate: RecipientKeeper) -> None:
    key = make_key()

    gate.take(key.signed)
    gate.take(key.signed)

    assert _listed(gate) == {"rowan-house": _recipient(key)}


def test_it_takes_the_next_key_only_from_whoever_held_the_one_before(
    gate: RecipientKeeper,
) -> None:
    first, stranger = make_key(), make_key()
    gate.take(first.signed)

    for refused in (
        stranger.signed,
        make_key(after=first, signed_by=stranger).signed,
        make_key(after=make_key(after=first)).signed,
    ):
        with pytest.raises(RefusedError):
            gate.take(refused)
    second = make_key(after=first)
    gate.take(second.signed)

    assert _listed(gate) == {"rowan-house": _recipient(second)}
    with pytest.raises(RefusedError):
        gate.take(first.signed)


def test_it_remembers_after_a_restart(tmp_path: Path) -> None:
    first = make_key()
    RecipientKeeper(tmp_path / "gate").take(first.signed)

    again = RecipientKeeper(tmp_path / "gate")

    assert _listed(again) == {"rowan-house": _recipient(first)}
    with pytest.raises(RefusedError):
        again.take(make_key().signed)


def test_an_organisation_that_lost_everything_starts_anew_after_two_people_asked(
    gate: RecipientKeeper,
) -> None:
    gate.take(make_key().signed)
    anew = make_key(version=2)

    assert gate.release(NAME, by=1000) is False
    assert gate.release(NAME, by=1000) is False
    with pytest.raises(RefusedError):
        gate.take(anew.signed)
    assert gate.release(NAME, by=1001) is True
    assert gate.release(NAME, by=1000) is True
    gate.take(anew.signed)

    assert _listed(gate) == {"rowan-house": _recipient(anew)}
    with pytest.raises(RefusedError):
        gate.take(make_key(version=3).signed)


def test_the_list_carries_the_day_on_which_it_was_signed(tmp_path: Path) -> None:
    day = datetime.date(2026, 3, 1)
    gate = RecipientKeeper(tmp_path / "gate", today=lambda: day)

    found = read_recipients(str(gate.list_of(DOMAIN)).encode(), gate.public_key(DOMAIN))

    assert (found.day, dict(found.recipients)) == (day, {})


def test_a_key_of_another_installation_is_not_on_the_list(gate: RecipientKeeper) -> None:
    gate.take(make_key("elsewhere.example/rowan-house").signed)

    assert _listed(gate) == {}
