"""The page of figures: routes, waiting and referrals of a month that an auditor signed."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from breakwater.apps.audit_log import auditing, publication
from breakwater.apps.audit_log.changes import OPERATOR_LOG, append
from breakwater.domain.audit_log.kinds import Kind
from breakwater.gate.log_signer import LogSigner
from tests.apps.audit_log.conftest import data, gate
from tests.apps.audit_log.test_auditor import last_month, said

__all__ = ["data", "gate"]

pytestmark = pytest.mark.django_db


def _signed(folder: Path) -> bytes:
    publication.publish(OPERATOR_LOG)
    export, openings, figures = (folder / name for name in ("export", "openings", "figures"))
    publication.export(OPERATOR_LOG, export)
    openings.write_text("".join(auditing.openings(OPERATOR_LOG)), encoding="ascii")
    month = f"{last_month():%Y-%m}"
    status, out = said("auditor", "check", export, openings, "--month", month, "--figures", figures)
    assert status == 0, out
    _, note = said("auditor", "sign", figures, "--key", folder / "key")
    return note.encode()


def _page() -> str:
    return re.sub(r"\s+", " ", Client().get("/figures/").content.decode())


def test_routes_and_waiting_are_shown_once_an_auditor_signed_them(
    gate: LogSigner, data: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ROOT_URLCONF, settings.SITE = "breakwater.site.public_addresses", "public"
    _, line = said("auditor", "key", "commissioner.example/auditor", "--key", data / "key")
    (data / "witnesses").write_text(f"{line}quorum none\n", encoding="ascii")
    day = last_month()
    with monkeypatch.context() as patched:
        patched.setattr(timezone, "localdate", lambda *_: day)
        counts = {
            Kind.REPORT_RECEIVED: 8,
            Kind.REPORT_MADE_FOR_SOMEBODY: 6,
            Kind.REPORT_TOLD_BY_TELEPHONE: 3,
            Kind.FIRST_ANSWER_IN_A_DAY: 9,
        }
        for kind, count in counts.items():
            for _ in range(count):
                append(log=OPERATOR_LOG, kind=kind, record={})
    assert "No month has been counted and signed" in _page()

    auditing.accept_figures(_signed(data))

    page = _page()
    assert "All support organisations here, together" in page
    assert re.search(r"wrote to them on this site</th> <td[^>]*>8<", page)
    assert re.search(r"for whom an organisation told them</th> <td[^>]*>6<", page)
    assert re.search(r"told them by telephone</th> <td[^>]*>fewer than 5<", page)
    assert re.search(r"first answered within a day</th> <td[^>]*>9<", page)
    assert re.search(r"first answered later</th> <td[^>]*>fewer than 5<", page)
    assert "commissioner.example/auditor" in page
