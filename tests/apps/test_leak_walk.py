"""Canaries in every app; then every address of both sites, as everyone, and everything kept.

What is sealed stands nowhere but in what its key opens. What is not stands only on the pages, and
in the exports, of those who may read it. ``tests/apps/canaries.py`` says what was written where.
"""

import io
import logging
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from breakwater.apps.audit_log import publication
from breakwater.apps.audit_log.changes import OPERATOR_LOG, force_log
from breakwater.apps.audit_log.models import Access, Record
from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.organisations import outbox
from breakwater.apps.organisations.models import OutgoingMessage, Person
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.opener import open_sealed
from breakwater.site import addresses
from breakwater.site.command_line.main import main
from tests.apps.canaries import REPORTED, SEALED, SHOWN, WHERE, Filled, canary, fill
from tests.apps.reports.conftest import World, _nothing_is_remembered, token_in, with_gate
from tests.people import Cast, signed_in
from tests.staff_pages import one_of_each

__all__ = ["_nothing_is_remembered"]

# These end the visit of whoever opens them, and then the walk would see nothing.
_ENDS = {"account_logout", "organisations:join-link", "leave"}
_UNNAMED = "00000000-0000-4000-8000-000000000000"
_BROKEN = ("/no-such-page/", "/check/?recipient=%00", "/cases/x/", "/open-referral/x", "/start/9/")


