"""Unless every active pack is there, proved and approved, nothing is shared."""

from dataclasses import replace

import pytest

from breakwater.domain.firewall.active_packs import ActivePacks, PackFiles, activate
from breakwater.domain.firewall.approval import written
from breakwater.domain.firewall.facts import QuestionError
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.firewall.rules import CORE
from breakwater.pack_folder import PackFolder
from tests.domain.firewall.packs import READY_TO_SHARE, rule_path
from tests.domain.firewall.test_approval import LISTED, approval

CORE_FILES = PackFolder().active(CORE, "2020-12-17")
OTHER_FILES = PackFolder().active("npcc-2020", "2020-04-23")


def signed(files: PackFiles) -> PackFiles:
    return replace(files, approval=written(approval(files.rule or b"")).encode())


def in_demonstration(*files: PackFiles) -> ActivePacks:
    return activate(files, approvers={}, is_demonstration=True)


def assert_nothing_is_shared(active: ActivePacks, because: str) -> None:
    assert any(because in fault for fault in active.faults), active.faults
    for answers in (READY_TO_SHARE, {**READY_TO_SHARE, "recipient": "other"}, {}):
        decision = active.decide(answers)
        assert decision.outcome is Outcome.NEVER_SHARE
        assert decision.duties == ("link_to_support",)
        assert decision.would_change == ()


def test_the_core_alone_answers_in_a_demonstration_which_knows_that_it_is_unsigned() -> None:
    active = in_demonstration(CORE_FILES)

    assert active.faults == ()
    assert active.unsigned == (CORE,)
    assert active.decide(READY_TO_SHARE).outcome is Outcome.MAY_SHARE


def test_all_active_packs_are_asked_over_the_union_of_their_facts() -> None:
    active = in_demonstration(OTHER_FILES, CORE_FILES)

    together = {**READY_TO_SHARE, "amount": "not_reduced"}
    assert active.decide(together).outcome is Outcome.NOT_YET
    assert active.decide(together).duties == ("reduce_to_least",)
    assert active.decide({**together, "amount": "least_needed"}).outcome is Outcome.MAY_SHARE
    with pytest.raises(QuestionError, match="amount can be"):
        active.decide(READY_TO_SHARE)


def test_in_production_an_unsigned_pack_shares_nothing_and_a_signed_one_answers() -> None:
    unsigned = activate([CORE_FILES], approvers=LISTED)
    approved = activate([signed(CORE_FILES)], approvers=LISTED)

    assert_nothing_is_shared(unsigned, "not approved for use")
    assert approved.faults == approved.unsigned == ()
    assert approved.decide(READY_TO_SHARE).outcome is Outcome.MAY_SHARE


def test_production_without_a_list_of_approvers_shares_nothing() -> None:
    assert_nothing_is_shared(activate([signed(CORE_FILES)], approvers={}), "no key of a solicitor")


def gapped(rule: bytes) -> bytes:
    return rule.replace(b'"safeguarding_body", "other"]', b'"safeguarding_body"]', 1)


@pytest.mark.parametrize(
    ("files", "because"),
    [
        pytest.param([], f"{CORE} is not active", id="no pack at all"),
        pytest.param([OTHER_FILES], f"{CORE} is not active", id="the core left out"),
        pytest.param([replace(CORE_FILES, rule=None)], "missing or cannot be read", id="missing"),
        pytest.param(
            [CORE_FILES, replace(OTHER_FILES, rule=None)],
            "npcc-2020: the pack is missing",
            id="another one missing",
        ),
        pytest.param([replace(CORE_FILES, rule=b"[")], "not well-formed TOML", id="unreadable"),
        pytest.param(
            [replace(CORE_FILES, rule=gapped(CORE_FILES.rule or b""))], "gap", id="unproved"
        ),
        pytest.param(
            [replace(CORE_FILES, version="2021-01-01")], "not those of its folder", id="misplaced"
        ),
        pytest.param(
            [
                CORE_FILES,
                replace(
                    OTHER_FILES,
                    rule=(OTHER_FILES.rule or b"")
                    .replace(b'"other"', b'"else"')
                    .replace(b"\nother =", b"\nelse ="),
                ),
            ],
            "different values",
            id="facts that disagree",
        ),
    ],
)
def test_a_missing_unreadable_unproved_or_foreign_pack_means_nothing_is_shared(
    files: list[PackFiles], because: str
) -> None:
    assert_nothing_is_shared(in_demonstration(*files), because)


def test_a_folder_without_the_pack_reads_as_missing() -> None:
    absent = PackFolder(rule_path(CORE).parent).active(CORE, "2020-12-17")

    assert (absent.rule, absent.approval) == (None, None)
    assert_nothing_is_shared(in_demonstration(absent), "missing")
