"""Packs for tests: the shipped ones, made ones, and random ones that are right by construction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from hypothesis import strategies as st

from breakwater.domain.firewall.facts import Fact, Value
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.firewall.pack_file import read_pack
from breakwater.domain.firewall.proof import ProvedPack, prove
from breakwater.domain.firewall.rules import CORE, Always, Kind, Pack, Rule
from breakwater.pack_folder import PACKS, PackFolder

NAMES = PackFolder().names()
WITHOUT_SHARING = {
    "recipient": "immigration_enforcement",
    "about": "protected_person",
    "offence": "none",
    "legal_basis": "missing",
    "necessity": "missing",
    "authorised_by": "nobody",
}
READY_TO_SHARE = {
    "recipient": "immigration_enforcement",
    "about": "protected_person",
    "offence": "other_offence",
    "legal_basis": "recorded",
    "necessity": "recorded",
    "authorised_by": "another_supervisor",
}


def rule_path(name: str) -> Path:
    return PackFolder(PACKS).find(name)


def shipped(name: str) -> Pack:
    return read_pack(rule_path(name).read_bytes())


def proved(name: str) -> ProvedPack:
    return prove(shipped(name), shipped(CORE))


def cases(pack: Pack) -> Iterator[dict[str, str]]:
    """Every case, listed one by one: what the proof itself never does."""
    names = [fact.name for fact in pack.facts]
    for values in product(*(fact.value_names for fact in pack.facts)):
        yield dict(zip(names, values, strict=True))


def matching(pack: Pack, case: Mapping[str, str]) -> list[Rule]:
    """The rules that answer a case, found in the plainest way."""
    return [
        rule
        for rule in pack.rules
        if all(case[fact] in values for fact, values in rule.when.items())
    ]


def fact(name: str, *values: str) -> Fact:
    return Fact(name, f"What is {name}?", tuple(Value(value, value) for value in values))


def rule(
    name: str, outcome: Outcome = Outcome.NOT_YET, must: tuple[str, ...] = (), **when: Sequence[str]
) -> Rule:
    conditions = {fact: tuple(values) for fact, values in when.items()}
    return Rule(name, conditions, outcome, f"{name} says so.", "A test", must)


def pack(
    facts: Sequence[Fact],
    rules: Sequence[Rule],
    always: Sequence[Always] = (),
    kind: Kind = Kind.BINDING,
) -> Pack:
    return replace(
        shipped(CORE),
        name="made",
        version="1",
        kind=kind,
        facts=tuple(facts),
        rules=tuple(rules),
        always=tuple(always),
        duties={"one": "Do one.", "two": "Do two."},
    )


def promise(
    *outcome: Outcome,
    where_outcome: Sequence[Outcome] = tuple(Outcome),
    must: tuple[str, ...] = (),
    **when: Sequence[str],
) -> Always:
    conditions = {fact: tuple(values) for fact, values in when.items()}
    allowed = frozenset(outcome or Outcome)
    return Always("promise", "A promise", conditions, frozenset(where_outcome), allowed, must)


def with_rules(old: Pack, rules: Sequence[Rule]) -> Pack:
    return replace(old, rules=tuple(rules))


def split(old: Rule, facts: Sequence[Fact], fact_name: str, part: Sequence[str]) -> list[Rule]:
    """The rule as two rules that mean the same together."""
    values = old.when.get(fact_name) or next(f.value_names for f in facts if f.name == fact_name)
    rest = tuple(value for value in values if value not in part)
    return [
        replace(old, name=f"{old.name}-{place}", when={**old.when, fact_name: tuple(chosen)})
        for place, chosen in enumerate((part, rest))
    ]


@st.composite
def random_facts(draw: st.DrawFn) -> list[Fact]:
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    return [fact(f"f{n}", *(f"v{i}" for i in range(size))) for n, size in enumerate(sizes)]


@st.composite
def random_packs(
    draw: st.DrawFn, outcomes: Sequence[Outcome] = tuple(Outcome), facts: list[Fact] | None = None
) -> Pack:
    """A pack whose rules partition its space, because they were made by splitting it."""
    facts = draw(random_facts()) if facts is None else facts
    rules = [rule("r")]
    for _ in range(draw(st.integers(0, 6))):
        old = rules.pop(draw(st.integers(0, len(rules) - 1)))
        wide = {f.name: old.when.get(f.name, f.value_names) for f in facts}
        splittable = [name for name, values in wide.items() if len(values) > 1]
        if not splittable:
            rules.append(old)
            continue
        name = draw(st.sampled_from(splittable))
        cut = draw(st.integers(1, len(wide[name]) - 1))
        rules += split(old, facts, name, wide[name][:cut])
    rules = [
        replace(
            old,
            outcome=draw(st.sampled_from(outcomes)),
            must=draw(st.sampled_from([(), ("one",), ("one", "two")])),
        )
        for old in rules
    ]
    return pack(facts, draw(st.permutations(rules)))
