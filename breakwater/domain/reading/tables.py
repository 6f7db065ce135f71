"""Tables as records: wide ones with a heading row, narrow ones of labels and values."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from breakwater.domain.reading import dates, headings
from breakwater.domain.reading.drafts import FACTS, Draft, DraftAnswer, number_above
from breakwater.domain.reading.passages import Part, Passage, Table, plain
from breakwater.domain.reading.vocabulary import Role, role_of

_ANSWERING = frozenset({Role.ANSWER, Role.UPDATE, Role.ACTION, Role.OUTCOME, Role.STATUS})
_ITEM = frozenset({Role.NUMBER, Role.TEXT, Role.SUBRECOMMENDATION})
# A column headed "Position" or "Progress" that holds more than this is an answer, not a status.
_LONGEST_STATUS = 60


@dataclass(frozen=True, slots=True)
class _Column:
    index: int
    role: Role
    heading: str


def joined_up(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts, with a table that a page break cut in two put together again."""
    held: Table | None = None
    for part in parts:
        if isinstance(part, Table) and held is not None and _goes_on(held, part):
            held = Table(held.rows + part.rows, held.place)
            continue
        if held is not None:
            yield held
        held = part if isinstance(part, Table) else None
        if held is None:
            yield part
    if held is not None:
        yield held


def _goes_on(above: Table, below: Table) -> bool:
    """Whether a table repeats the heading row of the one before it, or has none of its own."""
    first = header_row(above)
    if first is None or len(above.rows[first]) != len(below.rows[0] if below.rows else ()):
        return False
    again = header_row(below)
    return again is None or below.rows[again] == above.rows[first]


def header_row(table: Table) -> int | None:
    """Which row names the columns of a wide table of recommendations, or None."""
    for index, row in enumerate(table.rows[:30]):
        roles = {role_of(plain(cell)) for cell in row if cell}
        is_header = bool(roles & _ITEM) and bool(roles & _ANSWERING)
        if (
            is_header
            and sum(role_of(plain(cell)) is not None for cell in row if cell) >= 2
            and not _is_narrow(table)
        ):
            return index
    return None


def drafts_in(table: Table) -> list[Draft]:
    """The items of a table of either shape; none where it is not about recommendations."""
    first = header_row(table)
    if first is not None:
        return _wide(table, first)
    return list(_narrow(table)) if _is_narrow(table) else []


def fill_from_labels(draft: Draft, table: Table) -> bool:
    """Fill an item from a narrow table that stands under its heading and gives no number."""
    if not _is_narrow(table):
        return False
    for number, row in enumerate(table.rows, 1):
        role = role_of(plain(row[0]))
        if role is not None and len(row) > 1:
            _fill_narrow(
                draft, role, plain(row[0]), Passage(row[1].strip(), f"{table.place} {number}")
            )
    return True


def labelled_cells(table: Table) -> Iterator[tuple[str, Passage]]:
    """Each cell of a table about the whole document with the cell before it, its label."""
    first = header_row(table)
    for number, row in enumerate(table.rows[:first], 1):
        for label, value in pairwise(row):
            if plain(label) and plain(value):
                yield plain(label), Passage(value.strip(), f"{table.place} {number}")


def lines_around(table: Table) -> Iterator[Passage]:
    """The lines above the heading row, which tell about the whole document, and such as follow."""
    first = header_row(table)
    rows = table.rows if first is None else table.rows[: first + 1]
    for number, row in enumerate(rows, 1):
        for cell in row:
            for line in cell.split("\n"):
                if plain(line):
                    yield Passage(plain(line), f"{table.place} {number}")


def _is_narrow(table: Table) -> bool:
    """Two columns, the left one mostly labels and the right one mostly not."""
    rows = [row for row in table.rows if any(row)]
    if not rows or max(map(len, rows)) != 2:
        return False
    labels = sum(role_of(plain(row[0])) is not None for row in rows)
    values = sum(len(row) > 1 and role_of(plain(row[1])) is not None for row in rows)
    return labels >= 2 and labels >= 0.6 * len(rows) and values < labels / 2


# --- wide tables ----------------------------------------------------------------------------------


def _wide(table: Table, first: int) -> list[Draft]:
    columns = _columns(table, first)
    found: list[Draft] = []
    last: Draft | None = None
    parent: Draft | None = None
    for number, row in enumerate(table.rows[first + 1 :], first + 2):
        if row == table.rows[first] or not any(row):
            continue
        cells = _Row(row, columns, f"{table.place} {number}")
        draft = cells.draft(parent)
        if draft is not None:
            parent = cells.parent or (parent if number_above(draft.number) else draft)
            found.extend(item for item in (cells.parent, draft) if item)
            last = draft
        elif last is not None and cells.is_continuation:
            cells.fill(last)
        else:
            last = None
    return found


