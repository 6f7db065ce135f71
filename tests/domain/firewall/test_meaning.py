"""The meaning hash is the same exactly when every case has the same answer."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from breakwater.domain.firewall.facts import Fact
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.firewall.proof import prove
from breakwater.domain.firewall.rules import CORE, Pack, Rule
from tests.domain.firewall.packs import (
    cases,
    fact,
    matching,
    pack,
    proved,
    random_facts,
    random_packs,
    rule,
    shipped,
    split,
    with_rules,
)


def meaning(made: Pack) -> str:
    return prove(made).meaning


def answers(made: Pack) -> list[tuple[Outcome, frozenset[str]]]:
    """Every case's answer, in one order whatever the order of the file."""
    ordered = replace(made, facts=tuple(sorted(made.facts, key=lambda fact: fact.name)))
    found = [matching(made, case)[0] for case in cases(ordered)]
    return [(rule.outcome, frozenset(rule.must)) for rule in found]


@given(random_packs(), st.data())
def test_reordering_rules_facts_values_duties_and_words_keeps_it(
    made: Pack, data: st.DataObject
) -> None:
    facts = [
        replace(fact, question="Other?", values=tuple(data.draw(st.permutations(fact.values))))
        for fact in data.draw(st.permutations(made.facts))
    ]
    rules = [
        replace(old, name=f"x-{n}", says="Other.", source="Other", must=old.must[::-1])
        for n, old in enumerate(data.draw(st.permutations(made.rules)))
    ]

    assert meaning(replace(made, facts=tuple(facts), rules=tuple(rules))) == meaning(made)


@given(random_packs(), st.data())
def test_splitting_a_rule_in_two_keeps_it(made: Pack, data: st.DataObject) -> None:
    choices = [
        (old, name, values)
        for old in made.rules
        for name, values in (
            (one.name, old.when.get(one.name, one.value_names)) for one in made.facts
        )
        if len(values) > 1
    ]
    assume(choices)
    old, name, values = data.draw(st.sampled_from(choices))

    rules = [other for other in made.rules if other is not old]
    rules += split(old, made.facts, name, values[:1])

    assert meaning(with_rules(made, rules)) == meaning(made)


@given(random_packs(), st.data())
def test_changing_the_outcome_or_the_duties_of_any_one_case_changes_it(
    made: Pack, data: st.DataObject
) -> None:
    case = data.draw(st.sampled_from(list(cases(made))))
    (old,) = matching(made, case)
    rules = [other for other in made.rules if other is not old]
    alone = old
    for name, value in case.items():  # carve the one case out of its rule
        values = alone.when.get(name, next(f.value_names for f in made.facts if f.name == name))
        if len(values) > 1:
            alone, rest = split(alone, made.facts, name, [value])
            rules.append(replace(rest, name=f"{rest.name}-rest"))
    other = data.draw(st.sampled_from([o for o in Outcome if o is not old.outcome]))
    changed = data.draw(
        st.sampled_from([replace(alone, outcome=other), replace(alone, must=("two",))])
    )

    assert meaning(with_rules(made, [*rules, alone])) == meaning(made)
    assert meaning(with_rules(made, [*rules, changed])) != meaning(made)


@given(random_facts(), st.data())
def test_two_packs_over_the_same_facts_have_one_meaning_exactly_when_every_answer_is_equal(
    facts: list[Fact], data: st.DataObject
) -> None:
    few = (Outcome.NEVER_SHARE, Outcome.NOT_YET)
    one = data.draw(random_packs(few, facts[:2]))
    other = data.draw(random_packs(few, facts[:2]))

    assert (meaning(one) == meaning(other)) == (answers(one) == answers(other))


def test_a_fact_that_never_matters_has_no_meaning_and_one_that_does_has() -> None:
    core = shipped(CORE)
    doubt = fact("doubt", "no", "yes")
    asked = replace(core, facts=(*core.facts, doubt))
    first, *rest = core.rules
    matters: list[Rule] = split(first, asked.facts, "doubt", ["no"])
    matters[1] = replace(matters[1], must=(*first.must, "record_necessity"))

    assert meaning(asked) == proved(CORE).meaning
    assert meaning(with_rules(asked, [*rest, *matters])) != proved(CORE).meaning


def test_renaming_a_value_that_matters_changes_it() -> None:
    one = pack([fact("f", "a", "b")], [rule("x", f="a"), rule("y", Outcome.MAY_SHARE, f="b")])
    other = pack([fact("f", "a", "c")], [rule("x", f="a"), rule("y", Outcome.MAY_SHARE, f="c")])

    assert meaning(one) != meaning(other)
