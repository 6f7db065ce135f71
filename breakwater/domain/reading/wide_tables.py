"""Wide tables: a row of headings, and under it a row for each item."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from breakwater.domain.reading import dates, headings
from breakwater.domain.reading.column_headings import headings_at, is_heading_like, roles_at
from breakwater.domain.reading.drafts import Draft, DraftAnswer, number_above
from breakwater.domain.reading.passages import Passage, Table, plain
from breakwater.domain.reading.verdicts import role_beside
from breakwater.domain.reading.vocabulary import Role, either, role_of

_SPOKEN = frozenset({Role.ANSWER, Role.UPDATE, Role.ACTION, Role.VERDICT})
_ANSWERING = _SPOKEN | {Role.OUTCOME, Role.STATUS}
_ITEM = frozenset({Role.NUMBER, Role.TEXT, Role.SUBRECOMMENDATION})
# A column headed "Position" or "Progress" that holds more than this is an answer, not a status.
_LONGEST_STATUS = 60
_SHORTEST_PROSE = 30
_LONGEST_RATING = 20
_LONGEST_KIND = 24
_LONGEST_HEADING = 90
# A heading row stands this near the top, below the title of the plan and the like.
_HEADING_ROWS = 30


@dataclass(frozen=True, slots=True)
class _Column:
    index: int
    role: Role
    heading: str


def header_row(table: Table) -> int | None:
    """Which row names the columns of a wide table of recommendations, or None.

    It names an item and an answer; or, failing that, an item whose numbers stand below it beside
    an answer in a column whose heading nobody knows.
    """
    rows = range(min(len(table.rows), _HEADING_ROWS))
    return next(
        (
            _below_groups(table, index)
            for is_header in (_names_item_and_answer, _stands_above_items)
            for index in rows
            if is_header(table, index)
        ),
        None,
    )


def _below_groups(table: Table, index: int) -> int:
    """The row itself, or the one below it where that names more columns: it only groups them."""
    below = index + 1
    if below == len(table.rows) or not is_heading_like(tuple(map(plain, table.rows[below]))):
        return index
    is_finer = len(roles_at(table, below)) > len(roles_at(table, index))
    return below if is_finer and _names_item_and_answer(table, below) else index


def _names_item_and_answer(table: Table, index: int) -> bool:
    roles = roles_at(table, index)
    return len(roles) >= 2 and bool(_ITEM & roles) and bool(_ANSWERING & roles)


def _stands_above_items(table: Table, index: int) -> bool:
    row = table.rows[index]
    is_short = all(len(plain(cell)) <= _LONGEST_HEADING for cell in row)
    if not is_short or sum(bool(plain(cell)) for cell in row) < 2:
        return False
    known = _named_columns(table, index)
    if not any(column.role in _ITEM for column in known):
        return False
    columns = [*known, *_unnamed_columns(table, index, known)]
    roles = {column.role for column in columns}
    return Role.TEXT in roles and bool(_SPOKEN & roles) and _are_numbered(table, index, columns)


def _are_numbered(table: Table, index: int, columns: Sequence[_Column]) -> bool:
    cells = [
        cell
        for column in columns
        if column.role in _ITEM
        for cell in _below(table, index, column.index)
    ]
    return any(headings.split_cell(cell) or headings.number_in_cell(cell) for cell in cells)


def drafts_under(table: Table, first: int) -> list[Draft]:
    """The items in the rows under a heading row."""
    columns = _columns(table, first)
    found: list[Draft] = []
    last: Draft | None = None
    parent: Draft | None = None
    held: Draft | None = None
    rows = [
        _Row(row, columns, f"{table.place} {number}")
        for number, row in enumerate(table.rows[first + 1 :], first + 2)
        if row != table.rows[first] and any(row)
    ]
    for cells, below in zip_longest(rows, rows[1:]):
        group = cells.group(below)
        if group is not None:
            found.append(group)
            parent, last = group, None
            continue
        draft = cells.draft(parent)
        if draft is not None:
            _as_above(draft, held)
            held = draft
            parent = cells.parent or (parent if number_above(draft.number) else draft)
            found.extend(item for item in (cells.parent, draft) if item)
            last = draft
        elif last is not None and cells.is_continuation:
            cells.fill(last)
        else:
            last = None
    return found


def _as_above(draft: Draft, held: Draft | None) -> None:
    """A row that leaves the report empty is of the same report as the row above it."""
    if held is not None and draft.inspection is None:
        draft.inspection = held.inspection
        draft.published = draft.published or held.published


def _columns(table: Table, first: int) -> list[_Column]:
    columns = _named_columns(table, first)
    columns += _unnamed_columns(table, first, columns)
    columns = [_judged(table, first, column) for column in columns]
    columns = _told_apart(table, first, sorted(columns, key=lambda column: column.index))
    if any(column.role is Role.ANSWER for column in columns):
        columns = [column for column in columns if column.role is not Role.ACTION]
    if any(column.role in _SPOKEN for column in columns):
        return columns
    return [_as_answer(table, first, column) for column in columns]


def _judged(table: Table, first: int, column: _Column) -> _Column:
    """The column as what it holds: verdicts, or words under "Recommendation or AFI"."""
    cells = _below(table, first, column.index)
    role = role_beside(column.role, column.heading, cells)
    if role is Role.NUMBER and sum(map(_is_unnumbered_prose, cells)) * 2 > len(cells):
        role = Role.TEXT
    return _Column(column.index, role or column.role, column.heading)


def _is_unnumbered_prose(cell: str) -> bool:
    return len(plain(cell)) > _SHORTEST_PROSE and headings.split_cell(cell) is None


def _told_apart(table: Table, first: int, columns: Sequence[_Column]) -> list[_Column]:
    """Of several columns of status, those that tell a story are updates to the one that rates."""
    statuses = [column for column in columns if column.role is Role.STATUS]
    lengths = {column: _usual_length(_below(table, first, column.index)) for column in statuses}
    if len(statuses) < 2 or min(lengths.values()) > _LONGEST_RATING:
        return list(columns)
    return [
        _Column(column.index, Role.UPDATE, column.heading)
        if lengths.get(column, 0) > _LONGEST_RATING
        else column
        for column in columns
    ]


def _usual_length(cells: Sequence[str]) -> int:
    """The length of the middle one of some cells; a column that says nothing rates nothing."""
    return sorted(map(len, cells))[len(cells) // 2] if cells else _LONGEST_RATING + 1


def _named_columns(table: Table, first: int) -> list[_Column]:
    named = enumerate(headings_at(table, first))
    return [_Column(index, role, cell) for index, cell in named if (role := role_of(cell))]


def _unnamed_columns(table: Table, first: int, known: Sequence[_Column]) -> list[_Column]:
    """Columns whose headings nobody knows, by what stands in them, for roles nobody else has."""
    roles = {column.role for column in known}
    found: list[_Column] = []
    for index in sorted(set(range(len(table.rows[first]))) - {column.index for column in known}):
        cells = _below(table, first, index)
        role = _role_by_content(cells, roles) if cells else None
        if role is not None:
            roles.add(role)
            found.append(_Column(index, role, headings_at(table, first)[index]))
    return found


def _role_by_content(cells: Sequence[str], taken: set[Role]) -> Role | None:
    """Numbers, then what was asked, then what is said to it in a body's own voice."""
    numbers = sum(headings.number_in_cell(cell) is not None for cell in cells)
    if not taken & {Role.NUMBER, Role.SUBRECOMMENDATION} and numbers > len(cells) / 2:
        return Role.NUMBER
    prose = [cell for cell in cells if len(plain(cell)) > _SHORTEST_PROSE]
    if len(prose) <= len(cells) / 2:
        return None
    if not taken & {Role.TEXT, Role.SUBRECOMMENDATION}:
        return Role.TEXT
    spoken = sum(bool(either("prose", "own_voice").search(cell)) for cell in prose)
    return Role.ANSWER if not taken & _SPOKEN and spoken * 2 >= len(prose) else None


