"""Canaries in every field a person fills in; then every address, as everyone, and everything kept.

What would leave is nowhere but in the package its receiver opens. What was written as grounds is on
the pages of those who decide on it, and nowhere else.
"""

import io
import logging
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from breakwater.apps.audit_log import publication
from breakwater.apps.audit_log.changes import force_log
from breakwater.apps.disclosures.changes import accounts, decisions, releases
from breakwater.apps.disclosures.changes import requests as asking
from breakwater.apps.disclosures.changes.accounts import Event
from breakwater.apps.disclosures.changes.decisions import Offer
from breakwater.apps.disclosures.changes.requests import Wanted
from breakwater.apps.disclosures.models import Decision, Handover, Link, Request
from breakwater.apps.organisations import outbox
from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.organisations.models import Person
from breakwater.domain.disclosures.fields import Channel, Field
from breakwater.gate.passkeys import PasskeyKeeper
from breakwater.site import addresses
from tests.apps.disclosures.conftest import ANSWERS, GROUNDS, MAY_ASK, World
from tests.people import Cast, signed_in
from tests.staff_pages import one_of_each

SEALED = [f"Sealed{field.title().replace('_', '')}Canary" for field in Field]
_WORDS = ("offence", "evidence", "statute", "purpose", "necessity", "told_reason")
WRITTEN = [f"Written{name.title().replace('_', '')}Canary" for name in _WORDS]
REASONS = [f"Reason{field.title().replace('_', '')}Canary" for field in Field]
ACCOUNT = "AccountBecauseCanary"
REFUSAL = "RefusalReasonCanary"
NAMED = "NamedOrganisationCanary"
EVERY_WRITTEN = [*WRITTEN, *REASONS, ACCOUNT, REFUSAL, NAMED]


@pytest.fixture
def released(gate: PasskeyKeeper, world: World) -> Request:
    """A release, a refusal, a link and an entry, full of canaries."""
    gate.pin(world.pinned(), by=1)
    asked = world.authorise(_ask(world))
    releases.release_through_gate(asked=asked, by=world.cast.officer, at=timezone.now())
    refused = _ask(world)
    now = timezone.now()
    asking.refuse(asked=refused, reason=REFUSAL, by=world.cast.supervisor, at=now)
    decision = decisions.record(
        force=world.cast.force, incident="SM 1", answers=ANSWERS, by=world.cast.officer, at=now
    )
    offer = Offer(
        how=Link.How.MADE,
        offered_at=now,
        was_alone=True,
        interpreter=Interpreter.INDEPENDENT,
        organisation_named=NAMED,
    )
    decisions.link(decision=decision, offer=offer, by=world.cast.officer, at=now)
    event = Event("SM 1", [Field.FULL_NAME], now, ACCOUNT)
    accounts.tell_afterwards(
        force=world.cast.force, event=event, answers=ANSWERS, by=world.cast.officer, at=now
    )
    return Request.objects.get(pk=asked.pk)


def _ask(world: World) -> Request:
    grounds = replace(GROUNDS, **dict(zip(_WORDS, WRITTEN, strict=True)))  # type: ignore[arg-type]
    return asking.ask(
        force=world.cast.force,
        incident="SM/2026/0420",
        answers=MAY_ASK,
        grounds=grounds,
        wanted=[Wanted(*three) for three in zip(Field, SEALED, REASONS, strict=True)],
        receiver=world.receiver,
        channel=Channel.BY_HAND,
        by=world.cast.officer,
        at=timezone.now(),
    )


def _staff_addresses(asked: Request) -> Iterator[str]:
    decision = Decision.objects.filter(incident="SM 1").first()
    for found in addresses.of("staff"):
        # These two sign out whoever opens them, and then the walk would see nothing.
        if not found.name or found.name in {"account_logout", "organisations:join-link"}:
            continue
        keys = [asked.pk, decision.pk if decision else asked.pk]
        values: list[object] = [*keys] if "<uuid:" in found.address else [1]
        for value in values:
            yield reverse(found.name, args=[value] * found.address.count("<"))
    yield from ("/no-such-page/", "/check/?recipient=%00", "/requests/x/")


def _shown(answer: HttpResponseBase) -> str:
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            body = b"".join(package.read(name) for name in package.namelist())
    return f"{dict(answer.headers)}{body.decode('utf-8', 'replace')}"


def test_no_canary_is_seen_outside_a_permitted_release(
    released: Request,
    world: World,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    settings: Settings,
) -> None:
    caplog.set_level(logging.DEBUG)
    may_read = {world.cast.officer, world.cast.supervisor}
    may_read |= {world.cast.protection_officer, world.cast.solicitor}
    takes_all_away = {world.cast.force_admin}
    seen: dict[Person | None, str] = {}

    visited = list(_staff_addresses(released))
    for someone in [None, *one_of_each(world.cast)]:
        client = signed_in(someone, confirmed=True) if someone else Client()
        client.raise_request_exception = False
        pages = [_shown(client.get(address)) for address in visited]
        pages.append(_shown(client.post("/organisations/take-data-away/")))
        seen[someone] = "".join(pages)

    for someone, text in seen.items():
        assert not [one for one in SEALED if one in text], someone
        if someone not in may_read | takes_all_away:
            assert not [one for one in EVERY_WRITTEN if one in text], someone
    # Else the walk has proved nothing.
    assert all(one in seen[world.cast.supervisor] for one in WRITTEN)
    assert all(one in seen[world.cast.force_admin] for one in WRITTEN)
    lines = caplog.text + "".join(capfd.readouterr())
    assert not [one for one in [*SEALED, *EVERY_WRITTEN] if one in lines]


def test_an_e_mail_holds_no_canary(
    released: Request, world: World, capfd: pytest.CaptureFixture[str]
) -> None:
    Person.objects.update(email_notices=Person.Email.AT_ONCE)
    _ask(world)
    # Printed where no mail server is set.
    outbox.send_waiting(at=timezone.now() + timedelta(minutes=1))
    mail = "".join(capfd.readouterr())

    assert "Subject:" in mail
    assert not [one for one in [*SEALED, *EVERY_WRITTEN] if one in mail]


def test_what_is_kept_holds_what_would_leave_only_sealed(released: Request, world: World) -> None:
    publication.publish(force_log(world.cast.force.slug))
    backup = "\n".join(connection.connection.iterdump())
    files = b"".join(path.read_bytes() for path in _files(world.folder))
    log = _every_record()

    for one in SEALED:
        for form in (one, one.encode().hex(), one.encode().hex().upper()):
            assert form not in backup
            assert form.encode() not in files
    for one in EVERY_WRITTEN:
        assert one in backup
        assert one.encode() not in log
        assert one.encode() not in files


def test_the_receiver_alone_reads_what_was_released(released: Request, world: World) -> None:
    package = releases.package_of(Handover.objects.get())
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(package, [world.receiver_identity]))) as inside:
        fields = inside.read("fields.json").decode()

    assert all(one in fields for one in SEALED)
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(package, [pyrage.x25519.Identity.generate()])


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".socket")


def _every_record() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM audit_log_record")
        return b"".join(bytes(row[0]) for row in cursor.fetchall())


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Everyone, really committed: the gate looks with its own eyes."""
    return Cast()
