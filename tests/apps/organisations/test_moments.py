"""A day and a time that somebody enters, also when the clocks are put back or forward."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from breakwater.apps.organisations.forms import MomentField

_DAY = "2027-10-31T"  # at 02:00 BST it is 01:00 GMT


@pytest.mark.parametrize(
    ("now", "told", "meant"),
    [
        ("00:40", "01:39", "00:39"),
        ("01:40", "01:39", "01:39"),
        ("01:10", "01:50", "00:50"),
        ("09:00", "01:30", "01:30"),
        ("09:00", "00:59", "2027-10-30T23:59"),
        ("09:00", "02:00", "02:00"),
        ("00:10", "01:30", "01:30"),  # still to come, whichever is meant
    ],
)
def test_of_an_hour_that_is_told_twice_the_later_that_is_past_is_meant(
    monkeypatch: pytest.MonkeyPatch, now: str, told: str, meant: str
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: _in_utc(now))

    assert MomentField().clean(f"{_DAY}{told}") == _in_utc(meant)


def test_an_hour_that_the_clocks_leap_over_is_refused() -> None:
    with pytest.raises(ValidationError, match="may not exist"):
        MomentField().clean("2027-03-28T01:30")


def _in_utc(told: str) -> datetime:
    return datetime.fromisoformat(told if "T" in told else f"{_DAY}{told}").replace(tzinfo=UTC)
