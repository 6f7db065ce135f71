"""The staff site and its cast, for every app that has staff pages."""

import pytest
from pytest_django import Settings

from tests.people import Cast


@pytest.fixture
def _staff_site(settings: Settings) -> None:
    settings.ROOT_URLCONF = settings.STAFF_URLCONF
    settings.SITE = "staff"
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = settings.STAFF_LARGEST_UPLOAD


@pytest.fixture
def cast(db: None) -> Cast:
    """Everyone."""
    return Cast()
