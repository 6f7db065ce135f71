"""The staff site and its cast, with a second caseworker in one of its organisations."""

import pytest

from breakwater.apps.organisations.models import Person
from breakwater.apps.organisations.roles import Role
from tests.people import Cast, person


@pytest.fixture(autouse=True)
def _here(_staff_site: None) -> None:
    """All tests of this folder are about the staff site."""


@pytest.fixture
def colleague(cast: Cast) -> Person:
    """Works on the same cases as ``cast.caseworker``."""
    return person("Lea Lake", cast.support, Role.CASEWORKER)
