"""Hours, numbers, text and terms: read from people and feeds, and said again as they were."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.matching.words import Answer, Group, Need, Route, Shares
from breakwater.domain.open_referral.cleaning import Cleaner
from breakwater.domain.open_referral.document import (
    WEEK,
    facts_of,
    held,
    languages_of,
    with_extras,
)
from breakwater.domain.open_referral.entry import Entry, blank
from breakwater.domain.open_referral.extras import (
    REGULATORS,
    Extras,
    attributes_of,
    taken_from,
    terms,
)
from breakwater.domain.open_referral.hours import (
    Opening,
    lines_of,
    openings,
    runs,
    said_by,
    schedules_of,
)
from breakwater.domain.open_referral.outgoing import service_in_full
from breakwater.domain.open_referral.text import plain_line, plain_text, says_where
from breakwater.domain.plain_error import PlainError

TODAY = date(2026, 11, 28)
_ID = UUID(int=7)

every_extra = st.builds(
    Extras,
    needs=st.frozensets(st.sampled_from(Need)),
    groups=st.frozensets(st.sampled_from(Group)),
    no_recourse=st.sampled_from(Answer),
    immigration_advice=st.integers(0, 3),
    regulator=st.sampled_from(["", *REGULATORS]),
    police=st.sampled_from(Shares),
    home_office=st.sampled_from(Shares),
    route=st.sampled_from(Route),
    calls_back=st.booleans(),
    interpreters=st.sampled_from(Answer),
    everywhere=st.booleans(),
    areas=st.frozensets(st.sampled_from(["GL", "GL1", "SX4"])),
    confidential=st.booleans(),
)


@given(every_extra)
def test_extras_written_as_terms_are_read_back(extras: Extras) -> None:
    read, others = taken_from(attributes_of(extras, str(_ID)))

    assert (read or Extras()) == extras
    assert others == []


@given(every_extra)
def test_extras_are_stored_and_read_back(extras: Extras) -> None:
    assert Extras.of(extras.stored()) == extras


def test_every_term_has_an_id_of_its_own() -> None:
    ids = [one["id"] for one in terms()]

    assert len(set(ids)) == len(ids) > 40


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Mon-Fri 9-17", "Monday to Friday 09:00 to 17:00"),
        ("monday to friday 9:00 to 17.30", "Monday to Friday 09:00 to 17:30"),
        ("Sat, Sun 10:00–12:00", "Saturday to Sunday 10:00 to 12:00"),
        ("Tue and Thu: 18 to 24", "Tuesday, Thursday 18:00 to 23:59"),
        ("every day all day", "Every day all day"),
        ("Daily 24 hours", "Every day all day"),
        ("MO 9-12\nTU 9-12\nMO 14-16", "Monday to Tuesday 09:00 to 12:00\nMonday 14:00 to 16:00"),
        ("Fri 19:00 to 7:00", "Friday 19:00 to 07:00"),
        ("", ""),
    ],
)
def test_lines_of_opening_hours_are_understood(written: str, said: str) -> None:
    document = {"schedules": schedules_of(written, "x")}

    assert lines_of(document, TODAY) == said
    assert lines_of({"schedules": schedules_of(said, "x")}, TODAY) == said


@pytest.mark.parametrize(
    "written", ["sometimes", "Fri-Mon 9-17", "Mon 25-26", "9-17", "Mon 9:70-10", "Mon 9 to 5"]
)
def test_a_line_that_is_not_understood_is_named(written: str) -> None:
    with pytest.raises(PlainError, match="cannot be read; write it like"):
        schedules_of(written, "x")
    assert said_by(written) is None


def test_lines_that_are_understood_are_openings() -> None:
    assert said_by("Mon, Tue 9-17\nSat 10-12") == [
        Opening(("MO", "TU"), "09:00", "17:00"),
        Opening(("SA",), "10:00", "12:00"),
    ]


@given(st.text(max_size=60))
def test_no_line_of_hours_breaks_the_reader(written: str) -> None:
    try:
        schedules_of(written, "x")
    except PlainError:
        return


def test_a_schedule_that_has_ended_or_is_not_weekly_is_left_out() -> None:
    week = {"byday": "MO", "opens_at": "09:00", "closes_at": "17:00"}
    schedules = [
        week | {"valid_to": "2026-11-27"},
        week | {"valid_from": "2026-11-29"},
        week | {"freq": "MONTHLY"},
        week | {"interval": 2},
        {"byday": "MO"},
        week | {"valid_to": "2026-11-28", "freq": "WEEKLY"},
    ]
    assert len(openings({"schedules": schedules}, TODAY)) == 1


@given(st.lists(st.sampled_from(WEEK), unique=True))
def test_runs_cover_exactly_the_days(days: list[str]) -> None:
    days.sort(key=WEEK.index)
    covered = [
        day for first, last in runs(days) for day in WEEK[WEEK.index(first) : WEEK.index(last) + 1]
    ]
    assert covered == days


def _entry(**more: Any) -> Entry:
    return Entry(
        name="Tideline",
        description="By the harbour.",
        phones="01632 960 001, day and night\n+44 1632 960002",
        texts="07700 900 001",
        hours="Monday to Friday 09:00 to 17:00",
        languages=frozenset({"ar", "en-gb"}),
        place="Hall",
        street="1 Quay",
        town="Saltmouth",
        county="Saltmarsh",
        postcode="SX1 1AA",
        extras=Extras(areas=frozenset({"SX"}), regulator="IAA", immigration_advice=1),
        **more,
    )


def test_an_entry_goes_into_a_document_and_comes_back() -> None:
    entry = _entry(hours_said="Not on holidays.", alert="We moved.", email="a@b.example")
    document = entry.onto(blank(_ID), {"ar": "Arabic"})

    assert Entry.of(document, TODAY) == entry
    assert Entry.of(document, TODAY).onto(document, {"ar": "Arabic"}) == document
    assert languages_of(document) == frozenset({"ar", "en-gb"})


def test_an_entry_leaves_what_it_does_not_ask_about() -> None:
    document = blank(_ID) | {"fees": "None", "funding": [{"id": "1", "source": "Grants"}]}

    changed = _entry().onto(document, {})

    assert (changed["fees"], changed["funding"]) == ("None", document["funding"])


def test_a_moved_address_loses_its_old_position() -> None:
    document = _entry().onto(blank(_ID), {})
    document["service_at_locations"][0]["location"] |= {"latitude": 51.5, "longitude": -1.0}

    assert "latitude" in _entry().onto(document, {})["service_at_locations"][0]["location"]
    moved = Entry(**{**vars(_entry()), "street": "2 Quay"}).onto(document, {})
    assert "latitude" not in moved["service_at_locations"][0]["location"]


def test_a_confidential_entry_that_says_where_it_is_is_refused() -> None:
    entry = Entry(
        name="Refuge", description="Come to 4 Quay Street.", extras=Extras(confidential=True)
    )
    with pytest.raises(PlainError, match="says where it is"):
        entry.onto(blank(_ID), {})


@pytest.mark.parametrize("line", ["ring us", "01", "<b>01632 960 001</b>", "01632 960 001 or 2"])
def test_a_line_that_is_no_number_is_named(line: str) -> None:
    with pytest.raises(PlainError, match="is not a number"):
        Entry(name="A", phones=line).onto(blank(_ID), {})


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("We are at GL1 2AB.", True),
        ("gl12ab", True),
        ("12 High Street", True),
        ("4-6 Old Market Road, Saltmouth", True),
        ("51.8642, -2.2382", True),
        ("Ring 01632 960 101", False),
        ("We help people in GL1 and GL2.", False),
        ("Open 9 to 5. 24 hours a day.", False),
        ("12 Beds for women", False),
    ],
)
def test_what_gives_a_place_away(text: str, is_told: bool) -> None:
    assert says_where(text) is is_told


@given(every_extra, st.sampled_from(["Hall", "1 Quay Street", "SX1 1AA"]))
def test_no_confidential_document_holds_or_hands_out_a_place(extras: Extras, said: str) -> None:
    document: dict[str, Any] = {
        "id": str(_ID),
        "name": "A",
        "status": "active",
        "description": said,
    }
    document |= {"service_at_locations": [{"id": "1", "location": {"id": "2", "name": "Hall"}}]}

    made = with_extras(document, extras)

    is_there = "service_at_locations" in made
    assert is_there is not extras.confidential
    assert ("service_at_locations" in service_in_full(made, None)) is is_there
    if extras.confidential:
        assert not says_where(str(service_in_full(made, None)["description"]))
        assert not any(
            character.isdigit() for area in facts_of(made, None).areas for character in area
        )


@given(st.text())
def test_plain_text_has_no_markup_and_no_control_characters(text: str) -> None:
    plain = plain_text(text)

    assert plain_text(plain).count("\x00") == 0
    assert not any(ord(one) < 32 and one != "\n" for one in plain)
    assert "\n" not in plain_line(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<b>Bold</b> &amp; <i>lean</i>", "Bold & lean"),
        ("<script>alert(1)</script>Hello", "Hello"),
        ("One<br>two<p>three</p>", "One\ntwothree"),
        ("2 < 3 and 5 > 4", "2 < 3 and 5 > 4"),
        ("Fish & chips", "Fish & chips"),
        ("a\u202eb\u200bc", "abc"),
        ("a&lt;script&gt;alert(1)&lt;/script&gt;b", "ab"),
    ],
)
def test_markup_becomes_text(text: str, plain: str) -> None:
    assert plain_text(text) == plain


any_json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "name",
                    "status",
                    "location",
                    "phones",
                    "schedules",
                    "byday",
                    "attributes",
                    "taxonomy_term",
                    "latitude",
                    "url",
                    "minimum_age",
                    "term",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(any_json)
def test_whatever_a_feed_holds_is_cleaned_or_left_out_with_a_sentence(raw: Any) -> None:
    cleaner = Cleaner()
    record = cleaner.clean("service", raw)

    if record is None:
        assert cleaner.faults
        assert all(fault.sentence.endswith(".") for fault in cleaner.faults)
    else:
        service_in_full(held(record), None)
        facts_of(held(record), None)
