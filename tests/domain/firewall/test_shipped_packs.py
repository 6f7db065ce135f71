"""The six packs as they are shipped."""

import re

import pytest

from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.firewall.rules import CORE, Kind
from breakwater.pack_folder import PackFolder
from tests.domain.firewall.packs import NAMES, cases, proved, rule_path, shipped


def test_there_are_six() -> None:
    assert NAMES == [
        "consent-2025",
        "local",
        "migrant-victims-protocol",
        "npcc-2018",
        "npcc-2020",
        "safe-to-share-r1",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_each_is_proved_sits_in_its_own_folder_and_says_what_is_still_unfinished(name: str) -> None:
    pack = proved(name).pack

    assert rule_path(name).parts[-3:-1] == (pack.name, pack.version)
    assert pack.unfinished
    assert len(pack.always) >= 1


@pytest.mark.parametrize("name", NAMES)
def test_none_is_signed_and_each_file_says_so_first(name: str) -> None:
    pack = shipped(name)

    assert PackFolder().active(pack.name, pack.version).approval is None
    assert rule_path(name).read_text().startswith("# Not approved for use until")


def test_the_core_has_the_facts_and_values_that_the_field_names() -> None:
    assert {fact.name: fact.value_names for fact in shipped(CORE).facts} == {
        "recipient": (
            "immigration_enforcement",
            "modern_slavery_mechanism",
            "protective_alert",
            "safeguarding_body",
            "other",
        ),
        "about": ("protected_person", "exposes_protected_person", "nobody_protected"),
        "offence": (
            "none",
            "alleged_only",
            "counter_allegation_or_possible_compulsion",
            "status_offence_only",
            "other_offence",
        ),
        "legal_basis": ("missing", "recorded"),
        "necessity": ("missing", "recorded"),
        "authorised_by": ("nobody", "the_requesting_officer", "another_supervisor"),
    }
    assert proved(CORE).cases == 900


@pytest.mark.parametrize("name", NAMES)
def test_immigration_status_or_doubt_about_it_is_asked_nowhere(name: str) -> None:
    asked = [f"{fact.name} {fact.question}" for fact in shipped(name).facts]

    assert not [words for words in asked if re.search(r"status|doubt|visa|national|immigra", words)]


@pytest.mark.parametrize("name", [name for name in NAMES if name != CORE])
def test_only_the_core_ever_says_that_something_may_be_shared(name: str) -> None:
    assert Outcome.MAY_SHARE not in {rule.outcome for rule in shipped(name).rules}


@pytest.mark.parametrize("name", NAMES)
def test_each_pack_leaves_safeguarding_alone_and_links_to_support_when_it_refuses(
    name: str,
) -> None:
    table = proved(name).table

    for case in cases(shipped(name)):
        decision = table.decide(case)
        if case["recipient"] != "immigration_enforcement":
            assert decision.outcome is Outcome.NOT_THIS_RULE
        if decision.outcome is Outcome.NEVER_SHARE:
            assert "link_to_support" in decision.duties


def test_the_protocol_of_the_recipient_informs_and_decides_nothing() -> None:
    pack = shipped("migrant-victims-protocol")

    assert pack.kind is Kind.INFORMATIONAL
    assert {rule.outcome for rule in pack.rules} == {Outcome.NOT_THIS_RULE}


def test_consent_that_is_absent_or_refused_means_never_share() -> None:
    table = proved("consent-2025").table

    for consent in ("not_recorded", "refused_or_withdrawn"):
        for about in ("protected_person", "exposes_protected_person"):
            asked = {"recipient": "immigration_enforcement", "about": about, "consent": consent}
            assert table.decide(asked).outcome is Outcome.NEVER_SHARE


def test_a_database_search_for_neither_crime_nor_safety_is_never_made() -> None:
    asked = {
        "recipient": "immigration_enforcement",
        "about": "protected_person",
        "database_search": "for_neither",
        "victim_first": "done",
    }

    assert proved("npcc-2018").table.decide(asked).duties == ("do_not_search", "link_to_support")
