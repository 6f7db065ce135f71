"""Canaries in everything that is said about a person: nowhere but in what the receiver opens.

The server sees the words where there is no JavaScript. They must leave nothing behind: no row, no
line, no e-mail, no page, also where it breaks in the middle.
"""

import logging
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from breakwater.apps.audit_log.models import Access, Record
from breakwater.apps.organisations.models import OutgoingMessage, Person
from breakwater.apps.referrals.changes import answering
from breakwater.apps.referrals.models import Referral
from breakwater.domain.lifecycles.referral import State
from breakwater.sealing.opener import open_sealed
from breakwater.site import addresses
from tests.apps.referrals.conftest import World
from tests.apps.referrals.test_pages import FROM_ANSWER, filled
from tests.people import signed_in

SAID = {
    "call_her": "CallHerCanary",
    "reach": "ReachCanary 07700 900111",
    "when": "WhenCanary",
    "speaks": "SpeaksCanary",
    "needs": "NeedsCanary",
}
ANSWER = "AnswerCanary"
CANARIES = [*(text.split()[0] for text in SAID.values()), ANSWER]


@pytest.fixture
def said(world: World) -> Referral:
    """Offered, asked about and answered without JavaScript; another one stays with an error."""
    officer = signed_in(world.cast.officer)
    officer.post(FROM_ANSWER, filled(world, **SAID, second=str(world.cast.other_support.pk)))
    made = Referral.objects.get()
    answering.ask(
        referral=made,
        question=Referral.Question.WHEN,
        by=world.cast.caseworker,
        at=timezone.now(),
    )
    officer.post(f"/referrals/{made.pk}/answer/", {"answer": ANSWER})
    made.refresh_from_db()
    assert made.stands is State.ANSWERED
    return made


def _pages(made: Referral) -> Iterator[str]:
    for found in addresses.of("staff"):
        # These two sign out whoever opens them, and then the walk would see nothing.
        if not found.name or found.name in {"account_logout", "organisations:join-link"}:
            continue
        value: object = made.pk if "<uuid:" in found.address else 1
        if "<uuid:" in found.address and found.address.startswith("cases/"):
            value = made.case_id
        if "<uuid:" in found.address and "decision" in found.address:
            value = made.consent.decision_id
        yield reverse(found.name, args=[value] * found.address.count("<"))


def test_no_page_line_or_message_holds_what_was_said(
    said: Referral,
    world: World,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    caplog.set_level(logging.DEBUG)
    visited, seen = list(_pages(said)), ""
    cast = world.cast
    police = [cast.officer, cast.supervisor, cast.protection_officer, cast.force_admin]
    others = [cast.caseworker, cast.support_admin, cast.other_caseworker, cast.body_admin]
    people: list[Person | None] = [None, *police, *others, cast.operator_1]
    for someone in people:
        client = signed_in(someone, confirmed=True) if someone else Client()
        client.raise_request_exception = False
        for address in visited:
            answer = client.get(address)
            seen += f"{dict(answer.headers)}{getattr(answer, 'content', b'')!r}"
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(world.cast.officer).post(FROM_ANSWER, filled(world, **SAID))

    lines = caplog.text + "".join(capfd.readouterr())
    mail = "".join(f"{one.subject}{one.text}" for one in OutgoingMessage.objects.all())
    assert len(seen) > 100_000
    assert lines
    assert not [one for one in CANARIES if one in seen + lines + mail]


def test_where_it_breaks_in_the_middle_nothing_is_left_behind(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(**_row: object) -> None:
        raise RuntimeError("the disk is full")

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(Referral.objects, "create", breaks)
    officer = signed_in(world.cast.officer)
    officer.raise_request_exception = False

    answer = officer.post(FROM_ANSWER, filled(world, **SAID))

    assert answer.status_code == 500
    assert not [one for one in CANARIES if one in answer.content.decode() + caplog.text]
    assert not Referral.objects.exists()
    assert connection.vendor != "sqlite" or not _in_the_clear()


def test_what_is_stored_holds_it_only_sealed_to_the_receiver(said: Referral, world: World) -> None:
    assert said.case is not None
    key = world.keys[said.receiver_id]
    opened = b"".join(
        open_sealed(bytes(one.sealed), identity=key.identity) for one in said.case.pieces.all()
    ).decode()

    assert [one for one in CANARIES if one in opened] == CANARIES
    assert not _in_the_clear()
    records = b"".join(bytes(one.content) for one in Record.objects.all())
    noted = str(list(Access.objects.values()))
    assert not [one for one in CANARIES if one.encode() in records or one in noted]


def _in_the_clear() -> list[str]:
    """The canaries that some row of some table holds, as text or as bytes."""
    rows = ""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += repr(
                [
                    [bytes(one) if isinstance(one, memoryview) else one for one in row]
                    for row in cursor
                ]
            )
    return [one for one in CANARIES if one in rows]
