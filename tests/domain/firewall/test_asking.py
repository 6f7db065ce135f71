"""What is asked at the door: only what can still change the answer, nothing that is recorded."""

from itertools import combinations, product

import pytest

from breakwater.domain.firewall.asking import (
    AUTHORISED,
    RECORDED,
    STEPS,
    complete,
    next_question,
    situation,
)
from breakwater.domain.firewall.combination import Combination
from breakwater.domain.firewall.outcome import Outcome
from breakwater.pack_folder import PackFolder


def _combination(*names: str) -> Combination:
    folder = PackFolder()
    return Combination([folder.prove(folder.find(name)) for name in names])


CORE = _combination("safe-to-share-r1")
OTHERS = ("npcc-2018", "npcc-2020", "migrant-victims-protocol", "consent-2025", "local")
ALL = _combination("safe-to-share-r1", "npcc-2018", "npcc-2020", "consent-2025")


def test_leaving_out_what_does_not_matter_never_changes_the_answer() -> None:
    """Over every case of all packs, with the steps standing at each of their three stages."""
    for combination in (CORE, ALL):
        facts = situation(combination)
        for values in product(*(fact.value_names for fact in facts)):
            whole = dict(zip([fact.name for fact in facts], values, strict=True))
            asked: dict[str, str] = {}
            while (question := next_question(combination, asked)) is not None:
                asked[question.name] = whole[question.name]
            for steps in (STEPS, RECORDED, AUTHORISED):
                short = combination.decide(complete(combination, asked, steps))
                full = combination.decide(complete(combination, whole, steps))
                assert short.outcome is full.outcome
                assert short.rule == full.rule


@pytest.mark.parametrize(
    "others", [few for count in range(6) for few in combinations(OTHERS, count)], ids=", ".join
)
def test_nobody_is_asked_more_than_five_questions(others: tuple[str, ...]) -> None:
    """An officer has thirty seconds, whichever packs are in force."""
    assert len(situation(_combination("safe-to-share-r1", *others))) <= 5


def test_nothing_is_asked_about_what_is_recorded() -> None:
    assert [fact.name for fact in situation(CORE)] == ["recipient", "about", "offence"]
    assert not {fact.name for fact in situation(ALL)} & set(STEPS)


def test_the_stages_lead_from_not_yet_to_may_share_and_no_other_way() -> None:
    way_out = {
        "recipient": "immigration_enforcement",
        "about": "protected_person",
        "offence": "other_offence",
    }
    outcomes = [
        CORE.decide(complete(CORE, way_out, steps)).outcome
        for steps in (STEPS, RECORDED, AUTHORISED)
    ]

    assert outcomes == [Outcome.NOT_YET, Outcome.NOT_YET, Outcome.MAY_SHARE]
