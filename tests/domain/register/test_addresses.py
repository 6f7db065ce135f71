"""Numbers and keys in addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.plain_error import PlainError
from breakwater.domain.register.addresses import (
    address_part,
    number_of,
    numbers_at,
    refuse_key,
    refuse_number,
    why_no_number,
)
from breakwater.domain.register.bodies import Body, BodyKind
from breakwater.domain.register.facts import InspectionFacts, RecommendationFacts

NUMBERS = st.text(min_size=1, max_size=30).filter(lambda number: not why_no_number(number))


@pytest.mark.parametrize(
    ("number", "part"),
    [
        ("1", "1"),
        ("7.1", "7.1"),
        ("21.10.1", "21.10.1"),
        ("AFI 3", "AFI-3"),
        ("R.4", "R.4"),
        ("1(a)", "1(a)"),
        ("1/2", "1~2"),
        ("2021-04", "2021_04"),
        ("AFI-3", "AFI_3"),
        ("1?#%", "1!3f!!23!!25!"),
        ("..", "!2e!!2e!"),
        ("1~2", "1!7e!2"),
        ("é٣", "é٣"),
    ],
)
def test_a_number_has_one_readable_address(number: str, part: str) -> None:
    assert address_part(number) == part
    assert number_of(part) == number


@given(NUMBERS)
def test_going_to_an_address_and_back_is_exact(number: str) -> None:
    part = address_part(number)

    assert number_of(part) == number
    assert numbers_at(part)[0] == number
    assert part
    assert not set(part) & set("/?#% \\")
    assert part not in {".", ".."}


@given(st.text(max_size=60))
def test_whatever_stands_in_an_address_means_only_numbers_that_can_be_held(part: str) -> None:
    assert all(not why_no_number(number) for number in numbers_at(part))


def test_an_address_given_out_before_still_leads_to_its_number() -> None:
    assert "AFI-3" in numbers_at("AFI-3")
    assert "2021_04" in numbers_at("2021_04")


@pytest.mark.parametrize("number", ["", "  ", "1\n2", "1\x00", "\ud800", "1" * 31])
def test_a_number_that_nobody_could_read_is_refused_in_words(number: str) -> None:
    with pytest.raises(PlainError, match="number"):
        refuse_number(number)
    with pytest.raises(PlainError):
        RecommendationFacts(number)


@pytest.mark.parametrize("key", ["", "Bad Slug!", "../x", "bad key/x", "é", "a" * 81, "a\n"])
def test_a_key_that_no_address_can_hold_is_refused_where_facts_and_bodies_are_made(
    key: str,
) -> None:
    with pytest.raises(PlainError, match="letters from a to z"):
        refuse_key(key, of="a key")
    with pytest.raises(PlainError, match="short name of an inspection"):
        InspectionFacts(slug=key, title="A title")
    with pytest.raises(PlainError, match="key of a body"):
        Body(key=key, kind=BodyKind.GOVERNMENT, name="A body")
