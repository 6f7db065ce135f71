"""Days as printed, and months counted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.reading import dates

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("3 December 2021", "2021-12-03"),
        ("sent on 19th November 2024.", "2024-11-19"),
        ("March 9, 2023", "2023-03-09"),
        ("04/01/18", "2018-01-04"),
        ("(09/09/2024)", "2024-09-09"),
        ("31.01.2023", "2023-01-31"),
        ("30-Nov-22", "2022-11-30"),
        ("2024-02-29", "2024-02-29"),
        ("31 February 2023", "2023-02-31"),
        ("Mar-25", None),
        ("September 2024", None),
        ("paragraph 21.10.12", None),
        ("NVP/22/07/18/A", None),
        ("13/25/2024", None),
    ],
)
def test_a_day_is_read_day_first_and_kept_as_printed(printed: str, iso: str | None) -> None:
    assert dates.first_day(printed) == iso


@given(DAYS, st.sampled_from(["%-d %B %Y", "%d/%m/%Y", "%d/%m/%y", "%B %-d, %Y", "%-d %b %Y"]))
def test_every_day_is_found_in_every_way_of_printing_it(day: date, way: str) -> None:
    assert dates.first_day(f"It was {day.strftime(way)}, a fine day.") == day.isoformat()


@given(DAYS, st.integers(min_value=0, max_value=60))
def test_months_stop_at_the_end_of_a_shorter_month(day: date, months: int) -> None:
    later = date.fromisoformat(dates.months_after(day.isoformat(), months) or "")

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (
        later.day < day.day and dates.end_of_month(later.year, later.month) == later.isoformat()
    )


def test_six_months_from_the_end_of_august_is_leap_day() -> None:
    assert dates.months_after("2023-08-31", 6) == "2024-02-29"


@given(st.text(max_size=60))
def test_any_text_gives_days_in_order_or_none(text: str) -> None:
    days = dates.days_in(text)

    assert [day.start for day in days] == sorted(day.start for day in days)
