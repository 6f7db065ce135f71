"""A malformed pack is refused, and the refusal says what is wrong and where."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.firewall.pack_file import read_pack
from breakwater.domain.firewall.rules import CORE, Kind, PackError
from breakwater.domain.plain_error import PlainError
from tests.domain.firewall.packs import rule_path

GOOD = """
[pack]
name = "small"
version = "2026-11"
title = "A small pack"
kind = "binding"
binds = "Those who test"
source = "This test"
effective = "2026-11-23"
purpose = "To be read."

[[facts]]
name = "colour"
question = "Which colour?"
[facts.values]
red = "Red, like
fire"
blue = "Blue"

[duties]
look = "Look at it."

[[rules]]
name = "warm"
when = { colour = ["red"] }
outcome = "never_share"
says = "Do not."
source = "This test"
must = ["look"]

[[rules]]
name = "cold"
when = { colour = ["blue"] }
outcome = "not_yet"
says = "Not yet."
source = "This test"

[[always]]
name = "warm-is-never"
says = "Warm is never shared"
when = { colour = ["red"] }
outcome = ["never_share"]
""".replace('red = "Red, like\nfire"', 'red = """Red, like\n  fire"""')


def test_a_well_formed_pack_is_read_whole() -> None:
    pack = read_pack(GOOD.encode())

    assert (pack.full_name, pack.kind) == ("small/2026-11", Kind.BINDING)
    assert [value.words for value in pack.facts[0].values] == ["Red, like fire", "Blue"]
    assert pack.rules[0].when == {"colour": ("red",)}
    assert pack.rules[0].must == ("look",)
    assert pack.rules[1].must == ()
    assert pack.always[0].outcome == {Outcome.NEVER_SHARE}


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ("[pack]", "[pack", "the file is not well-formed TOML"),
        ("[pack]", "[packs]", "the file has packs, which is not known"),
        ('binds = "Those who test"\n', "", "[pack] has no binds"),
        ('title = "A small pack"', 'title = " "', "title is empty"),
        ('title = "A small pack"', "title = 7", "title is of the wrong kind"),
        ('title = "A small pack"', 'title = "\\u001b[2J"', "holds control characters"),
        ('kind = "binding"', 'kind = "final"', "kind can be binding, informational or local"),
        ('effective = "2026-11-23"', 'effective = "2026-13"', "effective is not a day"),
        ('version = "2026-11"', 'version = "../.."', "version may hold only"),
        ('name = "small"', 'name = "Small/../"', "a name may hold only"),
        ('outcome = "not_yet"', 'outcome = "share"', "rule cold: an outcome can be never_share"),
        ('outcome = "not_yet"', 'outcom = "not_yet"', "has outcom, which is not known"),
        ('colour = ["blue"]', 'color = ["blue"]', "has color, which is not known"),
        ('colour = ["blue"]', 'colour = ["green"]', "colour is green; it can be red or blue"),
        ('colour = ["blue"]', "colour = []", "colour is nothing; it can be red or blue"),
        ('colour = ["blue"]', 'colour = ["blue", "blue"]', "colour names something twice"),
        ('colour = ["blue"]', 'colour = "blue"', "colour is of the wrong kind"),
        ('colour = ["blue"]', "colour = [1]", "holds something that is not text"),
        ('must = ["look"]', 'must = ["jump"]', "the duty jump, which [duties] lacks"),
        ('name = "cold"', 'name = "warm"', "there are two of the rule warm"),
        ('says = "Not yet."\n', "", "the rule cold has no says"),
        ('outcome = ["never_share"]', "", "demands neither an outcome nor a duty"),
        ("[facts.values]\n", "[facts.values]\nBlue = 'x'\n", "a name may hold only"),
        ("[[facts]]", "[facts]", "facts is of the wrong kind"),
        ("[[always]]", "[[sometimes]]", "the file has sometimes, which is not known"),
    ],
)
def test_each_slip_of_the_pen_is_refused_with_its_place(good: str, bad: str, fault: str) -> None:
    assert good in GOOD

    with pytest.raises(PackError) as refusal:
        read_pack(GOOD.replace(good, bad, 1).encode())

    assert fault in str(refusal.value)


def test_two_facts_of_one_name_and_a_file_that_is_too_large_are_refused() -> None:
    twice = GOOD.replace(
        "[duties]", '[[facts]]\nname = "colour"\nquestion = "?"\nvalues.a = "A"\n[duties]'
    )

    with pytest.raises(PackError, match="there are two of the fact colour"):
        read_pack(twice.encode())
    with pytest.raises(PackError, match="larger than 1,000,000 bytes"):
        read_pack(b"#" * 1_000_001)


@pytest.mark.parametrize("file", [b"", b"\x00", b"a = " + b"[" * 5000])
def test_bytes_that_are_no_pack_are_refused(file: bytes) -> None:
    with pytest.raises(PackError):
        read_pack(file)


def test_bytes_that_are_no_text_cannot_be_read_which_is_another_thing_than_malformed() -> None:
    with pytest.raises(PlainError, match="not UTF-8 text") as refusal:
        read_pack(b"\xff\xfe")

    assert not isinstance(refusal.value, PackError)


@given(st.data())
def test_whatever_is_cut_out_of_a_pack_it_is_read_or_refused_and_never_fails_otherwise(
    data: st.DataObject,
) -> None:
    file = rule_path(CORE).read_bytes()
    start = data.draw(st.integers(0, len(file)))
    end = data.draw(st.integers(start, min(start + 200, len(file))))

    with contextlib.suppress(PackError):  # anything else would be a fault of ours
        read_pack(file[:start] + file[end:])
