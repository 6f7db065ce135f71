"""The heading row of a wide table, where a row of groups may stand above it."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from breakwater.domain.reading import dates, headings
from breakwater.domain.reading.passages import Table, plain
from breakwater.domain.reading.vocabulary import Role, role_of

_LONGEST_HEADING = 90


def headings_at(table: Table, index: int) -> tuple[str, ...]:
    """The heading of each column by a row; one left empty takes the heading above, if that is one.

    A heading that spans two rows, or a group of columns, stands only in the upper of them; below
    one may stand its day.
    """
    row = tuple(map(plain, table.rows[index]))
    above = tuple(map(plain, table.rows[index - 1])) if index else ()
    if not is_heading_like(above) or not (is_heading_like(row) or holds_days_alone(row)):
        return row
    named: list[str] = []
    group = ""
    for cell, over in zip_longest(row, above[: len(row)], fillvalue=""):
        # A group of days is headed above the first of them only.
        group = over if over or not _is_day(cell) else group
        named.append(plain(f"{group} {cell}") if not cell or _is_day(cell) else cell)
    return tuple(named)


def holds_days_alone(row: Sequence[str]) -> bool:
    """Whether a row holds several days and nothing else: those of the updates below a group."""
    said = [cell for cell in map(plain, row) if cell]
    return len(said) > 1 and all(map(_is_day, said))


def _is_day(cell: str) -> bool:
    return bool(re.fullmatch(dates.DAY, cell, re.IGNORECASE))


def is_heading_like(cells: Sequence[str]) -> bool:
    """Whether a row may hold headings: several short cells, most of them known, none a number."""
    said = [cell for cell in cells if cell]
    known = sum(role_of(cell) is not None for cell in said)
    return (
        len(said) >= 2
        and known * 2 >= len(said)
        and all(len(cell) <= _LONGEST_HEADING for cell in said)
        and not any(headings.number_in_cell(cell) for cell in said)
    )


def roles_at(table: Table, index: int) -> set[Role]:
    """The roles that the headings of a row give its columns."""
    return {role for cell in headings_at(table, index) if cell and (role := role_of(cell))}
