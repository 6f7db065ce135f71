"""The staff site and its cast."""

import pytest
from pytest_django import Settings

from breakwater.apps.organisations import channels
from tests.people import Cast


@pytest.fixture(autouse=True)
def _staff_site(settings: Settings) -> None:
    settings.ROOT_URLCONF = settings.STAFF_URLCONF
    settings.SITE = "staff"


@pytest.fixture
def cast(db: None) -> Cast:
    """Everyone."""
    return Cast()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """What was handed to the channel, instead of being printed."""
    messages: list[dict[str, str]] = []

    class Kept:
        def send(self, *, to: str, subject: str, text: str) -> None:
            messages.append({"to": to, "subject": subject, "text": text})

    monkeypatch.setattr(channels, "chosen", Kept)
    return messages