def _columns(table: Table, first: int) -> list[_Column]:
    columns = []
    for index, cell in enumerate(table.rows[first]):
        role = role_of(plain(cell))
        if role is not None:
            columns.append(_Column(index, role, plain(cell)))
    if any(column.role is Role.ANSWER for column in columns):
        return [column for column in columns if column.role is not Role.ACTION]
    if any(column.role in (Role.ACTION, Role.UPDATE) for column in columns):
        return columns
    return [_as_answer(table, first, column) for column in columns]


def _as_answer(table: Table, first: int, column: _Column) -> _Column:
    """With no other answer, a status or outcome column of whole sentences is the answer."""
    words = [row[column.index] for row in table.rows[first + 1 :] if len(row) > column.index]
    is_prose = sum(len(word) > _LONGEST_STATUS for word in words) * 2 > sum(
        bool(word) for word in words
    )
    if column.role in (Role.STATUS, Role.OUTCOME) and is_prose:
        return _Column(column.index, Role.ANSWER, column.heading)
    return column


class _Row:
    """One row under its headings."""

    def __init__(self, row: Sequence[str], columns: Sequence[_Column], place: str) -> None:
        self._row, self._columns, self._place = row, columns, place
        self.parent: Draft | None = None

    @property
    def is_continuation(self) -> bool:
        """Whether the row only goes on with the cells of the row above."""
        return not any(plain(passage.text) for _, passage in self._of(Role.NUMBER))

    def draft(self, parent: Draft | None) -> Draft | None:
        """The item that begins with this row, or None where none does."""
        number, text = self._number_and_text(parent)
        if number is None:
            return None
        draft = Draft(number, Passage(plain(" ".join(self._row)), self._place), has_place=True)
        if self.parent is not None:
            draft.parent = self.parent.text
        self.fill(draft, text)
        return draft

    def fill(self, draft: Draft, text: Sequence[Passage] | None = None) -> None:
        """Add the cells of the row to an item; a row below goes on with each of its cells."""
        draft.text.extend(self._words(Role.TEXT) if text is None else text)
        answers = [
            column
            for column in self._columns
            if column.role in (Role.ANSWER, Role.UPDATE, Role.ACTION)
        ]
        for position, column in enumerate(answers):
            if position == len(draft.answers):
                draft.answers.append(
                    DraftAnswer(column.heading, [], dates.first_day(column.heading))
                )
            draft.answers[position].passages.extend(self._cell(column))
        for _, cell in self._of(Role.NUMBER):
            split = headings.split_cell(cell.text)
            addressed = headings.addressed_in(split[1]) if split else None
            draft.addressed = cell.saying(addressed) if addressed else draft.addressed
        draft.outcome.extend(self._words(Role.OUTCOME))
        draft.documents.extend(self._lines(Role.DOCUMENTS))
        draft.notes.extend(self._words(Role.NOTES))
        draft.owner = draft.owner or self._whole(Role.ADDRESSEE)
        draft.agency = draft.agency or self._whole(Role.AGENCY)
        draft.target = _longer(draft.target, self._words(Role.TARGET))
        draft.status = _longer(draft.status, self._words(Role.STATUS))
        draft.inspection = _longer(draft.inspection, self._words(Role.INSPECTION))
        draft.published = _longer(draft.published, self._words(Role.PUBLISHED))

    def _number_and_text(self, parent: Draft | None) -> tuple[str | None, list[Passage]]:
        numbers = (self._number_in(column, cell) for column, cell in self._of(Role.NUMBER))
        own = next(filter(None, numbers), None)
        text = self._words(Role.TEXT)
        sub = self._sub(own or (parent.number if parent else None))
        if sub is not None:
            if own or text:
                self.parent = Draft(
                    own or number_above(sub[0]), self._passage(" ".join(self._row)), text=text
                )
            elif parent is not None:
                self.parent = Draft(parent.number, parent.heading, text=parent.text)
            return sub
        if own is None and text and not any(column.role is Role.NUMBER for column in self._columns):
            raw = next(cell.text for _, cell in self._of(Role.TEXT) if cell.text)
            split = headings.split_cell(raw)
            if split:
                return split[0], [text[0].saying(split[1]), *text[1:]] if split[1] else text[1:]
        return own, text

    def _number_in(self, column: _Column, cell: Passage) -> str | None:
        """The number in a cell; in a column of areas for improvement it keeps that name."""
        split = headings.split_cell(cell.text)
        number = headings.number_in_cell(cell.text) or (split[0] if split else None)
        is_area = (
            number
            and number[0].isdigit()
            and re.match(r"(?:afis?|areas? for improvement)\b", column.heading, re.IGNORECASE)
        )
        return f"AFI {number}" if is_area else number

    def _sub(self, above: str | None) -> tuple[str, list[Passage]] | None:
        words = self._words(Role.SUBRECOMMENDATION)
        if not words:
            return None
        whole = words[0].saying(" ".join(passage.text for passage in words))
        split = headings.split_cell(
            "\n".join(cell.text for _, cell in self._of(Role.SUBRECOMMENDATION))
        )
        bare = headings.number_in_cell(whole.text)
        if bare:
            return bare, []
        if split:
            return split[0], [whole.saying(split[1])]
        letter = re.match(r"^\(?([a-z])[).:]\s*(.*)$", whole.text)
        return (f"{above}{letter[1]}", [whole.saying(letter[2])]) if letter and above else None

    def _of(self, role: Role) -> Iterator[tuple[_Column, Passage]]:
        for column in self._columns:
            if column.role is role and column.index < len(self._row):
                yield column, self._passage(self._row[column.index])

    def _words(self, role: Role) -> list[Passage]:
        return [cell.saying(cell.text) for _, cell in self._of(role) if plain(cell.text)]

    def _whole(self, role: Role) -> Passage | None:
        """A cell with its line breaks, which may part one body from another."""
        return next((cell for _, cell in self._of(role) if plain(cell.text)), None)

    def _lines(self, role: Role) -> list[Passage]:
        return [
            self._passage(line)
            for _, cell in self._of(role)
            for line in cell.text.split("\n")
            if plain(line)
        ]

    def _cell(self, column: _Column) -> list[Passage]:
        words = self._row[column.index] if column.index < len(self._row) else ""
        return [self._passage(words).saying(words)] if plain(words) else []

    def _passage(self, words: str) -> Passage:
        return Passage(words, self._place)


