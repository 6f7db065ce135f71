"""Narrow tables: rows of a label and its value, one item below another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from breakwater.domain.reading import dates, headings
from breakwater.domain.reading.drafts import FACTS, Draft, DraftAnswer
from breakwater.domain.reading.passages import Passage, Table, plain
from breakwater.domain.reading.verdicts import role_beside
from breakwater.domain.reading.vocabulary import Role, either, role_of

_ANSWERING = frozenset(
    {Role.ANSWER, Role.UPDATE, Role.ACTION, Role.OUTCOME, Role.STATUS, Role.VERDICT}
)
_SPOKEN = frozenset(
    {Role.ANSWER, Role.UPDATE, Role.SPEAKER, Role.ACTION, Role.OUTCOME, Role.VERDICT}
)
_ITEM = frozenset({Role.NUMBER, Role.TEXT, Role.SUBRECOMMENDATION})
_LONGEST_LABEL = 90
# A value shorter than this under a label we do not know is a fact (a name, a grade), not prose.
_SHORTEST_PROSE = 30


@dataclass(frozen=True, slots=True)
class _Cell:
    """A label with the value beside it; ``number`` where the label itself names an item."""

    role: Role | None
    label: str
    value: Passage
    number: str | None = None

    @property
    def begins_item(self) -> bool:
        """Whether an item begins here: "Recommendation 3 | …" or "Recommendation | 3"."""
        if self.number is not None or self.role not in _ITEM:
            return self.number is not None
        words = self.value.text
        return bool(headings.number_in_cell(words) or headings.split_cell(words))


def is_narrow(table: Table) -> bool:
    """Whether a table is labels and values.

    Its rows hold two cells at most, and most labels are known; or, whatever the others are, one
    names an item and another an answer.
    """
    rows = [row for row in table.rows if any(map(plain, row))]
    if not rows or max(sum(bool(plain(cell)) for cell in row) for row in rows) > 2:
        return False
    if any(len(plain(row[0])) > _LONGEST_LABEL for row in rows) or max(map(len, rows)) < 2:
        return False
    cells = list(_cells(table))
    labels = sum(cell.role is not None or cell.number is not None for cell in cells)
    values = sum(role_of(plain(cell.value.text)) is not None for cell in cells)
    if labels < 2 or values >= labels / 2:
        return False
    is_item = any(cell.begins_item for cell in cells)
    return labels >= 0.6 * len(rows) or (is_item and any(cell.role in _SPOKEN for cell in cells))


def is_rest(table: Table) -> bool:
    """Whether a table begins within an item that a page break cut: with no item of its own."""
    cells = list(_cells(table))
    is_pairs = bool(cells) and all(len(row) == 2 for row in table.rows)
    return (
        is_pairs
        and (not cells[0].label or cells[0].role is not None or is_narrow(table))
        and not (cells[0].begins_item or cells[0].role in _ITEM)
    )


def drafts_in(table: Table) -> Iterator[Draft]:
    """The items of a narrow table; none where it is about the document, not about an item."""
    for record in _records(table):
        number, text = _number_and_text(record)
        if number is None or not any(cell.role in _ANSWERING for cell in record):
            continue
        draft = Draft(number, text[0] if text else record[0].value, text=text, has_place=True)
        for cell in record:
            _fill(draft, cell)
        yield draft


def fill(draft: Draft, table: Table) -> None:
    """Fill an item from a narrow table that stands under its heading and gives no number."""
    for cell in _understood(list(_cells(table)), has_text=bool(draft.text)):
        if cell.role is Role.TEXT and plain(cell.value.text):
            draft.text.append(cell.value.saying(cell.value.text))
        else:
            _fill(draft, cell)


def _cells(table: Table) -> Iterator[_Cell]:
    """Every row as a label and its value; a row without a label goes on with the value above."""
    held: _Cell | None = None
    for number, row in enumerate(table.rows, 1):
        label = plain(row[0]) if row else ""
        value = next((cell.strip() for cell in row[1:] if plain(cell)), "")
        if not label and held is not None:
            held = replace(held, value=replace(held.value, text=f"{held.value.text}\n{value}"))
            continue
        if held is not None:
            yield held
        role = role_of(label)
        item = None if role else headings.number_named(label)
        held = _Cell(role, label, Passage(value, f"{table.place} {number}"), item)
    if held is not None:
        yield held


def _records(table: Table) -> Iterator[list[_Cell]]:
    """The rows between one label that begins an item and the next of the same words."""
    record: list[_Cell] = []
    first = ""
    for cell in _cells(table):
        if record and (cell.number is not None or cell.label == first):
            yield _understood(record)
            record = []
        first = first or (cell.label if cell.role in _ITEM else "")
        record.append(cell)
    if record:
        yield _understood(record)


def _understood(record: list[_Cell], has_text: bool = False) -> list[_Cell]:
    """The cells, with a role for prose under labels that nobody knows: the text, then the answer.

    A label we know always wins: only where an item has no text or no answer is one taken.
    """
    has_text = has_text or any(
        (cell.role is Role.TEXT and not cell.begins_item)
        or (cell.begins_item and len(plain(cell.value.text)) > _SHORTEST_PROSE)
        for cell in record
    )
    has_answer = any(cell.role in _SPOKEN for cell in record)
    understood: list[_Cell] = []
    for cell in _told_apart(record):
        words = plain(cell.value.text)
        if cell.role is None and cell.number is None and len(words) > _SHORTEST_PROSE:
            if not has_text and not any(before.role in _SPOKEN for before in understood):
                cell, has_text = replace(cell, role=Role.TEXT), True
            elif not has_answer and either("prose", "own_voice").search(words):
                cell, has_answer = replace(cell, role=Role.ANSWER), True
        understood.append(cell)
    return understood


def _told_apart(record: Sequence[_Cell]) -> list[_Cell]:
    """Of several labels of status those with a word rate; under the others news is told."""
    lengths = [len(plain(cell.value.text)) for cell in record if cell.role is Role.STATUS]
    has_answer = any(cell.role is Role.ANSWER for cell in record)
    if has_answer or not any(0 < length <= _SHORTEST_PROSE for length in lengths):
        return list(record)
    return [
        replace(cell, role=Role.UPDATE)
        if cell.role is Role.STATUS and not 0 < len(plain(cell.value.text)) <= _SHORTEST_PROSE
        else cell
        for cell in record
    ]


def _number_and_text(record: Sequence[_Cell]) -> tuple[str | None, list[Passage]]:
    number, text = None, []
    for cell in record:
        if cell.number is not None:
            number = cell.number
        elif cell.role not in _ITEM:
            continue
        bare = headings.number_in_cell(cell.value.text)
        split = headings.split_cell(cell.value.text) if number is None and not bare else None
        if bare:
            number = bare
        elif split:
            number = split[0]
            text.append(cell.value.saying(split[1]))
        elif plain(cell.value.text):
            text.append(cell.value.saying(cell.value.text))
    return number, text


def _fill(draft: Draft, cell: _Cell) -> None:
    value, role = cell.value, role_beside(cell.role, cell.label, [cell.value.text])
    words = [value.saying(value.text)] if plain(value.text) else []
    if role is None:
        return
    if role.is_answer or role is Role.ACTION:
        day = dates.first_day(cell.label)
        draft.answers.append(DraftAnswer(cell.label, words, day, is_labelled=True))
    elif role is Role.OUTCOME:
        draft.outcome.extend(words)
    elif role is Role.NOTES:
        draft.notes.extend(words)
    elif role is Role.DOCUMENTS:
        lines = filter(plain, value.text.split("\n"))
        draft.documents.extend(value.saying(line) for line in lines)
    elif role in FACTS:
        setattr(draft, FACTS[role], value)
