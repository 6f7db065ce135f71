"""A gate, three organisations that can be written to, and the pathways to them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import Settings

from breakwater.apps.cases.models import Piece
from breakwater.apps.organisations.changes import key_tests
from breakwater.apps.organisations.models import Organisation, Person
from breakwater.apps.organisations.roles import Role
from breakwater.apps.reports import places, routes
from breakwater.apps.reports.changes.pathways import load_routes
from breakwater.domain.cases.content import Words, read_content
from breakwater.sealing.opener import open_sealed
from tests.apps.audit_log.conftest import gate_in
from tests.apps.organisations.made_keys import keep, own_key, passes_a_test
from tests.people import Cast, person
from tests.running import short_folder
from tests.sealing.keys import MadeKey

FILE = """
host = "Saltmarsh Hosting"
host_is_police = false

[[pathway]]
number = 1
kind = "support"
receiver = "southfell-womens-support"
hours = "every day"
answer_within_hours = 48
keep_days = 90
has_on_call = true
promised_on = 2026-11-02
promised_by = "Director"
telephone = { name = "Southfell", number = "01632 960 101" }

[[pathway]]
number = 2
kind = "police"
receiver = "saltmarsh-constabulary"
hours = "every day"
answer_within_hours = 24
has_on_call = false
promised_on = 2026-11-02
promised_by = "Chief Constable"

[[pathway]]
number = 3
kind = "advice"
receiver = "harbour-lights"
hours = "Tuesdays"
answer_within_hours = 96
keep_days = 30
has_on_call = false
promised_on = 2026-11-02
promised_by = "Chair"

[[other_route]]
instead_of = "police"
name = "The force next door"
number = "01632 960 201"
"""
WORDS = "زوجي يضربني every evening"


@dataclass
class World:
    """The cast with everybody's keys, and a browser without script."""

    cast: Cast
    keys: dict[int, MadeKey] = field(default_factory=dict)
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        """Bring a key into use for each that receives, and load the pathways."""
        support, other = self.cast.support, self.cast.other_support
        self._key(support, self.cast.caseworker, person("Lin Lark", support, Role.CASEWORKER))
        self._key(other, self.cast.other_caseworker, person("Pat Pine", other, Role.CASEWORKER))
        self._key(self.cast.force, self.cast.officer, self.cast.supervisor)
        load_routes(text=FILE, at=timezone.now())

    def _key(self, where: Organisation, *people: Person) -> None:
        holders = [own_key(one) for one in people]
        key, stored = keep(where, *holders)
        for one in holders:
            passes_a_test(one, key, stored)
        stored.refresh_from_db()
        if stored.waits:
            key_tests.bring_into_use(key=stored, by=people[1], at=timezone.now())
        self.keys[where.pk] = key

    def post(self, address: str, **fields: object) -> HttpResponse:
        """Post as our own page does."""
        return self.client.post(address, fields, headers={"Sec-Fetch-Site": "same-origin"})  # type: ignore[return-value]

    def page_before_sending(self, number: int = 1, **answers: Any) -> HttpResponse:
        """Write, and look at what was written."""
        return self.post(f"/start/{number}/check/", **({"words": WORDS} | answers))

    def send(self, number: int = 1, *, keeps: str = "code", **answers: Any) -> HttpResponse:
        """The whole way without script; a ``form`` among the answers is the token."""
        page = self.page_before_sending(number, **answers)
        assert page.status_code == 200, page.content.decode()
        fields = {"words": WORDS, "form": token_in(page)} | answers | {"keeps": keeps}
        return self.post(f"/start/{number}/send/", **fields)

    def opened(self, piece: Piece) -> Words:
        """What its organisation's members read."""
        key = self.keys[piece.case.organisation_id]
        content = read_content(open_sealed(bytes(piece.sealed), identity=key.identity))
        assert isinstance(content, Words)
        return content


def token_in(page: HttpResponse) -> str:
    """The token that a page's form carries."""
    found = re.search(r'name="form"[^>]*?\svalue="([0-9a-f]{64})"', page.content.decode())
    assert found
    return found[1]


def code_in(page: HttpResponse) -> str:
    """The code that the page before sending shows."""
    return " ".join(re.findall(r"<span>(\d{5})</span>", page.content.decode()))


@pytest.fixture(autouse=True)
def _nothing_is_remembered(settings: Settings) -> Iterator[None]:
    settings.ROOT_URLCONF = "breakwater.site.public_addresses"
    routes.forget()
    places.forget()
    yield
    routes.forget()
    places.forget()


@contextmanager
def with_gate() -> Iterator[None]:
    """A gate that signs for keys while the block lasts."""
    with (
        short_folder() as folder,
        override_settings(DATA=folder, GATE_SOCKET=folder / "gate.socket"),
        gate_in(folder),
    ):
        yield


@pytest.fixture
def gate() -> Iterator[None]:
    """One for the whole test."""
    with with_gate():
        yield


@pytest.fixture
def world(gate: None, cast: Cast) -> World:
    """Everyone with their keys."""
    return World(cast)
