"""Each trap of the field, as one sentence and the cases that would fall into it."""

import pytest

from breakwater.domain.firewall.decision import Decision
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.firewall.rules import CORE
from tests.domain.firewall.packs import READY_TO_SHARE, cases, proved, shipped

TABLE = proved(CORE).table


def decide(**facts: str) -> Decision:
    return TABLE.decide({**READY_TO_SHARE, **facts})


@pytest.mark.parametrize(
    "offence",
    [
        pytest.param("none", id="whose offence: a crime against a person never lifts the rule"),
        pytest.param("alleged_only", id="doubt alone: a suspicion never lifts the rule"),
        pytest.param("status_offence_only", id="a status offence is only doubt about status"),
        pytest.param(
            "counter_allegation_or_possible_compulsion",
            id="counter-allegations and compulsion never lift the rule",
        ),
    ],
)
def test_only_another_offence_on_evidence_lifts_the_rule_however_well_the_rest_is_recorded(
    offence: str,
) -> None:
    decision = decide(offence=offence)

    assert decision.outcome is Outcome.NEVER_SHARE
    assert decision.duties == ("link_to_support",)


def test_two_roles_a_victim_of_anything_is_asked_for_first_and_counts_as_one() -> None:
    about = next(fact for fact in shipped(CORE).facts if fact.name == "about")

    assert "in an open or a closed case, counts as one" in about.question
    assert about.value_names[0] == "protected_person"
    assert decide(about="protected_person", offence="alleged_only").outcome is Outcome.NEVER_SHARE


def test_exposure_through_anothers_record_is_never_shared_whatever_is_recorded() -> None:
    exposing = [
        TABLE.decide(case)
        for case in cases(shipped(CORE))
        if case["recipient"] == "immigration_enforcement"
        and case["about"] == "exposes_protected_person"
    ]

    assert len(exposing) == 60
    assert {decision.outcome for decision in exposing} == {Outcome.NEVER_SHARE}


def test_conduits_are_named_in_the_answer_that_means_immigration_enforcement() -> None:
    recipient = next(fact for fact in shipped(CORE).facts if fact.name == "recipient")
    words = recipient.values[0].words

    assert recipient.values[0].name == "immigration_enforcement"
    for conduit in ("Home Office immigration team", "working with us", "pass information on"):
        assert conduit in words


def test_lifting_the_rule_does_not_mandate_sharing() -> None:
    assert decide(legal_basis="missing").outcome is Outcome.NOT_YET
    assert decide().outcome is Outcome.MAY_SHARE
    assert "Nothing obliges you" in decide().says


@pytest.mark.parametrize(
    ("facts", "duty"),
    [
        ({"legal_basis": "missing"}, "record_legal_basis"),
        ({"necessity": "missing"}, "record_necessity"),
        ({"authorised_by": "nobody"}, "ask_another_supervisor"),
        ({"authorised_by": "the_requesting_officer"}, "ask_another_supervisor"),
    ],
)
def test_not_yet_names_the_missing_step(facts: dict[str, str], duty: str) -> None:
    decision = decide(**facts)

    assert decision.outcome is Outcome.NOT_YET
    assert decision.duties == (duty,)


def test_exactly_one_case_in_900_may_be_shared() -> None:
    shared = [
        case for case in cases(shipped(CORE)) if TABLE.decide(case).outcome is Outcome.MAY_SHARE
    ]

    assert shared == [READY_TO_SHARE]
    assert TABLE.decide(READY_TO_SHARE).duties == ("only_named_fields",)


@pytest.mark.parametrize(
    "recipient", ["modern_slavery_mechanism", "protective_alert", "safeguarding_body", "other"]
)
def test_safeguarding_is_never_in_the_way(recipient: str) -> None:
    assert decide(recipient=recipient).outcome is Outcome.NOT_THIS_RULE


def test_every_never_share_carries_the_duty_to_link_to_support() -> None:
    for case in cases(shipped(CORE)):
        decision = TABLE.decide(case)
        if decision.outcome is Outcome.NEVER_SHARE:
            assert "link_to_support" in decision.duties
