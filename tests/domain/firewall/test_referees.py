"""Two engines that are not ours answer every case of the core, and agree with it.

Cedar skips a policy that errs, so any diagnostic counts as a refusal. Z3 reads the rules as one
formula and proves what no listing shows: that doubt never matters, and that less authority, basis
or necessity never yields more sharing.
"""

from dataclasses import replace

import cedarpy
import pytest
import z3

from breakwater.domain.firewall.export import Format, exported
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.firewall.rules import CORE, Pack
from tests.domain.firewall.packs import cases, fact, proved, shipped, split, with_rules

CASES = list(cases(shipped(CORE)))


def cedar_answers(policies: str, asked: list[dict[str, str]]) -> list[Outcome]:
    """What Cedar answers: the one action it allows, or never share for anything else."""
    requests = [
        {
            "principal": 'Officer::"any"',
            "action": f'Action::"{outcome}"',
            "resource": 'Information::"any"',
            "context": case,
        }
        for case in asked
        for outcome in Outcome
    ]
    handle = cedarpy.PolicySet.from_str(policies)
    results = cedarpy.is_authorized_batch(requests, handle, "[]")
    answers = []
    for place in range(len(asked)):
        of_case = results[place * 4 : place * 4 + 4]
        allowed = [o for o, result in zip(Outcome, of_case, strict=True) if result.allowed]
        errors = any(result.diagnostics.errors for result in of_case)
        answers.append(allowed[0] if len(allowed) == 1 and not errors else Outcome.NEVER_SHARE)
    return answers


def test_cedar_agrees_on_all_900_cases() -> None:
    core = proved(CORE)

    answers = cedar_answers(exported(core, Format.CEDAR), CASES)

    assert len(answers) == 900
    assert answers == [core.table.decide(case).outcome for case in CASES]


def test_a_cedar_policy_that_errs_counts_as_a_refusal() -> None:
    policies = exported(proved(CORE), Format.CEDAR)
    ready = next(c for c in CASES if proved(CORE).table.decide(c).outcome is Outcome.MAY_SHARE)
    broken = policies + '\nforbid (principal, action, resource) when { context["absent"] == "x" };'

    assert cedar_answers(policies, [ready]) == [Outcome.MAY_SHARE]
    assert cedar_answers(broken, [ready]) == [Outcome.NEVER_SHARE]


class Formula:
    """The rules of a pack as one expression over numbered values."""

    def __init__(self, pack: Pack, suffix: str = "") -> None:
        self.pack = pack
        self.facts = {f.name: z3.Int(f.name + suffix) for f in pack.facts}
        self.names = {f.name: f.value_names for f in pack.facts}
        self.domain = z3.And(
            [
                z3.And(variable >= 0, variable < len(self.names[name]))
                for name, variable in self.facts.items()
            ]
        )
        self.protection = z3.IntVal(-1)
        for rule in pack.rules:
            self.protection = z3.If(
                z3.And([self.among(name, values) for name, values in rule.when.items()]),
                rule.outcome.protection,
                self.protection,
            )

    def among(self, name: str, values: tuple[str, ...]) -> z3.BoolRef:
        places = [self.names[name].index(value) for value in values]
        return z3.Or([self.facts[name] == place for place in places])

    def is_case(self, case: dict[str, str]) -> z3.BoolRef:
        return z3.And([self.among(name, (value,)) for name, value in case.items()])


def is_impossible(*claims: z3.BoolRef) -> bool:
    solver = z3.Solver()
    solver.add(*claims)
    found = solver.check()
    assert found != z3.unknown
    return bool(found == z3.unsat)


def test_z3_agrees_on_all_900_cases() -> None:
    core = proved(CORE)
    formula = Formula(core.pack)
    disagree = z3.Or(
        [
            z3.And(
                formula.is_case(case),
                formula.protection != core.table.decide(case).outcome.protection,
            )
            for case in CASES
        ]
    )

    assert is_impossible(formula.domain, disagree)
    assert not is_impossible(formula.domain, z3.Or([formula.is_case(case) for case in CASES]))


def differing_only_in(pack: Pack, name: str) -> tuple[Formula, Formula, z3.BoolRef]:
    one, other = Formula(pack, "/1"), Formula(pack, "/2")
    same = [one.facts[f] == other.facts[f] for f in one.facts if f != name]
    return one, other, z3.And(one.domain, other.domain, *same)


def with_doubt(pack: Pack) -> Pack:
    return replace(pack, facts=(*pack.facts, fact("doubt_about_status", "no", "yes")))


def test_z3_proves_that_doubt_never_matters() -> None:
    one, other, alike = differing_only_in(with_doubt(shipped(CORE)), "doubt_about_status")

    assert is_impossible(alike, one.protection != other.protection)


def test_z3_would_find_a_rule_in_which_doubt_mattered() -> None:
    asked = with_doubt(shipped(CORE))
    *rules, last = asked.rules
    calm, doubtful = split(last, asked.facts, "doubt_about_status", ["no"])
    biased = with_rules(asked, [*rules, calm, replace(doubtful, outcome=Outcome.NEVER_SHARE)])

    one, other, alike = differing_only_in(biased, "doubt_about_status")

    assert not is_impossible(alike, one.protection != other.protection)


@pytest.mark.parametrize("name", ["authorised_by", "legal_basis", "necessity"])
def test_z3_proves_that_less_of_it_never_shares_more(name: str) -> None:
    less, more, alike = differing_only_in(shipped(CORE), name)

    assert is_impossible(
        alike, less.facts[name] < more.facts[name], less.protection < more.protection
    )


def test_z3_proves_that_nothing_but_another_offence_and_two_people_can_share() -> None:
    core = Formula(shipped(CORE))
    ready = core.is_case(
        {
            "recipient": "immigration_enforcement",
            "about": "protected_person",
            "offence": "other_offence",
            "legal_basis": "recorded",
            "necessity": "recorded",
            "authorised_by": "another_supervisor",
        }
    )

    may_share = core.protection == Outcome.MAY_SHARE.protection
    assert is_impossible(core.domain, may_share, z3.Not(ready))
