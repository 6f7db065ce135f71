"""What a person put right in a reading, laid over it; the reading itself is never changed.

A field is shown and corrected as plain text: lists have one entry a line, paragraphs stand on
lines of their own, and a document that is pointed to is ``reference | day``. An unchanged field has
no correction, so that the source stays visible beside everything that was not touched.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading.reading import (
    Answer,
    Disposition,
    Evidence,
    Reading,
    Recommendation,
)

# Row → field → the text a person gave. Row 0 is the document, row 1 its first recommendation.
Corrections = Mapping[int, Mapping[str, str]]

DOCUMENT = 0


@dataclass(frozen=True, slots=True)
class Field:
    """One field a person can put right: ``show`` and ``take`` are each other's inverse."""

    name: str
    label: str
    hint: str
    show: Callable[[Any], str]
    take: Callable[[str], Any]
    is_long: bool = False


def _lines(values: tuple[str, ...]) -> str:
    return "\n".join(values)


def _split(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _line(value: str | None) -> str:
    return value or ""


def _one(text: str) -> str | None:
    return " ".join(text.split()) or None


def _day(text: str) -> str | None:
    given = _one(text)
    if given is None:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise PlainError("give the day as year-month-day, for example 2021-12-03") from None


def _number(text: str) -> str:
    given = _one(text)
    if given is None or len(given) > 30:
        raise PlainError("give the number as it is printed, at most 30 characters")
    return given


def _disposition(text: str) -> Disposition:
    try:
        return Disposition(text)
    except ValueError:
        raise PlainError("choose one of the positions offered") from None


def _show_evidence(values: tuple[Evidence, ...]) -> str:
    return "\n".join(f"{each.reference or ''} | {each.dated or ''}" for each in values)


def _take_evidence(text: str) -> tuple[Evidence, ...]:
    found = []
    for line in _split(text):
        reference, _, dated = line.rpartition("|") if "|" in line else (line, "", "")
        found.append(Evidence(_one(reference), _day(dated)))
    return tuple(found)


DOCUMENT_FIELDS = (
    Field("reference", "Reference", "The sender’s own.", _line, _one),
    Field("dated", "Date of the document", "As year-month-day.", _line, _day),
    Field("inspection_title", "Report it answers", "", _line, _one),
    Field("inspection_published_on", "That report was published on", "", _line, _day),
    Field("responding_bodies", "Who answers", "One a line.", _lines, _split, is_long=True),
    Field("signatory_posts", "Posts that signed", "One a line.", _lines, _split, is_long=True),
)

RECOMMENDATION_FIELDS = (
    Field("number", "Number", "As it is printed.", _line, _number),
    Field("addressees", "Addressed to", "One a line.", _lines, _split, is_long=True),
    Field("paragraphs", "What it says", "One paragraph a line.", _lines, _split, is_long=True),
    Field("notes", "Notes to it", "One paragraph a line.", _lines, _split, is_long=True),
    Field("deadline_wording", "By when, in its own words", "", _line, _one),
    Field("disposition", "Position taken", "Only what the answer says.", str, _disposition),
    Field("awaits", "What it waits for", "", _line, _one),
    Field("status_words", "Status, in its own words", "", _line, _one),
    Field("evidence", "Documents", "name | day, one a line.", _show_evidence, _take_evidence, True),
)

_ANSWER = "answer"


def fields_of(reading: Reading, row: int) -> dict[Field, str]:
    """Each field of this row with its text, in order; ``PlainError`` where there is no such row."""
    if row == DOCUMENT:
        return {field: field.show(getattr(reading, field.name)) for field in DOCUMENT_FIELDS}
    if not 0 < row <= len(reading.recommendations):
        raise PlainError(f"the document has no item {row}")
    item = reading.recommendations[row - 1]
    shown = {field: field.show(getattr(item, field.name)) for field in RECOMMENDATION_FIELDS}
    return shown | {
        _answer_field(item, place): _lines(item.answers[place].paragraphs)
        for place in range(len(item.answers))
    }


def corrected(reading: Reading, corrections: Corrections) -> Reading:
    """The reading with every correction laid over it; corrections of missing rows are refused."""
    changed = reading
    for row, texts in sorted(corrections.items()):
        fields = {field.name: field for field in fields_of(reading, row)}
        unknown = set(texts) - set(fields)
        if unknown:
            raise PlainError(f"item {row} has no field {min(unknown)}")
        changed = _row_corrected(changed, row, fields, texts)
    return changed


def _row_corrected(
    reading: Reading, row: int, fields: Mapping[str, Field], texts: Mapping[str, str]
) -> Reading:
    values = {name: fields[name].take(text) for name, text in texts.items()}
    if row == DOCUMENT:
        return replace(reading, **values)
    rows = list(reading.recommendations)
    rows[row - 1] = _item_corrected(rows[row - 1], values)
    return replace(reading, recommendations=tuple(rows))


def _item_corrected(item: Recommendation, values: dict[str, Any]) -> Recommendation:
    answers = list(item.answers)
    for place in range(len(answers)):
        paragraphs = values.pop(f"{_ANSWER}_{place}", None)
        if paragraphs is not None:
            answers[place] = replace(answers[place], paragraphs=paragraphs)
    response = _response(item, answers)
    changed = replace(item, answers=tuple(answers), response=response, **values)
    return replace(
        changed,
        has_text=bool(changed.paragraphs),
        response_begins=response[:60].rstrip() if response else None,
    )


def _response(item: Recommendation, answers: list[Answer]) -> str | None:
    """The answer that counted as the first one, in its new words."""
    first = next((at for at, each in enumerate(item.answers) if each.text == item.response), None)
    return item.response if first is None else answers[first].text or None


def _answer_field(item: Recommendation, place: int) -> Field:
    answer: Answer = item.answers[place]
    label = answer.label or "Answer"
    has_day = any(character.isdigit() for character in label)
    dated = f", {answer.dated}" if answer.dated and not has_day else ""
    return Field(
        f"{_ANSWER}_{place}", f"{label}{dated}", "One paragraph a line.", _lines, _split, True
    )
