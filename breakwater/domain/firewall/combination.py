"""Several proved packs asked as one: over all their facts, the most protective answer wins."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from breakwater.domain.firewall.decision import Change, Decision
from breakwater.domain.firewall.facts import union
from breakwater.domain.firewall.outcome import Outcome, most_protective
from breakwater.domain.firewall.proof import ProvedPack

# Enough for every case of the packs as they are; with more facts, the rest is decided each time.
_MOST_REMEMBERED = 4096


class Combination:
    """At least one pack; ``FactsError`` where two give the same fact different values."""

    def __init__(self, packs: Sequence[ProvedPack]) -> None:
        self.packs = tuple(packs)
        self.space = union(pack.space for pack in self.packs)
        self._asked = [(pack.table, [f.name for f in pack.space.facts]) for pack in self.packs]
        self._remembered: dict[int, Decision] = {}

    def decide(self, answers: Mapping[str, str]) -> Decision:
        """The answer to a question complete for every pack; ``QuestionError`` for any other.

        The rule, sentence and source are those of the first pack with the winning outcome; the
        duties are those of every pack with it.
        """
        case = self.space.case(answers)
        decision = self._remembered.get(case)
        if decision is None:
            decision = self._decide(answers)
            if len(self._remembered) < _MOST_REMEMBERED:
                self._remembered[case] = decision
        return decision

    def _decide(self, answers: Mapping[str, str]) -> Decision:
        decisions = [
            table.decide({name: answers[name] for name in names}) for table, names in self._asked
        ]
        if len(decisions) == 1:
            return decisions[0]
        outcome = most_protective(decision.outcome for decision in decisions)
        winners = [decision for decision in decisions if decision.outcome is outcome]
        return replace(
            winners[0],
            duties=tuple(dict.fromkeys(duty for winner in winners for duty in winner.duties)),
            facts=MappingProxyType(dict(answers)),
            would_change=_would_change(decisions, outcome),
        )


def _would_change(decisions: Sequence[Decision], outcome: Outcome) -> tuple[Change, ...]:
    """What alters no single pack's answer alters none together, so only their changes are tried."""
    tried: dict[tuple[str, str], list[Outcome]] = {}
    for place, decision in enumerate(decisions):
        for change in decision.would_change:
            for value in change.values:
                own = [other.outcome for other in decisions]
                tried.setdefault((change.fact, value), own)[place] = change.outcome
    grouped: dict[tuple[str, Outcome], list[str]] = {}
    for (fact, value), outcomes in tried.items():
        changed = most_protective(outcomes)
        if changed is not outcome:
            grouped.setdefault((fact, changed), []).append(value)
    return tuple(
        Change(fact, tuple(values), changed) for (fact, changed), values in grouped.items()
    )
