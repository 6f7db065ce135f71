"""Whose words are whose."""

import pytest

from breakwater.domain.reading.reading import Answer
from breakwater.domain.register.attribution import answers_by_body
from tests.domain.register.cast import COMMISSIONER, FORCE


def _answer(label: str | None, *paragraphs: str) -> Answer:
    return Answer(label, None, paragraphs or ("Words.",))


@pytest.mark.parametrize(
    ("label", "bodies"),
    [
        ("Force response", [FORCE]),
        ("Chief Constable’s comments", [FORCE]),
        ("FORCE RESPONSE:", [FORCE]),
        ("OPCC comment:", [COMMISSIONER]),
        ("Commissioner’s comments", [COMMISSIONER]),
        ("Police and Crime Commissioner", [COMMISSIONER]),
        ("The Mayor’s response", [COMMISSIONER]),
        ("Our response", [FORCE, COMMISSIONER]),
        ("Initial response", [FORCE, COMMISSIONER]),
        (None, [FORCE, COMMISSIONER]),
    ],
)
def test_a_label_says_who_speaks_and_no_label_means_all_together(
    label: str | None, bodies: list[object]
) -> None:
    shares = answers_by_body([_answer(label)], [FORCE, COMMISSIONER])

    assert [body for body, _ in shares] == bodies


def test_a_single_body_gives_every_answer() -> None:
    answers = (_answer("Chief Constable’s comments"), _answer("Commissioner’s comments"))

    assert answers_by_body(answers, [FORCE]) == [(FORCE, answers)]


def test_an_empty_label_is_no_answer() -> None:
    empty = Answer("Force response", None, ())

    assert answers_by_body([empty], [FORCE]) == []
    assert answers_by_body([empty], [FORCE, COMMISSIONER]) == []
