"""The staff site and its cast."""

import pytest
from pytest_django import Settings

from breakwater.apps.organisations import channels
from breakwater.apps.organisations.models import Person
from tests.people import Cast, with_password


@pytest.fixture(autouse=True)
def _here(_staff_site: None) -> None:
    """All tests of this folder are about the staff site."""


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """What was handed to the channel, instead of being printed."""
    messages: list[dict[str, str]] = []

    class Kept:
        def send(self, *, to: str, subject: str, text: str) -> None:
            messages.append({"to": to, "subject": subject, "text": text})

    monkeypatch.setattr(channels, "chosen", Kept)
    return messages


@pytest.fixture(autouse=True)
def _quick_hashing(request: pytest.FixtureRequest, settings: Settings) -> None:
    if request.node.name != "test_it_takes_as_long":
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def officer(cast: Cast) -> Person:
    """Someone with a password and an app."""
    return with_password(cast.officer)