def _longer(held: Passage | None, more: Sequence[Passage]) -> Passage | None:
    """A cell, and what the rows below it add."""
    words = [*([held] if held else []), *more]
    return words[0].saying(" ".join(passage.text for passage in words)) if words else None


# --- narrow tables --------------------------------------------------------------------------------


def _narrow(table: Table) -> Iterator[Draft]:
    for record in _records(table):
        number, text = _narrow_number(record)
        if number is None or not any(role in _ANSWERING for role, _, _ in record):
            continue
        draft = Draft(number, text[0] if text else record[0][2], text=text, has_place=True)
        for role, label, value in record:
            _fill_narrow(draft, role, label, value)
        yield draft


_Cell = tuple[Role, str, Passage]


def _records(table: Table) -> Iterator[list[_Cell]]:
    """The rows between one number (or recommendation) label and the next of the same words."""
    record: list[_Cell] = []
    first = ""
    for number, row in enumerate(table.rows, 1):
        label = plain(row[0]) if row else ""
        role = role_of(label)
        if role is None or len(row) < 2:
            continue
        if label == first and record:
            yield record
            record = []
        first = first or (label if role in _ITEM else "")
        record.append((role, label, Passage(row[1].strip(), f"{table.place} {number}")))
    if record:
        yield record


def _narrow_number(record: Sequence[_Cell]) -> tuple[str | None, list[Passage]]:
    number, text = None, []
    for role, _, value in record:
        if role not in _ITEM:
            continue
        bare = headings.number_in_cell(value.text)
        split = headings.split_cell(value.text) if number is None and not bare else None
        if bare:
            number = bare
        elif split:
            number = split[0]
            text.append(value.saying(split[1]))
        elif plain(value.text):
            text.append(value.saying(value.text))
    return number, text


def _fill_narrow(draft: Draft, role: Role, label: str, value: Passage) -> None:
    words = [value.saying(value.text)] if plain(value.text) else []
    if role.is_answer or role is Role.ACTION:
        day = dates.first_day(label)
        draft.answers.append(DraftAnswer(label, words, day, is_labelled=True))
    elif role is Role.OUTCOME:
        draft.outcome.extend(words)
    elif role is Role.NOTES:
        draft.notes.extend(words)
    elif role is Role.DOCUMENTS:
        lines = filter(plain, value.text.split("\n"))
        draft.documents.extend(value.saying(line) for line in lines)
    elif role in FACTS:
        setattr(draft, FACTS[role], value)