def _below(table: Table, first: int, index: int) -> list[str]:
    """The cells of a column that say anything."""
    rows = (row for row in table.rows[first + 1 :] if row != table.rows[first])
    return [row[index] for row in rows if len(row) > index and plain(row[index])]


def _as_answer(table: Table, first: int, column: _Column) -> _Column:
    """With no other answer, a status or outcome column of whole sentences is the answer."""
    words = _below(table, first, column.index)
    is_prose = sum(len(word) > _LONGEST_STATUS for word in words) * 2 > len(words)
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

    def group(self, below: "_Row | None") -> Draft | None:
        """The recommendation that a row of one cell sets out for the parts in the rows below."""
        said = dict.fromkeys(cell for cell in self._row if plain(cell))
        split = headings.split_cell(next(iter(said))) if len(said) == 1 else None
        first = below.draft(None) if split and split[1] and below else None
        if split is None or first is None or number_above(first.number) != split[0]:
            return None
        words = self._passage(" ".join(said))
        return Draft(split[0], words, text=[words.saying(split[1])])

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
        answers = [column for column in self._columns if column.role in _SPOKEN]
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
        part = self._words(Role.SUBRECOMMENDATION)
        if own and part:
            above = text or (parent.text if parent else [])
            self.parent = Draft(number_above(own) or own, self._passage(own), text=above)
            return own, part
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
        number = number or headings.code_in_cell(cell.text)
        is_area = (
            number
            and number[0].isdigit()
            and (_names_area(column.heading) or any(map(_names_area, self._kinds())))
        )
        return f"AFI {number}" if is_area else number

    def _kinds(self) -> list[str]:
        """What the row is said to be, in a column of types: "AFI"; the words of no other column."""
        return [cell.text for _, cell in self._of(Role.OTHER) if len(cell.text) <= _LONGEST_KIND]

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


def _names_area(words: str) -> bool:
    return bool(re.match(r"(?:afis?|areas? for improvement)\b", words.strip(), re.IGNORECASE))


def _longer(held: Passage | None, more: Sequence[Passage]) -> Passage | None:
    """A cell, and what the rows below it add."""
    words = [*([held] if held else []), *more]
    return words[0].saying(" ".join(passage.text for passage in words)) if words else None
