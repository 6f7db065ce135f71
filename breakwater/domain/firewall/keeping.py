"""What may be kept of an answer: never which of the situations that lift nothing it was.

Whether somebody is here without permission is one of the answers to *is there evidence of a crime?*
It has to be asked, because it lifts nothing. Kept beside an incident number, it would be a record
of immigration status. So all answers that lift nothing are kept as one, also in what is copied,
exported and entered in the log: a record that told three of the four would tell the fourth.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from breakwater.domain.firewall.combination import Combination
from breakwater.domain.firewall.decision import Decision

OFFENCE = "offence"
# The one answer that can lift the rule; the guarded tables name it too.
OTHER_OFFENCE = "other_offence"
# How every other answer is kept, and how that reads.
NOTHING_LIFTS = "nothing_that_lifts_it"
NOTHING_LIFTS_SAYS = "Nothing that lifts the rule"
RULE = "nothing-that-lifts-it"


def kept_facts(facts: Mapping[str, str]) -> dict[str, str]:
    """The facts as they are kept; the same for every answer that lifts nothing."""
    kept = dict(facts)
    if kept.get(OFFENCE, OTHER_OFFENCE) != OTHER_OFFENCE:
        kept[OFFENCE] = NOTHING_LIFTS
    return kept


def kept(combination: Combination, said: Decision) -> Decision:
    """The answer as it is kept; ``said`` answered a question complete for every pack.

    Where the rule depends on which of the answers that lift nothing was given, one name, sentence
    and source stand for all of them. Outcome and duties are those that were said. It cannot be
    asked again: whoever needs the answer anew needs the question anew.
    """
    alike = [
        combination.decide({**said.facts, OFFENCE: value})
        for value in _alike(said.facts, combination)
    ]
    facts = MappingProxyType(kept_facts(said.facts))
    if len({(one.pack, one.rule) for one in alike}) < 2:
        return replace(said, facts=facts)
    first = alike[0]
    instead = " Link them to support instead." if "link_to_support" in said.duties else ""
    return replace(
        said,
        pack=first.pack,
        rule=RULE,
        says=f"{said.outcome.headline}. Nothing that was answered lifts the rule.{instead}",
        source=_source(combination, first.pack),
        facts=facts,
        would_change=first.would_change,
    )


def _alike(facts: Mapping[str, str], combination: Combination) -> list[str]:
    """Every answer about an offence that is kept as the one that was given; none if it lifts."""
    if facts.get(OFFENCE, OTHER_OFFENCE) == OTHER_OFFENCE:
        return []
    found = next(fact for fact in combination.space.facts if fact.name == OFFENCE)
    return [value for value in found.value_names if value != OTHER_OFFENCE]


def _source(combination: Combination, name: str) -> str:
    return next(one.pack.source for one in combination.packs if one.pack.full_name == name)
