"""The demonstration's past: nothing of it falls into the month that was counted and signed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from breakwater.site.demonstration_month import ago


@pytest.mark.parametrize(
    ("now", "hours", "then"),
    [
        (datetime(2027, 4, 20, 12, tzinfo=UTC), 80, datetime(2027, 4, 17, 4, tzinfo=UTC)),
        (datetime(2027, 4, 2, 12, tzinfo=UTC), 80, datetime(2027, 3, 31, 23, tzinfo=UTC)),
        (datetime(2027, 4, 2, 12, tzinfo=UTC), 2, datetime(2027, 4, 2, 10, tzinfo=UTC)),
        (datetime(2027, 3, 31, 23, 30, tzinfo=UTC), 2, datetime(2027, 3, 31, 23, tzinfo=UTC)),
    ],
)
def test_what_happened_long_ago_happened_this_month(
    monkeypatch: pytest.MonkeyPatch, now: datetime, hours: int, then: datetime
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)

    assert ago(timedelta(hours=hours)) == then
