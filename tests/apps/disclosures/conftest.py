"""The cast, with the core rule in force as a demonstration may use it."""

import pytest
from pytest_django.fixtures import Settings

from tests.people import Cast

ANSWERS = {
    "recipient": "immigration_enforcement",
    "about": "protected_person",
    "offence": "none",
}


@pytest.fixture(autouse=True)
def _rule_in_force(settings: Settings) -> None:
    settings.UNSIGNED_PACKS_ALLOWED = True
    settings.ROOT_URLCONF = settings.STAFF_URLCONF
    settings.SITE = "staff"


@pytest.fixture
def cast(db: None) -> Cast:
    """Everyone."""
    return Cast()