@pytest.fixture
def filled(
    cast: Cast,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Iterator[Filled]:
    """Everything written by people who want each e-mail at once, with every line it logs."""
    caplog.set_level(logging.DEBUG)
    settings.UNSIGNED_PACKS_ALLOWED = True
    Person.objects.update(email_notices=Person.Email.AT_ONCE)
    with with_gate():
        settings.LOG_FOLDER = settings.DATA / "log"
        settings.LOG_POLICY = settings.DATA / "witnesses"
        world = World(cast)
        Person.objects.update(email_notices=Person.Email.AT_ONCE)
        with django_capture_on_commit_callbacks(execute=True):
            made = fill(world, settings)
        yield made


def _visited(made: Filled, site: str) -> Iterator[str]:
    for found in addresses.of(site):
        if not found.name or found.name in _ENDS:
            continue
        if "<" not in found.address:
            yield reverse(found.name)
            continue
        values = {"<uuid:": _UNNAMED, "<int:": 1, "<str:": "safety-plan", "<slug:": "x"}
        parts = [part for part in found.address.split("/") if "<" in part]
        given = [values.get(one[: one.index(":") + 1], "0/000") for one in parts]
        for first in _known(made, found.name) or given[:1]:
            rest = iter([first, *given[1:]])
            yield "/" + "/".join(
                str(next(rest)) if "<" in part else part for part in found.address.split("/")
            )
    yield from _BROKEN


def _known(made: Filled, name: str) -> tuple[object, ...]:
    """What stands in this address: said for its name, or for the beginning of it."""
    space = f"{name.partition(':')[0]}:"
    return made.rows.get(name) or made.rows.get(space, ())


def _shown(answer: HttpResponseBase) -> str:
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            body = b"".join(package.read(name) for name in package.namelist())
    return f"{dict(answer.headers)}{body.decode('utf-8', 'replace')}"


def _seen(client: Client, visited: list[str]) -> str:
    client.raise_request_exception = False
    return "".join(_shown(client.get(address)) for address in visited)


def _where_they_may_not(made: Filled, seen: dict[Person | None, str]) -> list[str]:
    return [
        f"{one} for {someone.name if someone else 'nobody'}"
        for someone, text in seen.items()
        for one in [*made.nowhere, *made.readers]
        if one in text and (one not in made.readers or someone not in made.readers[one])
    ]


def test_no_page_export_or_line_shows_a_canary_but_to_who_may_read_it(
    filled: Filled,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    cast = filled.world.cast
    visited, seen = list(_visited(filled, "staff")), dict[Person | None, str]()
    for someone in [None, *one_of_each(cast)]:
        client = signed_in(someone, confirmed=True) if someone else Client()
        seen[someone] = _seen(client, visited)
    taken = {
        one: _shown(signed_in(one, confirmed=True).post("/organisations/take-data-away/"))
        for one in (cast.force_admin, cast.support_admin, cast.other_admin, cast.body_admin)
    }
    lines = caplog.text + "".join(capfd.readouterr())

    assert _where_they_may_not(filled, seen) == []
    # Whoever takes everything away has what stands in the open, of their own organisation alone.
    assert [one for text in taken.values() for one in filled.nowhere if one in text] == []
    for someone, text in taken.items():
        place = someone.membership.organisation
        own = {
            one
            for one, readers in filled.readers.items()
            if any(reader.membership.organisation == place for reader in readers)
        }
        assert {one for one in filled.readers if one in text} <= own
    assert [one for one in [*filled.nowhere, *filled.readers] if one in lines] == []
    # Else the walk has proved nothing.
    everything = "".join([*seen.values(), *taken.values()])
    assert [one for one in filled.readers if one not in everything] == []


def test_the_public_site_and_the_directory_written_out_show_none(
    filled: Filled,
    tmp_path: Path,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    settings.ROOT_URLCONF, settings.SITE = "breakwater.site.public_addresses", "public"
    filled.rows |= {f"start-{one}": (1,) for one in ("promise", "write", "check", "send")}
    filled.rows["word-of"] = (filled.world.cast.force.slug,)
    visited = list(_visited(filled, "public"))
    in_arabic = [f"/ar{one}" for one in visited if not one.startswith("/open-referral")]
    seen = _seen(Client(), [*visited, *in_arabic]) + _shown(filled.world.post("/services/"))
    assert main(["directory", "export", str(tmp_path / "directory")]) == 0
    seen += "".join(one.read_text(encoding="utf-8") for one in _files(tmp_path))
    lines = caplog.text + "".join(capfd.readouterr())

    assert [one for one in [*filled.nowhere, *filled.readers] if one in seen + lines] == []
    # Else the walk has proved nothing.
    assert SHOWN in seen
    assert filled.world.cast.force.name in seen


def test_no_e_mail_holds_one(filled: Filled, capfd: pytest.CaptureFixture[str]) -> None:
    outbox.send_waiting(at=timezone.now() + timedelta(minutes=1))
    waiting = "".join(f"{one.subject}{one.text}" for one in OutgoingMessage.objects.all())
    mail = "".join(capfd.readouterr()) + waiting

    assert "Subject:" in mail
    assert [one for one in [*filled.nowhere, *filled.readers] if one in mail] == []


def test_the_logs_and_who_looked_at_what_hold_none(filled: Filled, settings: Settings) -> None:
    for log in (OPERATOR_LOG, force_log(filled.world.cast.force.slug)):
        publication.publish(log)
    files = b"".join(one.read_bytes() for one in _files(settings.LOG_FOLDER))
    kept = b"".join(bytes(one.content) for one in Record.objects.all())
    noted = str(list(Access.objects.values()))

    assert files
    assert kept
    for one in [*filled.nowhere, *filled.readers]:
        assert one.encode() not in kept + files
        assert one not in noted


def test_what_is_sealed_is_opened_by_its_key_and_stands_in_no_row(filled: Filled) -> None:
    opened = "".join(_opened(filled, piece) for piece in Piece.objects.select_related("case"))
    rows = _every_row()

    # Where a confidential service is was dropped at the door.
    assert [one for one in SEALED if one not in opened] == [WHERE]
    for one in filled.nowhere:
        for form in (one, one.encode().hex(), one.encode().hex().upper()):
            assert form not in rows


@pytest.mark.parametrize(
    ("breaks", "status"), [(RuntimeError, 500), (OperationalError, 503)], ids=["bug", "database"]
)
def test_where_it_breaks_in_the_middle_no_line_holds_one(
    world_that_breaks: World,
    breaks: type[Exception],
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    settings: Settings,
) -> None:
    def broken(**_row: object) -> None:
        raise breaks("disk full")

    world, answers = world_that_breaks, {name: canary("Report", name) for name in REPORTED}
    token = token_in(world.page_before_sending(1, **answers))
    monkeypatch.setattr(Case.objects, "create", broken)
    world.client.raise_request_exception = False
    answer = world.post("/start/1/send/", **answers, form=token, keeps="code")
    settings.ROOT_URLCONF, settings.SITE = settings.STAFF_URLCONF, "staff"
    officer = signed_in(world.cast.officer)
    officer.raise_request_exception = False
    said = {"said": SEALED[0], "origin": "in_person", "token": _UNNAMED}
    entered = officer.post("/enter-report/", said)

    lines = caplog.text + "".join(capfd.readouterr())
    assert (answer.status_code, entered.status_code) == (status, status)
    assert lines
    assert [one for one in SEALED if one in lines + str(dict(answer.headers))] == []
    if breaks is RuntimeError:
        assert [one for one in SEALED if one in answer.content.decode()] == []
    else:  # she alone gets back what she wrote
        assert SEALED[0] in answer.content.decode()
    assert not Case.objects.exists()
    assert [one for one in SEALED if one in _every_row()] == []


@pytest.fixture
def world_that_breaks(cast: Cast, caplog: pytest.LogCaptureFixture) -> Iterator[World]:
    """Nothing written in it yet."""
    caplog.set_level(logging.DEBUG)
    with with_gate():
        yield World(cast)


def _opened(made: Filled, piece: Piece) -> str:
    key = made.world.keys[piece.case.organisation_id]
    try:
        return open_sealed(bytes(piece.sealed), identity=key.identity).decode()
    except PlainError:
        return ""


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _every_row() -> str:
    """Every table as text, bytes as they are."""
    rows = ""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += repr(cursor.fetchall())
    return rows
