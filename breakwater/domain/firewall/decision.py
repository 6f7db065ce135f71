"""A decision, and the table of a proved pack that makes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from breakwater.domain.firewall.facts import QuestionError, Space
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.firewall.rules import Pack, Rule


@dataclass(frozen=True, slots=True)
class Change:
    """If only ``fact`` were one of ``values`` instead, the answer would be ``outcome``."""

    fact: str
    values: tuple[str, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer, with everything a person needs in order to repeat, check or contest it.

    ``pack`` (name/version) and ``rule`` name the one rule that matched; ``says`` is its sentence;
    ``duties`` are the names of what must be done; ``facts`` the question as it was asked;
    ``would_change`` every change of one single fact that would alter the outcome.
    """

    outcome: Outcome
    pack: str
    rule: str
    says: str
    source: str
    duties: tuple[str, ...]
    facts: Mapping[str, str]
    would_change: tuple[Change, ...]


class Table:
    """The rules of a pack whose boxes partition its space, ready to answer.

    One pass over the rules both finds the answer and what would change it: a case lies in a rule
    when none of its bits is outside, and is one change away when exactly one is.
    """

    def __init__(self, pack: Pack, space: Space) -> None:
        self._name = pack.full_name
        self._space = space
        self._rows = [_row(space, rule) for rule in pack.rules]

    def decide(self, answers: Mapping[str, str]) -> Decision:
        """The answer to a complete question; ``QuestionError`` for any other."""
        case = self._space.case(answers)
        found: Rule | None = None
        near: list[Change] = []
        for outside, rule, changes in self._rows:
            astray = case & outside
            if not astray:
                found = rule
            elif not astray & (astray - 1):
                near.append(changes[astray])
        if found is None:
            raise QuestionError("no rule answers this question, so nothing is shared")
        outcome = found.outcome
        return Decision(
            outcome,
            self._name,
            found.name,
            found.says,
            found.source,
            found.must,
            MappingProxyType(dict(answers)),
            tuple([change for change in near if change.outcome is not outcome]),
        )


def _row(space: Space, rule: Rule) -> tuple[int, Rule, dict[int, Change]]:
    """The bits outside the rule, the rule, and for each such bit the change that would enter it."""
    box = space.box(rule.when)
    changes: dict[int, Change] = {}
    for fact, values in space.conditions(box).items():
        change = Change(fact, values, rule.outcome)
        changes.update((bit, change) for bit in space.bits(fact) if not box & bit)
    return space.whole & ~box, rule, changes
