"""Facts with finite values, the space of cases they span, and boxes inside it.

A *box* is a product of value sets, one set for each fact: exactly what a rule's condition is. It is
held as one integer with one bit for each value of each fact, so that intersection is ``&`` and
counting is a product of bit counts. A *case* is a box with one value for each fact. Nothing here
ever lists the cases: 10^39 of them cost no more than 900.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import prod
from typing import NewType

from breakwater.domain.plain_error import PlainError

Box = NewType("Box", int)


class QuestionError(PlainError):
    """A question that cannot be asked; says what is allowed, and repeats nothing it was given."""


class FactsError(PlainError):
    """Two packs give the same fact different values, so no question could be put to both."""


@dataclass(frozen=True, slots=True)
class Value:
    """One possible answer: its name in files and commands, and the words a person reads."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a rule may depend on, the question a person is asked for it, and its answers."""

    name: str
    question: str
    values: tuple[Value, ...]

    @property
    def value_names(self) -> tuple[str, ...]:
        """The names of its values, in the order of the file."""
        return tuple(value.name for value in self.values)


class Space:
    """Every case that the given facts span."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.facts = tuple(facts)
        self._bits: dict[str, dict[str, int]] = {}
        self._masks: dict[str, int] = {}
        place = 0
        for fact in self.facts:
            names = fact.value_names
            self._bits[fact.name] = {name: 1 << place + i for i, name in enumerate(names)}
            self._masks[fact.name] = (1 << len(names)) - 1 << place
            place += len(names)
        self.whole = Box((1 << place) - 1)

    def box(self, when: Mapping[str, Collection[str]]) -> Box:
        """The cases where each named fact has one of its named values; other facts are free."""
        box = self.whole
        for name, values in when.items():
            chosen = sum(self._bits[name][value] for value in set(values))
            box = Box(box & ~self._masks[name] | chosen)
        return box

    def case(self, answers: Mapping[str, str]) -> Box:
        """The one case with these answers; ``QuestionError`` unless each fact has one."""
        case = 0
        try:
            for name, bits in self._bits.items():
                case |= bits[answers[name]]
        except (KeyError, TypeError):
            raise self._refusal(answers) from None
        if len(answers) != len(self._bits):
            raise self._refusal(answers)
        return Box(case)

    def _refusal(self, answers: Mapping[str, str]) -> QuestionError:
        if set(answers) - set(self._bits):
            return QuestionError(
                f"a fact was given that is not asked; the facts are {listed(self._bits)}"
            )
        missing = [name for name in self._bits if name not in answers]
        if missing:
            allowed = "; ".join(
                f"{name} can be {listed(self._bits[name], 'or')}" for name in missing
            )
            return QuestionError(f"not every fact was given: {allowed}")
        wrong = [
            name
            for name, bits in self._bits.items()
            if not isinstance(answers[name], str) or answers[name] not in bits
        ]
        allowed = "; ".join(
            f"{name} can only be {listed(self._bits[name], 'or')}" for name in wrong
        )
        return QuestionError(f"a fact was given a value it does not have: {allowed}")

    def is_empty(self, box: Box) -> bool:
        """Whether no case lies in the box."""
        return any(not box & mask for mask in self._masks.values())

    def count(self, box: Box) -> int:
        """How many cases lie in the box."""
        return prod((box & mask).bit_count() for mask in self._masks.values())

    def values(self, box: Box, fact: str) -> tuple[str, ...]:
        """The values that ``fact`` can have inside the box."""
        return tuple(name for name, bit in self._bits[fact].items() if box & bit)

    def bit(self, fact: str, value: str) -> int:
        """The bit that stands for one value of one fact."""
        return self._bits[fact][value]

    def bits(self, fact: str) -> Iterable[int]:
        """The bit of each value of one fact."""
        return self._bits[fact].values()

    def mask(self, fact: str) -> int:
        """The bits of every value of one fact."""
        return self._masks[fact]

    def conditions(self, box: Box) -> dict[str, tuple[str, ...]]:
        """The facts that the box limits, each with the values it leaves."""
        return {
            fact.name: self.values(box, fact.name)
            for fact in self.facts
            if box & self._masks[fact.name] != self._masks[fact.name]
        }

    def words(self, box: Box) -> str:
        """The box as a person would say it, with its number of cases."""
        limits = [
            f"{name} is {listed(values, 'or')}" for name, values in self.conditions(box).items()
        ]
        count = self.count(box)
        said = ", ".join(limits) if limits else "every case"
        return f"{said} ({count:,} {'case' if count == 1 else 'cases'})"


def union(spaces: Iterable[Space]) -> Space:
    """The space over the facts of all; ``FactsError`` where one fact has two sets of values."""
    facts: dict[str, Fact] = {}
    for fact in (fact for space in spaces for fact in space.facts):
        known = facts.setdefault(fact.name, fact)
        if set(known.value_names) != set(fact.value_names):
            raise FactsError(f"the packs give {fact.name} different values")
    return Space(facts.values())


def listed(names: Iterable[str], word: str = "and") -> str:
    """``a, b and c``."""
    *rest, last = list(names) or ["nothing"]
    return f"{', '.join(rest)} {word} {last}" if rest else last
