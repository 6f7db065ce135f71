"""Deadline rules: known days, and what holds for every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading import deadlines as wordings
from breakwater.domain.register.deadlines import (
    IMMEDIATELY,
    NO_DEADLINE,
    Rule,
    RuleKind,
    due_on,
    rule_from,
    rule_of,
)

SAFE_TO_SHARE = date(2020, 12, 17)
STALKING = date(2024, 9, 27)
DAYS = st.dates(date(1996, 1, 1), date(2150, 12, 31))
COUNTS = st.integers(1, 400)
RULES = st.one_of(
    st.builds(
        Rule,
        st.sampled_from([RuleKind.DAYS_BEGINNING_WITH, RuleKind.DAYS_AFTER, RuleKind.MONTHS_AFTER]),
        COUNTS,
    ),
    st.builds(lambda day: Rule(RuleKind.BY_DAY, day=day), DAYS),
    st.builds(lambda day: Rule(RuleKind.BY_MONTH, day=day.replace(day=1)), DAYS),
    st.sampled_from([IMMEDIATELY, NO_DEADLINE]),
)


@pytest.mark.parametrize(
    ("key", "published_on", "expected"),
    [
        ("56-days-beginning-with-publication", SAFE_TO_SHARE, date(2021, 2, 10)),
        ("56-days-beginning-with-publication", STALKING, date(2024, 11, 21)),
        ("56-days-after-publication", STALKING, date(2024, 11, 22)),
        ("28-days-after-publication", date(2016, 2, 18), date(2016, 3, 17)),
        ("6-months-after-publication", SAFE_TO_SHARE, date(2021, 6, 17)),
        ("6-months-after-publication", date(2023, 8, 31), date(2024, 2, 29)),
        ("1-months-after-publication", date(2023, 1, 31), date(2023, 2, 28)),
        ("immediately", SAFE_TO_SHARE, SAFE_TO_SHARE),
        ("by-2025-03-27", STALKING, date(2025, 3, 27)),
        ("by-month-2014-09", date(2014, 3, 1), None),
        ("none", SAFE_TO_SHARE, None),
    ],
)
def test_a_rule_gives_the_day_that_was_counted_by_hand(
    key: str, published_on: date, expected: date | None
) -> None:
    assert due_on(rule_from(key), published_on) == expected


def test_a_letter_of_3_december_is_169_days_after_six_months() -> None:
    due = due_on(rule_from("6-months-after-publication"), SAFE_TO_SHARE)

    assert due is not None
    assert (date(2021, 12, 3) - due).days == 169


@pytest.mark.parametrize(
    ("wording", "key"),
    [
        ("immediately", "immediately"),
        ("with immediate effect", "immediately"),
        ("within three months", "3-months-after-publication"),
        ("within six months of the date of publication", "6-months-after-publication"),
        ("within one year of publication", "12-months-after-publication"),
        ("within two weeks of publication", "14-days-after-publication"),
        ("Within 56 days of publication", "56-days-after-publication"),
        (
            "within 56 days beginning with the day of publication",
            "56-days-beginning-with-publication",
        ),
        ("By 27 March 2025", "by-2025-03-27"),
        ("Not later than 31 March 2015", "by-2015-03-31"),
        ("By the end of September 2014", "by-2014-09-30"),
        ("By September 2014", "by-month-2014-09"),
        ("as soon as reasonably practicable", "none"),
        ("", "none"),
    ],
)
def test_a_published_wording_means_a_rule(wording: str, key: str) -> None:
    assert rule_of(wording).key == key


@pytest.mark.parametrize("wording", ["within three months", "immediately", "By 27 March 2025"])
@given(published_on=DAYS)
def test_the_register_and_the_reader_work_out_the_same_day(
    wording: str, published_on: date
) -> None:
    day = due_on(rule_of(wording), published_on)

    assert day is not None
    assert day.isoformat() == wordings.due_on(wording, published_on.isoformat())


@given(RULES)
def test_a_rule_is_read_back_from_its_key(rule: Rule) -> None:
    assert rule_from(rule.key) == rule


@given(DAYS, COUNTS)
def test_beginning_with_the_day_is_one_day_earlier_than_after_it(day: date, count: int) -> None:
    beginning = due_on(Rule(RuleKind.DAYS_BEGINNING_WITH, count), day)
    after = due_on(Rule(RuleKind.DAYS_AFTER, count), day)

    assert beginning is not None
    assert after == beginning + timedelta(days=1)


@given(DAYS, COUNTS)
def test_months_land_on_the_same_day_or_the_end_of_a_shorter_month(day: date, count: int) -> None:
    due = due_on(Rule(RuleKind.MONTHS_AFTER, count), day)

    assert due is not None
    assert (due.year - day.year) * 12 + due.month - day.month == count
    assert due.day == day.day or (due.day < day.day and (due + timedelta(days=1)).day == 1)


@given(RULES)
def test_without_a_day_of_publication_only_named_days_are_known(rule: Rule) -> None:
    assert due_on(rule, None) == (rule.day if rule.kind is RuleKind.BY_DAY else None)


@pytest.mark.parametrize(
    "key", ["", "soon", "0-days-after-publication", "by-2023-02-31", "by-month-2014-13", "by-"]
)
def test_what_is_no_rule_is_refused_in_a_sentence(key: str) -> None:
    with pytest.raises(PlainError, match="is not a deadline rule"):
        rule_from(key)
