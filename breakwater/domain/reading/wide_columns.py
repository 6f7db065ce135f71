"""The columns of a wide table: which row names them, and what each of them holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from breakwater.domain.reading import headings
from breakwater.domain.reading.column_headings import (
    headings_at,
    holds_days_alone,
    is_heading_like,
    roles_at,
)
from breakwater.domain.reading.passages import Table, plain
from breakwater.domain.reading.verdicts import role_beside
from breakwater.domain.reading.vocabulary import Role, either, role_of

SPOKEN = frozenset({Role.ANSWER, Role.UPDATE, Role.ACTION, Role.VERDICT})
_ANSWERING = SPOKEN | {Role.OUTCOME, Role.STATUS}
_ITEM = frozenset({Role.NUMBER, Role.TEXT, Role.SUBRECOMMENDATION})
# A column headed "Position" or "Progress" that holds more than this is an answer, not a status.
_LONGEST_STATUS = 60
_SHORTEST_PROSE = 30
_LONGEST_RATING = 20
_LONGEST_HEADING = 90
# A heading row stands this near the top, below the title of the plan and the like.
_HEADING_ROWS = 30


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place, what it holds, and its heading as printed."""

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
    if below < len(table.rows) and holds_days_alone(table.rows[below]):
        return below
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
    return Role.TEXT in roles and bool(SPOKEN & roles) and _are_numbered(table, index, columns)


def _are_numbered(table: Table, index: int, columns: Sequence[Column]) -> bool:
    cells = [
        cell
        for column in columns
        if column.role in _ITEM
        for cell in _below(table, index, column.index)
    ]
    return any(headings.split_cell(cell) or headings.number_in_cell(cell) for cell in cells)


def columns_of(table: Table, first: int) -> list[Column]:
    """The columns under a heading row that are of use, each with what it holds, left to right."""
    columns = [_judged(table, first, column) for column in _named_columns(table, first)]
    columns += _unnamed_columns(table, first, columns)
    columns = _told_apart(table, first, sorted(columns, key=lambda column: column.index))
    if any(column.role is Role.ANSWER for column in columns):
        columns = [column for column in columns if column.role is not Role.ACTION]
    if any(column.role in SPOKEN for column in columns):
        return columns
    return [_as_answer(table, first, column) for column in columns]


def _judged(table: Table, first: int, column: Column) -> Column:
    """The column as what it holds: verdicts, or words under "Recommendation or AFI"."""
    cells = _below(table, first, column.index)
    role = role_beside(column.role, column.heading, cells)
    if role is Role.NUMBER and sum(map(_is_unnumbered_prose, cells)) * 2 > len(cells):
        role = Role.TEXT
    return Column(column.index, role or column.role, column.heading)


def _is_unnumbered_prose(cell: str) -> bool:
    return len(plain(cell)) > _SHORTEST_PROSE and headings.split_cell(cell) is None


def _told_apart(table: Table, first: int, columns: Sequence[Column]) -> list[Column]:
    """Of several columns of status, those that tell a story are updates to the one that rates."""
    statuses = [column for column in columns if column.role is Role.STATUS]
    lengths = {column: _usual_length(_below(table, first, column.index)) for column in statuses}
    if len(statuses) < 2 or min(lengths.values()) > _LONGEST_RATING:
        return list(columns)
    return [
        Column(column.index, Role.UPDATE, column.heading)
        if lengths.get(column, 0) > _LONGEST_RATING
        else column
        for column in columns
    ]


def _usual_length(cells: Sequence[str]) -> int:
    """The length of the middle one of some cells; a column that says nothing rates nothing."""
    return sorted(map(len, cells))[len(cells) // 2] if cells else _LONGEST_RATING + 1


def _named_columns(table: Table, first: int) -> list[Column]:
    named = enumerate(headings_at(table, first))
    return [Column(index, role, cell) for index, cell in named if (role := role_of(cell))]


def _unnamed_columns(table: Table, first: int, known: Sequence[Column]) -> list[Column]:
    """Columns whose headings nobody knows, by what stands in them, for roles nobody else has."""
    roles = {column.role for column in known}
    found: list[Column] = []
    for index in sorted(set(range(len(table.rows[first]))) - {column.index for column in known}):
        cells = _below(table, first, index)
        role = _role_by_content(cells, roles) if cells else None
        if role is not None:
            roles.add(role)
            found.append(Column(index, role, headings_at(table, first)[index]))
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
    return Role.ANSWER if not taken & SPOKEN and spoken * 2 >= len(prose) else None


def _below(table: Table, first: int, index: int) -> list[str]:
    """The cells of a column that say anything."""
    rows = (row for row in table.rows[first + 1 :] if row != table.rows[first])
    return [row[index] for row in rows if len(row) > index and plain(row[index])]


def _as_answer(table: Table, first: int, column: Column) -> Column:
    """With no other answer, a status or outcome column of whole sentences is the answer."""
    words = _below(table, first, column.index)
    is_prose = sum(len(word) > _LONGEST_STATUS for word in words) * 2 > len(words)
    if column.role in (Role.STATUS, Role.OUTCOME) and is_prose:
        return Column(column.index, Role.ANSWER, column.heading)
    return column
