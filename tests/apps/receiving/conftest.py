"""A force and a support organisation whose members can open what is sealed to them."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from breakwater.apps.cases.models import Case
from breakwater.apps.organisations.changes import key_tests
from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.organisations.models import Organisation, Person
from breakwater.apps.organisations.roles import Role
from breakwater.apps.receiving.changes import between
from breakwater.apps.receiving.changes.between import Agreed, Passed
from breakwater.apps.receiving.models import OnBehalf
from breakwater.apps.referrals.consent_words import AsSaid
from breakwater.domain.cases.content import Part, words_content
from breakwater.sealing.seal import seal
from tests.apps.organisations.made_keys import keep, own_key, passes_a_test
from tests.apps.referrals.conftest import with_gate
from tests.people import Cast, person
from tests.sealing.keys import MadeKey

PASSED = "He has a key to the flat"


@dataclass
class World:
    """The cast with keys in use at the force and at one support organisation."""

    cast: Cast
    keys: dict[int, MadeKey] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Bring a key into use for both."""
        colleague = person("Lin Lark", self.cast.support, Role.CASEWORKER)
        self._key(self.cast.support, self.cast.caseworker, colleague)
        self._key(self.cast.force, self.cast.officer, self.cast.supervisor)

    def _key(self, where: Organisation, *people: Person) -> None:
        holders = [own_key(one) for one in people]
        key, stored = keep(where, *holders)
        for one in holders:
            passes_a_test(one, key, stored)
        key_tests.bring_into_use(key=stored, by=people[1], at=timezone.now())
        self.keys[where.pk] = key

    def identity(self, where: Organisation) -> str:
        """What opens the mail of ``where``."""
        return self.keys[where.pk].identity

    def passed(self, text: str = PASSED) -> Passed:
        """Sealed to both."""
        recipients = [one.signed.statement.recipient for one in self.keys.values()]
        return Passed(seal(words_content([Part("Said", text)]), recipients=recipients), 1, 1)

    def report_for(self, own_case: Case, **more: Any) -> OnBehalf:
        """The caseworker reports to the force without the person's name."""
        given: dict[str, Any] = {
            "own_case": own_case,
            "police": self.cast.force,
            "passed": self.passed(),
            "agreed": Agreed(
                AsSaid("The words", "English"),
                was_alone=True,
                interpreter=Interpreter.NOT_NEEDED,
                names_person=False,
            ),
            "is_in_danger": False,
            "token": uuid.uuid4(),
            "by": self.cast.caseworker,
            "at": timezone.now(),
        }
        return between.report_for(**(given | more))


@pytest.fixture
def world(_staff_site: None, cast: Cast) -> Iterator[World]:
    """With a gate that signs for their keys."""
    with with_gate():
        yield World(cast)
