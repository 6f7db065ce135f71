"""What an auditor finds on the staff site, and what it takes from them."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from breakwater.apps.audit_log import publication
from breakwater.apps.audit_log.changes import REGISTER_LOG
from breakwater.apps.audit_log.signed_figures import signed_months
from breakwater.domain.audit_log.kinds import Kind
from breakwater.gate.log_signer import LogSigner
from tests.apps.audit_log.test_auditor import (
    ORIGIN,
    auditor,
    enter,
    last_month,
    signed_figures,
)
from tests.people import Cast, signed_in

pytestmark = pytest.mark.django_db
__all__ = ["auditor"]


@pytest.fixture(autouse=True)
def _staff_site(settings: Settings) -> None:
    settings.ROOT_URLCONF = settings.STAFF_URLCONF
    settings.SITE = "staff"


@pytest.fixture
def una() -> Client:
    """An auditor of the inspectorate, signed in."""
    return signed_in(Cast().auditor)


def _named() -> str:
    return f"{last_month():%B %Y}"


def _page(client: Client, name: str = "audit") -> str:
    return client.get(reverse(name)).content.decode()


def test_the_home_page_says_which_figures_wait_and_where_to_begin(
    una: Client, auditor: Path, gate: LogSigner, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(6, Kind.IMPORT_COMMITTED, last_month(), monkeypatch)
    publication.publish(REGISTER_LOG)

    home, page = _page(una, "home"), _page(una)

    assert f"The figures of {_named()} in register-log wait to be signed" in home
    assert "Count and sign" in home
    assert f"Not signed yet: {_named()}." in page
    assert f"/log/{ORIGIN}/" in page
    assert f"--month {last_month():%Y-%m}" in page


def test_signed_figures_are_handed_in_and_then_wait_no_longer(
    una: Client, auditor: Path, gate: LogSigner, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(6, Kind.IMPORT_COMMITTED, last_month(), monkeypatch)
    signed = signed_figures(auditor).decode()

    answer = una.post(reverse("audit"), {"figures": signed.replace("\n", "\r\n")})
    assert answer.status_code == 302
    publication.publish(REGISTER_LOG)

    assert len(signed_months(REGISTER_LOG)) == 1
    assert f"Signed: {_named()}." in _page(una)
    assert "wait to be signed" not in _page(una, "home")


@pytest.mark.parametrize("spoilt", ["", "nonsense", "altered"])
def test_what_no_auditor_signed_is_refused_in_words(
    una: Client, auditor: Path, gate: LogSigner, monkeypatch: pytest.MonkeyPatch, spoilt: str
) -> None:
    enter(6, Kind.IMPORT_COMMITTED, last_month(), monkeypatch)
    signed = signed_figures(auditor).decode()
    text = signed.replace("6", "7", 1) if spoilt == "altered" else spoilt

    answer = una.post(reverse("audit"), {"figures": text})

    assert answer.status_code == 200
    assert "govuk-error-summary" in answer.content.decode()
    publication.publish(REGISTER_LOG)
    assert signed_months(REGISTER_LOG) == []


def test_nobody_but_an_auditor_opens_the_page() -> None:
    cast = Cast()

    assert signed_in(cast.editor).get(reverse("audit")).status_code == 403
    assert reverse("audit") not in _page(signed_in(cast.editor), "home")
