"""What an inspection's own facts would change."""

import pytest

from breakwater.domain.register.facts import TextStatus
from breakwater.domain.register.inspection_plan import plan_inspection
from breakwater.domain.register.plan import Change, Plan, TakeRecommendation
from tests.domain.register.cast import held, inspection, recommendation


def _changes(plan: Plan) -> list[tuple[int, str, str]]:
    return [(item.row, item.change.value, item.subject) for item in plan.items]


def test_a_new_inspection_brings_its_recommendations_and_stubs_for_those_it_cites() -> None:
    facts = inspection("doors", "Doors", recommendation("1", "Open it.", cites=("2", "9")))

    plan = plan_inspection(facts, held(), {})

    assert _changes(plan) == [
        (0, "new", "Doors"),
        (1, "new", "Recommendation 1"),
        (0, "new", "Recommendation 2"),
        (0, "new", "Recommendation 9"),
    ]
    stubs = [s for s in plan.steps if isinstance(s, TakeRecommendation) and s.is_stub]
    assert [stub.facts.number for stub in stubs] == ["2", "9"]


def test_the_same_facts_again_change_nothing() -> None:
    facts = inspection("doors", "Doors", recommendation("1", "Open it."))

    plan = plan_inspection(facts, held(facts), {})

    assert {item.change for item in plan.items} == {Change.UNCHANGED}
    assert plan.steps == ()


@pytest.mark.parametrize(
    ("status_held", "status_given", "change", "text_after"),
    [
        (TextStatus.OWN_WORDS, TextStatus.OWN_WORDS, Change.CHANGED, "Given."),
        (TextStatus.OWN_WORDS, TextStatus.AS_PUBLISHED, Change.CHANGED, "Given."),
        (TextStatus.AS_QUOTED, TextStatus.AS_PUBLISHED, Change.CONFLICT, None),
        (TextStatus.AS_PUBLISHED, TextStatus.AS_PUBLISHED, Change.CONFLICT, None),
        (TextStatus.AS_QUOTED, TextStatus.OWN_WORDS, Change.UNCHANGED, None),
        (TextStatus.AS_PUBLISHED, TextStatus.OWN_WORDS, Change.UNCHANGED, None),
    ],
)
def test_published_words_are_never_replaced_silently(
    status_held: TextStatus, status_given: TextStatus, change: Change, text_after: str | None
) -> None:
    before = inspection("doors", "Doors", recommendation("1", "Held.", status_held))
    given = inspection("doors", "Doors", recommendation("1", "Given.", status_given))

    item = plan_inspection(given, held(before), {}).items[1]

    assert item.change is change
    step = item.step
    assert (step.facts.text if isinstance(step, TakeRecommendation) else None) == text_after


@pytest.mark.parametrize(
    ("answer", "change"), [("take", Change.CHANGED), ("keep", Change.LEFT_OUT)]
)
def test_a_person_settles_a_conflict_of_texts(answer: str, change: Change) -> None:
    before = inspection("doors", "Doors", recommendation("1", "Held."))
    given = inspection("doors", "Doors", recommendation("1", "Given."))

    plan = plan_inspection(given, held(before), {1: frozenset({answer})})

    assert plan.items[1].change is change
    assert plan.open_items == ()


def test_a_change_of_the_inspection_itself_is_a_change() -> None:
    before = inspection("doors", "Doors", recommendation("1", "Open it."))
    given = inspection("doors", "Doors, corrected", recommendation("1", "Open it."))

    plan = plan_inspection(given, held(before), {})

    assert [item.change for item in plan.items] == [Change.CHANGED, Change.UNCHANGED]
