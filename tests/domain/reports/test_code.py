"""The code: any one wrong group is mended, and everything else that is wrong is noticed."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from breakwater.domain.reports.code import (
    GROUPS,
    Code,
    CodeError,
    Trouble,
    code_from,
    read_code,
)

codes = st.binary(min_size=16, max_size=64).map(code_from)
groups = st.integers(0, 99_999)
# Arabic-Indic, Eastern Arabic-Indic, Devanagari, Bengali, Gurmukhi, Gujarati, Tamil, full width.
SCRIPTS = "٠۰०০੦૦௦０"


@given(codes)
def test_what_is_written_is_read(code: Code) -> None:
    assert read_code(str(code)) == code
    assert len(str(code).split()) == GROUPS


@given(codes, st.sampled_from(SCRIPTS), st.sampled_from(["", "-", " ", " – ", "\u200f", "."]))
def test_digits_of_any_script_and_any_separator_are_read(
    code: Code, zero: str, between: str
) -> None:
    typed = between.join(
        "".join(chr(ord(zero) + int(digit)) for digit in group) for group in str(code).split()
    )

    assert read_code(typed) == code


@given(codes, st.integers(0, GROUPS - 1), groups)
def test_any_one_wrong_group_is_mended(code: Code, place: int, wrong: int) -> None:
    typed = str(code).split()
    assume(typed[place] != f"{wrong:05}")
    typed[place] = f"{wrong:05}"

    read = read_code(" ".join(typed))

    assert read.digits == code.digits
    assert read.was_mended


@given(codes, st.lists(st.integers(0, GROUPS - 1), min_size=2, max_size=2, unique=True))
def test_two_groups_in_the_wrong_order_are_never_read_as_right(
    code: Code, places: list[int]
) -> None:
    typed = str(code).split()
    one, other = places
    assume(typed[one] != typed[other])
    typed[one], typed[other] = typed[other], typed[one]

    with pytest.raises(CodeError) as refused:
        read_code(" ".join(typed))
    assert refused.value.trouble is Trouble.NOT_ONE


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("", Trouble.TOO_FEW),
        ("12345 67890", Trouble.TOO_FEW),
        ("²" * 35, Trouble.TOO_FEW),
        ("1" * 36, Trouble.TOO_MANY),
        ("66387 38314 89398 17251 03584 93629 91459", Trouble.NOT_ONE),
    ],
)
def test_what_is_no_code_says_why(typed: str, trouble: Trouble) -> None:
    with pytest.raises(CodeError) as refused:
        read_code(typed)

    assert refused.value.trouble is trouble


@given(st.binary(min_size=16, max_size=64))
def test_the_same_secret_gives_the_same_code_and_no_error_or_picture_shows_it(
    secret: bytes,
) -> None:
    code = code_from(secret)

    assert code_from(secret) == code
    assert code.digits not in repr(code)


def test_a_code_needs_enough_chance() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        code_from(b"short")


def test_the_browser_makes_the_same_code() -> None:
    """The same vector stands in the browser's test of breakwater/sealing/browser/code.mjs."""
    assert str(code_from(bytes(range(32)))) == "66387 38314 89398 17251 03584 93628 91450"
