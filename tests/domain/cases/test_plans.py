"""The forms that come with the house say each thing once and ask nothing they should not."""

import re

import pytest

from breakwater.domain.cases.plans import Plan, plan, plans

_STATUS = re.compile(
    r"immigra|visa|passport|nationalit|citizen|asylum|status|document", re.IGNORECASE
)


def _asked(form: Plan) -> list[str]:
    return [question.ask for section in form.sections for question in section.questions]


def test_there_is_a_safety_plan_and_a_risk_assessment() -> None:
    assert [one.sort for one in plans()] == ["safety_plan", "risk_assessment"]
    assert plan("safety-plan") is plans()[0]
    assert plan("no-such-plan") is None


@pytest.mark.parametrize("form", plans(), ids=lambda form: form.name)
def test_no_question_is_asked_twice_because_answers_are_found_again_by_it(form: Plan) -> None:
    asked = _asked(form)

    assert len(asked) == len(set(asked)) > 10


@pytest.mark.parametrize("form", plans(), ids=lambda form: form.name)
def test_nothing_asks_about_status_nationality_or_papers_numbers(form: Plan) -> None:
    hints = [question.hint for section in form.sections for question in section.questions]

    assert [one for one in [*_asked(form), *hints, form.intro] if _STATUS.search(one)] == []


@pytest.mark.parametrize("form", plans(), ids=lambda form: form.name)
def test_whatever_is_chosen_can_be_not_known_or_is_a_judgement(form: Plan) -> None:
    for section in form.sections:
        for question in section.questions:
            assert not question.choices or len(question.choices) in {3, 11}
