"""What an answer carries, and which questions get none."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.firewall import combination
from breakwater.domain.firewall.combination import Combination
from breakwater.domain.firewall.decision import Change
from breakwater.domain.firewall.explanation import as_data, in_words
from breakwater.domain.firewall.facts import Fact, QuestionError
from breakwater.domain.firewall.outcome import Outcome, most_protective
from breakwater.domain.firewall.proof import prove
from breakwater.domain.firewall.rules import CORE, Pack
from tests.domain.firewall.packs import (
    NAMES,
    READY_TO_SHARE,
    WITHOUT_SHARING,
    cases,
    proved,
    random_packs,
    shipped,
)

TABLE = proved(CORE).table


@pytest.mark.parametrize(
    ("question", "allowed"),
    [
        ({**WITHOUT_SHARING, "status": "unknown"}, "the facts are recipient, about, offence"),
        ({**WITHOUT_SHARING, "offence": "burglary"}, "offence can only be none, alleged_only"),
        ({**WITHOUT_SHARING, "offence": ""}, "offence can only be none"),
        ({**WITHOUT_SHARING, "offence": None}, "offence can only be none"),
        ({**WITHOUT_SHARING, "offence": ["none"]}, "offence can only be none"),
        ({"recipient": "other"}, "legal_basis can be missing or recorded"),
        ({}, "recipient can be immigration_enforcement"),
    ],
)
def test_an_unknown_fact_a_missing_fact_or_an_unknown_value_is_refused_with_what_is_allowed(
    question: Mapping[str, str], allowed: str
) -> None:
    with pytest.raises(QuestionError) as refusal:
        TABLE.decide(question)

    assert allowed in str(refusal.value)
    assert "burglary" not in str(refusal.value)
    assert "status," not in str(refusal.value)


def test_an_answer_carries_everything_needed_to_repeat_check_and_contest_it() -> None:
    decision = TABLE.decide({**READY_TO_SHARE, "authorised_by": "nobody"})

    assert decision.pack == "safe-to-share-r1/2020-12-17"
    assert decision.rule == "nobody-authorised"
    assert decision.facts == {**READY_TO_SHARE, "authorised_by": "nobody"}
    assert Change("authorised_by", ("another_supervisor",), Outcome.MAY_SHARE) in (
        decision.would_change
    )
    with pytest.raises(dataclasses.FrozenInstanceError):
        decision.outcome = Outcome.MAY_SHARE  # type: ignore[misc]
    with pytest.raises(TypeError):
        decision.facts["authorised_by"] = "another_supervisor"  # type: ignore[index]


def flips(
    decide_outcome: Callable[[dict[str, str]], Outcome],
    pack_facts: Iterable[Fact],
    case: dict[str, str],
) -> set[tuple[str, str, Outcome]]:
    """Every (fact, value, outcome) that alone alters the answer, found by trying them all."""
    own = decide_outcome(case)
    return {
        (fact.name, value, changed)
        for fact in pack_facts
        for value in fact.value_names
        if (changed := decide_outcome({**case, fact.name: value})) is not own
    }


def said(changes: tuple[Change, ...]) -> set[tuple[str, str, Outcome]]:
    return {(c.fact, value, c.outcome) for c in changes for value in c.values}


@given(random_packs())
def test_what_would_change_the_answer_is_exactly_every_single_change_that_does(made: Pack) -> None:
    table = prove(made).table

    for case in cases(made):
        found = flips(lambda asked: table.decide(asked).outcome, made.facts, case)
        assert said(table.decide(case).would_change) == found


def test_several_packs_answer_with_the_most_protective_and_say_what_would_change_it() -> None:
    packs = [proved(CORE), proved("npcc-2020"), proved("consent-2025")]
    together = Combination(packs)
    asked = list(cases(dataclasses.replace(shipped(CORE), facts=together.space.facts)))

    def plainly(case: dict[str, str]) -> Outcome:
        names = [[f.name for f in one.pack.facts] for one in packs]
        return most_protective(
            one.table.decide({f: case[f] for f in chosen}).outcome
            for one, chosen in zip(packs, names, strict=True)
        )

    assert len(asked) == 900 * 2 * 3
    for case in asked:
        assert together.decide(case).outcome is plainly(case)
    for case in asked[::97]:
        changes = said(together.decide(case).would_change)
        assert changes == flips(plainly, together.space.facts, case)


@pytest.mark.parametrize("most", [0, 5, 10_000])
def test_an_answer_given_again_is_the_answer_however_few_are_remembered(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(combination, "_MOST_REMEMBERED", most)
    packs = [proved(CORE), proved("consent-2025")]
    asked = list(cases(shipped(CORE)))
    once = [Combination(packs).decide({**case, "consent": "recorded"}) for case in asked[::50]]

    together = Combination(packs)
    for case in [*asked, *asked]:
        together.decide({"consent": "recorded", **dict(reversed(case.items()))})

    assert [together.decide({**case, "consent": "recorded"}) for case in asked[::50]] == once


def test_recorded_consent_never_turns_never_share_into_sharing() -> None:
    together = Combination([proved(CORE), proved("consent-2025")])

    for case in cases(shipped(CORE)):
        alone = TABLE.decide(case).outcome
        with_consent = together.decide({**case, "consent": "recorded"}).outcome
        assert with_consent is alone
        if case["recipient"] == "immigration_enforcement" and case["about"] == "protected_person":
            without = together.decide({**case, "consent": "not_recorded"})
            assert without.outcome is Outcome.NEVER_SHARE
            assert "link_to_support" in without.duties


def test_no_shipped_pack_makes_the_core_share_more() -> None:
    together = Combination([proved(CORE), *(proved(name) for name in NAMES if name != CORE)])
    free = {
        "database_search": "none",
        "victim_first": "done",
        "amount": "least_needed",
        "consent": "recorded",
    }

    for case in cases(shipped(CORE)):
        outcome = together.decide({**case, **free}).outcome
        assert outcome.protection >= TABLE.decide(case).outcome.protection
        assert outcome is not Outcome.MAY_SHARE  # the local pack as shipped forbids even that


def test_the_duties_together_are_those_of_every_pack_that_gives_the_winning_answer() -> None:
    together = Combination([proved(CORE), proved("npcc-2018")])
    decision = together.decide(
        {**WITHOUT_SHARING, "database_search": "for_neither", "victim_first": "not_yet"}
    )

    assert decision.pack == "safe-to-share-r1/2020-12-17"
    assert decision.duties == ("link_to_support", "do_not_search")


@given(st.lists(st.sampled_from(Outcome)))
def test_the_most_protective_outcome_wins_and_nothing_at_all_means_never(
    outcomes: list[Outcome],
) -> None:
    won = most_protective(outcomes)

    assert won is (min(outcomes, key=list(Outcome).index) if outcomes else Outcome.NEVER_SHARE)


def test_the_data_has_exactly_the_six_public_keys() -> None:
    data = as_data(TABLE.decide(WITHOUT_SHARING))

    assert list(data) == ["outcome", "rule", "says", "source", "duties", "would_change"]
    assert data["outcome"] == "never_share"
    assert data["duties"] == ["link_to_support"]
    assert {"fact": "offence", "values": ["other_offence"], "outcome": "not_yet"} in data[
        "would_change"
    ]  # type: ignore[operator]


def test_the_words_say_the_answer_the_duty_and_what_would_change_it() -> None:
    words = in_words(TABLE.decide(WITHOUT_SHARING), shipped(CORE).duties)

    assert words.startswith("Do not share (never_share)\n")
    assert "Do      Link the person to an independent support organisation" in words
    assert "if offence were other_offence: not_yet" in words
