"""The sheet a lawyer signs names every case that changed, and counts it once."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.firewall.difference import Changed, difference, in_words
from breakwater.domain.firewall.facts import Fact
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.firewall.proof import ProvedPack, prove
from breakwater.domain.firewall.rules import CORE, Pack
from tests.domain.firewall.packs import (
    cases,
    fact,
    matching,
    pack,
    promise,
    proved,
    random_facts,
    random_packs,
    rule,
    shipped,
    split,
    with_rules,
)


def changed_outcome(name: str, outcome: Outcome) -> ProvedPack:
    core = replace(shipped(CORE), always=())
    rules = [replace(old, outcome=outcome) if old.name == name else old for old in core.rules]
    return prove(with_rules(core, rules))


def test_a_changed_rule_is_one_region_with_its_cases_its_words_and_its_count() -> None:
    found = difference(proved(CORE), changed_outcome("status-offence-only", Outcome.NOT_YET))

    (region,) = found.regions
    assert (region.changed, region.count) == (Changed.OUTCOME, 12)
    words = in_words(found)
    assert "1. never_share becomes not_yet" in words
    assert "about is protected_person, offence is status_offence_only (12 cases)" in words
    assert "Cases answered differently: 12. In other words: 0. New: 0. Gone: 0." in words
    assert "Beside the rules: the property status-offences was removed." in words


def test_a_pack_does_not_differ_from_itself_however_it_is_split() -> None:
    core = shipped(CORE)
    *rest, last = core.rules
    resplit = prove(
        with_rules(core, [*split(last, core.facts, "about", ["protected_person"]), *rest])
    )

    found = difference(proved(CORE), resplit)

    assert not found.regions
    assert not found.beside
    assert "Cases answered differently: 0." in in_words(found)


def test_other_words_and_other_duties_are_told_apart_from_other_answers() -> None:
    core = shipped(CORE)
    first, second, *rest = core.rules
    rules = [
        replace(first, says="Other words."),
        replace(second, must=(*second.must, "record_necessity")),
        *rest,
    ]

    found = difference(proved(CORE), prove(with_rules(core, rules)))

    assert [(region.changed, region.count) for region in found.regions] == [
        (Changed.WORDS, 12),
        (Changed.DUTIES, 12),
    ]


def test_a_value_that_only_one_pack_knows_is_counted_as_new_or_gone() -> None:
    two, three = fact("colour", "red", "blue"), fact("colour", "red", "blue", "green")
    size = fact("size", "small", "large")
    before = prove(pack([two, size], [rule("all")]))
    after = prove(pack([three, size], [rule("all")]))

    (added,) = difference(before, after).regions
    (removed,) = difference(after, before).regions

    assert (added.changed, added.count, added.before) == (Changed.ADDED, 2, None)
    assert added.where == "colour is green (2 cases)"
    assert (removed.changed, removed.count, removed.after) == (Changed.REMOVED, 2, None)
    assert "New: cases that only one of the two packs has" in in_words(difference(before, after))
    assert "Gone: cases" in in_words(difference(after, before))


def test_a_fact_that_only_one_pack_asks_counts_as_not_mattering_to_the_other() -> None:
    colour, size = fact("colour", "red", "blue"), fact("size", "small", "large")
    before = prove(pack([colour], [rule("all")]))
    after = prove(
        pack(
            [colour, size],
            [rule("s", size=["small"]), rule("l", Outcome.MAY_SHARE, size=["large"])],
        )
    )

    found = difference(before, after)

    assert [(r.where, r.changed) for r in found.regions if r.changed is Changed.OUTCOME] == [
        ("size is large (2 cases)", Changed.OUTCOME)
    ]
    assert found.beside == ("the fact size was added",)


def test_changes_beside_the_rules_are_named() -> None:
    core = shipped(CORE)
    other = replace(
        core,
        binds="Somebody else",
        duties={**core.duties, "link_to_support": "Other."},
        facts=(replace(core.facts[0], question="Other?"), *core.facts[1:]),
        always=(*core.always[1:], promise(must=())),
    )

    assert difference(proved(CORE), prove(other)).beside == (
        "binds changed",
        "the fact recipient changed",
        "the duty link_to_support changed",
        f"the property {core.always[0].name} was removed",
        "the property promise was added",
    )


@given(random_facts(), st.data())
def test_the_regions_are_exactly_the_cases_that_changed(
    facts: list[Fact], data: st.DataObject
) -> None:
    before: Pack = data.draw(random_packs(facts=facts))
    after: Pack = data.draw(random_packs(facts=facts))

    found = difference(prove(before), prove(after))

    outcomes = duties = 0
    for case in cases(before):
        (old,), (new,) = matching(before, case), matching(after, case)
        outcomes += old.outcome is not new.outcome
        duties += old.outcome is new.outcome and set(old.must) != set(new.must)
    assert (found.count(Changed.OUTCOME), found.count(Changed.DUTIES)) == (outcomes, duties)
    same_meaning = found.before.meaning == found.after.meaning
    assert same_meaning == (outcomes + duties == 0)
