"""From openings to published figures, through the commands an auditor and an operator use."""

import contextlib
import datetime
import io
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from breakwater.apps.audit_log import auditing, changes, publication
from breakwater.apps.audit_log.changes import REGISTER_LOG, append
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError
from breakwater.gate.log_signer import LogSigner
from breakwater.site.command_line import auditor_verb
from breakwater.site.command_line.main import main
from tests.running import short_folder

pytestmark = pytest.mark.django_db
ORIGIN = "ours.example/register-log"


def last_month() -> datetime.date:
    """A day of the month that ended last, as seen by the test that runs."""
    return (timezone.localdate().replace(day=1) - datetime.timedelta(days=1)).replace(day=5)


def said(*arguments: object) -> tuple[int, str]:
    """Run a verb; its exit status and what it printed."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        status = main([str(word) for word in arguments])
    return status, out.getvalue()


@pytest.fixture
def auditor(data: Path) -> Path:
    """A folder with the auditor's key, whose public half the log's policy names."""
    _, line = said("auditor", "key", "commissioner.example/auditor", "--key", data / "key")
    (data / "witnesses").write_text(f"{line}quorum none\n", encoding="ascii")
    return data


def enter(count: int, kind: Kind, day: datetime.date, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(timezone, "localdate", lambda: day)
        for _ in range(count):
            append(log=REGISTER_LOG, kind=kind, record={})


def given_to_the_auditor(folder: Path) -> tuple[Path, Path]:
    """Publish; the export and the openings, as the auditor receives them."""
    publication.publish(REGISTER_LOG)
    publication.export(REGISTER_LOG, folder / "export")
    (folder / "openings").write_text("".join(auditing.openings(REGISTER_LOG)), encoding="ascii")
    return folder / "export", folder / "openings"


def signed_figures(folder: Path) -> bytes:
    export, openings = given_to_the_auditor(folder)
    figures, month = folder / "figures", f"{last_month():%Y-%m}"
    status, out = said("auditor", "check", export, openings, "--month", month, "--figures", figures)
    assert status == 0, out
    status, note = said("auditor", "sign", figures, "--key", folder / "key")
    assert status == 0, note
    return note.encode()


def test_figures_are_counted_signed_taken_in_published_and_shown(
    gate: LogSigner, auditor: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(7, Kind.PUBLISHED, last_month(), monkeypatch)
    enter(3, Kind.RESPONSE_IMPORTED, last_month(), monkeypatch)
    enter(9, Kind.PUBLISHED, timezone.localdate(), monkeypatch)

    auditing.accept_figures(signed_figures(auditor))
    before = client.get(f"/log/{ORIGIN}/").content.decode()
    publication.publish(REGISTER_LOG)

    page = re.sub(r"\s+", " ", client.get(f"/log/{ORIGIN}/").content.decode())
    assert f"{last_month():%Y-%m}" not in before
    assert re.search(r"Publications</th> <td[^>]*>7<", page)
    assert re.search(r"Responses imported</th> <td[^>]*>fewer than 5<", page)
    publication.export(REGISTER_LOG, auditor / "second")
    status, out = said("verify", auditor / "second")
    assert status == 0, out
    assert "signed by the auditor commissioner.example/auditor" in out


def test_the_auditor_is_told_the_count_of_every_kind_and_can_read_nothing(
    gate: LogSigner, auditor: Path
) -> None:
    append(log=REGISTER_LOG, kind=Kind.PUBLISHED, record={"secret": "canary"})
    export, openings = given_to_the_auditor(auditor)

    status, out = said("auditor", "check", export, openings)

    assert status == 0
    assert re.search(r"^ +1  An issue of the register was published$", out, re.MULTILINE)
    assert re.search(r"^ +0  not opened to you$", out, re.MULTILINE)
    assert "canary" not in openings.read_text()


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [
        (r"published 20", "filler 20"),
        (r"(published \d{4})-\d\d-", r"\g<1>-00-"),
        (r"^5 .*\n", ""),
    ],
)
def test_a_changed_opening_is_found_and_a_missing_one_is_counted(
    gate: LogSigner, auditor: Path, pattern: str, instead: str
) -> None:
    append(log=REGISTER_LOG, kind=Kind.PUBLISHED, record={})
    export, openings = given_to_the_auditor(auditor)
    changed = re.sub(pattern, instead, openings.read_text(), count=1, flags=re.MULTILINE)
    openings.write_text(changed, encoding="ascii")

    status, out = said("auditor", "check", export, openings)

    if instead:
        assert status == 1
    else:
        assert "1  not opened to you" in out


def test_figures_are_taken_in_once_and_only_if_our_auditor_signed_them(
    gate: LogSigner, auditor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(7, Kind.PUBLISHED, last_month(), monkeypatch)
    note = signed_figures(auditor)
    with short_folder() as elsewhere:
        said("auditor", "key", "commissioner.example/auditor", "--key", elsewhere / "key")
        _, forged = said("auditor", "sign", auditor / "figures", "--key", elsewhere / "key")

    for wrong in (forged.encode(), note.replace(b" 7\n", b" 8\n")):
        with pytest.raises(PlainError):
            auditing.accept_figures(wrong)
    auditing.accept_figures(note)
    with pytest.raises(PlainError, match="accepted already"):
        auditing.accept_figures(note)


def test_figures_of_a_month_that_is_not_over_are_not_even_drafted(
    gate: LogSigner, auditor: Path
) -> None:
    append(log=REGISTER_LOG, kind=Kind.PUBLISHED, record={})
    export, openings = given_to_the_auditor(auditor)
    month = f"{timezone.localdate():%Y-%m}"

    status, out = said(
        "auditor", "check", export, openings, "--month", month, "--figures", auditor / "figures"
    )

    assert status == 2
    assert "is not over" in out
    assert not (auditor / "figures").exists()


def test_a_month_is_over_at_midnight_in_london_where_its_entries_were_dated(
    gate: LogSigner, auditor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> "Clock":
            return cls(2027, 3, 31, 23, 30, tzinfo=datetime.UTC).astimezone(tz)

    monkeypatch.setattr(auditor_verb, "datetime", Clock)
    enter(7, Kind.PUBLISHED, datetime.date(2027, 3, 31), monkeypatch)
    export, openings = given_to_the_auditor(auditor)
    written = ("--figures", auditor / "figures")

    assert said("auditor", "check", export, openings, "--month", "2027-03", *written)[0] == 0
    assert said("auditor", "check", export, openings, "--month", "2027-04", *written)[0] == 2


def test_an_erased_record_is_still_counted(gate: LogSigner, auditor: Path) -> None:
    index = append(log=REGISTER_LOG, kind=Kind.PUBLISHED, record={})
    changes.erase(log=REGISTER_LOG, indexes=[index])

    export, openings = given_to_the_auditor(auditor)

    _, out = said("auditor", "check", export, openings)
    assert "1  An issue of the register was published" in out
    assert "1  A record was erased" in out
