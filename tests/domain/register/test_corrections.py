"""What a person puts right is laid over the reading; the reading itself never changes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading.reading import (
    Answer,
    Disposition,
    Evidence,
    FieldSource,
    Flag,
    Kind,
    Reading,
    Recommendation,
)
from breakwater.domain.reading.stored import from_stored, to_stored
from breakwater.domain.register.corrections import corrected, fields_of

_ITEM = Recommendation(
    number="4",
    addressees=("chief constables",),
    cites=("1",),
    has_text=True,
    list_missing=False,
    deadline_wording="immediately",
    due_on=None,
    response_begins="Accepted.",
    disposition=Disposition.ACCEPTED,
    awaits=None,
    status_words=None,
    evidence=(Evidence("TR-0092", "2024-02-29"),),
    paragraphs=("Answer every call.",),
    response="Accepted.",
    answers=(Answer("Force response", None, ("Accepted.",)),),
    sources=(FieldSource("number", "4 Answer every call.", "row 4"),),
)
_READING = Reading(
    is_response=True,
    kind=Kind.ACTION_PLAN,
    reference=None,
    dated="2024-03-01",
    inspection_title=None,
    inspection_published_on=None,
    responding_bodies=("Saltmarsh Constabulary",),
    signatory_posts=(),
    recommendations=(_ITEM,),
    flags=(Flag.LIST_MISSING,),
)


def test_a_reading_comes_back_from_json_as_it_was() -> None:
    assert from_stored(json.loads(json.dumps(to_stored(_READING)))) == _READING


def test_every_field_shown_and_taken_again_changes_nothing() -> None:
    shown = {
        row: {field.name: text for field, text in fields_of(_READING, row).items()}
        for row in (0, 1)
    }

    assert corrected(_READING, shown) == _READING


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)))
def test_what_is_typed_in_a_long_field_is_what_is_held(paragraphs: list[str]) -> None:
    changed = corrected(_READING, {1: {"answer_0": "\n".join(paragraphs)}})

    assert list(changed.recommendations[0].answers[0].paragraphs) == paragraphs


@pytest.mark.parametrize(
    ("row", "field", "text", "why"),
    [
        (0, "dated", "3 December 2021", "year-month-day"),
        (0, "dated", "2023-02-31", "year-month-day"),
        (1, "number", "  ", "as it is printed"),
        (1, "disposition", "agreed", "positions offered"),
        (1, "evidence", "TR-0092 | soon", "year-month-day"),
        (1, "colour", "red", "no field"),
        (2, "number", "5", "no item"),
    ],
)
def test_what_cannot_be_right_is_refused_in_a_sentence(
    row: int, field: str, text: str, why: str
) -> None:
    with pytest.raises(PlainError, match=why):
        corrected(_READING, {row: {field: text}})
