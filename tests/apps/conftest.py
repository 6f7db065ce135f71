"""The staff site and its cast, for every app that has staff pages."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.people import Cast


@pytest.fixture
def _staff_site(settings: Settings) -> None:
    settings.ROOT_URLCONF = settings.STAFF_URLCONF
    settings.SITE = "staff"
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = settings.STAFF_LARGEST_UPLOAD


@pytest.fixture
def _first_hour_of_a_summer_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is half past midnight here, and in universal time still yesterday."""
    now = datetime(2027, 3, 31, 23, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def cast(db: None) -> Cast:
    """Everyone."""
    return Cast()
