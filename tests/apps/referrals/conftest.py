"""A gate, and two support organisations whose members can open what is sealed to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from django.test import override_settings
from django.utils import timezone
from pytest_django import Settings

from breakwater.apps.organisations.changes import key_tests
from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.organisations.models import Organisation, Person
from breakwater.apps.organisations.roles import Role
from breakwater.apps.referrals import words
from breakwater.apps.referrals.changes import offering
from breakwater.apps.referrals.changes.offering import Agreed, Offer, Said
from breakwater.apps.referrals.models import Referral
from breakwater.sealing.seal import seal
from tests.apps.audit_log.conftest import gate_in
from tests.apps.organisations.made_keys import keep, own_key, passes_a_test
from tests.people import Cast, person
from tests.running import short_folder
from tests.sealing.keys import MadeKey

MESSAGE = b'{"parts":[{"label":"What to call the person","text":"Fern"}],"language":""}\n'
ANSWERS = {
    "recipient": "immigration_enforcement",
    "about": "protected_person",
    "offence": "none",
}


@dataclass
class World:
    """The cast, with a second caseworker in each support organisation, and everybody's keys."""

    cast: Cast
    keys: dict[int, MadeKey] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Bring a key into use for both support organisations."""
        self.colleague = person("Lin Lark", self.cast.support, Role.CASEWORKER)
        self.other_colleague = person("Pat Pine", self.cast.other_support, Role.CASEWORKER)
        self._key(self.cast.support, self.cast.caseworker, self.colleague)
        self._key(self.cast.other_support, self.cast.other_caseworker, self.other_colleague)

    def _key(self, where: Organisation, *people: Person) -> None:
        holders = [own_key(one) for one in people]
        key, stored = keep(where, *holders)
        for one in holders:
            passes_a_test(one, key, stored)
        stored.refresh_from_db()
        if stored.waits:  # where nothing commits, nobody brings it into use by itself
            key_tests.bring_into_use(key=stored, by=people[1], at=timezone.now())
        self.keys[where.pk] = key

    def said(self, where: Organisation, text: bytes = MESSAGE) -> Said:
        """A message sealed to the key of ``where``."""
        recipient = self.keys[where.pk].signed.statement.recipient
        return Said(where, seal(text, recipients=[recipient]), 1, sealed_in_browser=True)

    def offer(
        self, *to: Organisation, at: datetime | None = None, is_in_danger: bool = False
    ) -> Referral:
        """The officer offers somebody's case to these, in this order."""
        whom = to or (self.cast.support,)
        return offering.offer_case(
            sender=self.cast.force,
            offer=Offer(
                agreed=agreed(self.cast),
                said=[self.said(one) for one in whom],
                reference="SM/2026/0500",
                is_in_danger=is_in_danger,
            ),
            by=self.cast.officer,
            at=at or timezone.now(),
        )


def agreed(cast: Cast) -> Agreed:
    """She was asked alone, in the shipped words."""
    return Agreed(
        said=words.as_said(cast.force),
        was_alone=True,
        interpreter=Interpreter.NOT_NEEDED,
    )


@contextmanager
def with_gate() -> Iterator[None]:
    """A gate that signs for keys while the block lasts."""
    with (
        short_folder() as folder,
        override_settings(DATA=folder, GATE_SOCKET=folder / "gate.socket"),
        gate_in(folder),
    ):
        yield


@pytest.fixture(autouse=True)
def _here(_staff_site: None, settings: Settings) -> None:
    settings.UNSIGNED_PACKS_ALLOWED = True


@pytest.fixture
def gate() -> Iterator[None]:
    """One for the whole test."""
    with with_gate():
        yield


@pytest.fixture
def world(gate: None, cast: Cast) -> World:
    """Everyone with their keys."""
    return World(cast)
