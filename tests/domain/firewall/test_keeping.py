"""What is kept of an answer: over every question, nothing that tells which lifts nothing it was."""

import itertools

import pytest

from breakwater.domain.firewall.asking import complete
from breakwater.domain.firewall.combination import Combination
from breakwater.domain.firewall.keeping import (
    NOTHING_LIFTS,
    OFFENCE,
    OTHER_OFFENCE,
    RULE,
    kept,
    kept_facts,
)
from breakwater.domain.firewall.outcome import Outcome
from breakwater.pack_folder import PackFolder

FOLDER = PackFolder()
PACKS = {name: FOLDER.prove(FOLDER.find(name)) for name in FOLDER.names()}
CORE = next(pack for name, pack in PACKS.items() if name.startswith("safe-to-share"))


@pytest.fixture(params=["the core", "every pack", "the core last"])
def combination(request: pytest.FixtureRequest) -> Combination:
    rest = [pack for pack in PACKS.values() if pack is not CORE]
    packs = {"the core": [CORE], "every pack": [CORE, *rest], "the core last": [*rest, CORE]}
    return Combination(packs[request.param])


def test_every_answer_that_lifts_nothing_is_kept_as_the_same(combination: Combination) -> None:
    values = {fact.name: fact.value_names for fact in combination.space.facts}
    alike = [value for value in values.pop(OFFENCE) if value != OTHER_OFFENCE]
    others = [dict(zip(values, case, strict=True)) for case in itertools.product(*values.values())]
    for facts in others[:: max(1, len(others) // 500)]:
        made = [kept(combination, combination.decide(facts | {OFFENCE: one})) for one in alike]

        assert len(alike) == 4
        assert all(one == made[0] for one in made), facts
        assert made[0].facts[OFFENCE] == NOTHING_LIFTS


def test_what_can_lift_the_rule_is_kept_whole() -> None:
    combination = Combination([CORE])
    facts = complete(
        combination,
        {
            "recipient": "immigration_enforcement",
            "about": "protected_person",
            OFFENCE: OTHER_OFFENCE,
        },
        {},
    )
    said = combination.decide(facts)

    assert kept(combination, said) == said
    assert kept_facts(facts) == facts


def test_a_sentence_of_its_own_stands_for_them_and_the_duty_stays() -> None:
    combination = Combination([CORE])
    facts = {
        "recipient": "immigration_enforcement",
        "about": "protected_person",
        OFFENCE: "status_offence_only",
    }
    made = kept(combination, combination.decide(complete(combination, facts, {})))

    assert (made.outcome, made.rule) == (Outcome.NEVER_SHARE, RULE)
    assert made.says == (
        "Do not share. Nothing that was answered lifts the rule. Link them to support instead."
    )
    assert made.duties == ("link_to_support",)
    assert made.source == CORE.pack.source


@pytest.mark.parametrize(
    ("about", "rule"),
    [
        ("exposes_protected_person", "exposes-a-protected-person"),
        ("nobody_protected", "nobody-protected"),
    ],
)
def test_where_the_offence_does_not_matter_the_rule_is_named_and_the_answer_is_not(
    about: str, rule: str
) -> None:
    combination = Combination([CORE])
    facts = {
        "recipient": "immigration_enforcement",
        "about": about,
        OFFENCE: "status_offence_only",
    }
    made = kept(combination, combination.decide(complete(combination, facts, {})))

    assert (made.rule, made.facts[OFFENCE]) == (rule, NOTHING_LIFTS)


def test_an_offence_nobody_was_asked_about_is_not_made_up() -> None:
    assert kept_facts({"recipient": "other"}) == {"recipient": "other"}
