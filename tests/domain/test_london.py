"""Which day it is, an hour before and after midnight, in winter and in summer."""

from datetime import UTC, date, datetime

import pytest

from breakwater.domain.london import day_of


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 3, 31, 22, 30, tzinfo=UTC), date(2027, 3, 31)),
        (datetime(2027, 3, 31, 23, 30, tzinfo=UTC), date(2027, 4, 1)),
        (datetime(2027, 10, 31, 23, 30, tzinfo=UTC), date(2027, 10, 31)),
    ],
)
def test_a_day_is_londons(moment: datetime, day: date) -> None:
    assert day_of(moment) == day
