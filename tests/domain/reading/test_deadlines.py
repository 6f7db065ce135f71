"""The words of a deadline and the day they mean."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.reading import deadlines

PUBLISHED = "2023-08-31"


@pytest.mark.parametrize(
    ("text", "wording", "due"),
    [
        ("Forces should immediately stop.", "immediately", PUBLISHED),
        ("With immediate effect, forces should stop.", "With immediate effect", PUBLISHED),
        ("Within three months, act.", "Within three months", "2023-11-30"),
        (
            "Report within six months of the date of publication of this report.",
            "within six months of the date of publication of this report",
            "2024-02-29",
        ),
        ("Within 56 days of publication, answer.", "Within 56 days of publication", "2023-10-26"),
        ("By 27 March 2025, ask.", "By 27 March 2025", "2025-03-27"),
        ("Not later than 31 March 2015 count.", "Not later than 31 March 2015", "2015-03-31"),
        ("By the end of September 2024 act.", "By the end of September 2024", "2024-09-30"),
        ("By September 2014, act.", "By September 2014", None),
        ("By no later than 1 May 2024, act.", "By no later than 1 May 2024", "2024-05-01"),
        ("By Friday 31 May 2024, act.", "By Friday 31 May 2024", "2024-05-31"),
        ("Act within a year of publication.", "within a year of publication", "2024-08-31"),
        ("By the end of Q3 2021/22, act.", "By the end of Q3 2021/22", None),
        ("By the second quarter of 2024, act.", "By the second quarter of 2024", None),
        (
            "As soon as reasonably practicable, act.",
            "As soon as reasonably practicable",
            None,
        ),
        ("It is seen within one working day.", None, None),
        ("Tell the family every six months.", None, None),
        ("Look at the street immediately outside.", "immediately", PUBLISHED),
        ("Do it immediately after arrest.", None, None),
    ],
)
def test_the_shortest_phrase_gives_the_time(
    text: str, wording: str | None, due: str | None
) -> None:
    found = deadlines.wording_in(text)

    assert found == wording
    assert deadlines.due_on(found, PUBLISHED) == due


@pytest.mark.parametrize("cell", ["Mar-25", "Every six months", "TBC", "Ongoing", "Spring 2024"])
def test_a_target_that_is_no_day_gives_none(cell: str) -> None:
    assert deadlines.due_on(cell, PUBLISHED) is None


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 365))
def test_days_of_publication_are_counted_from_it(published: date, days: int) -> None:
    wording = deadlines.wording_in(f"Within {days} days of publication, act.")

    due = deadlines.due_on(wording, published.isoformat())

    assert due == (published + timedelta(days=days)).isoformat()


@given(st.sampled_from(["immediately", "within two months", "within 56 days of publication"]))
def test_nothing_is_worked_out_where_the_day_of_publication_is_unknown(wording: str) -> None:
    assert deadlines.due_on(wording, None) is None
