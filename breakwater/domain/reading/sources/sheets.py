"""Reads workbooks (XLSX, ODS) and CSV: each sheet is a heading and a table of its cells."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import takewhile

import python_calamine

from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading.passages import Merged, Part, Passage, Shape, Source, Table, plain
from breakwater.domain.reading.sources.hidden import hidden_rows
from breakwater.domain.reading.sources.shown import Place, Shown, shown_in
from breakwater.domain.reading.vocabulary import either

_MOST_CELLS = 2_000_000
_COVER_ROWS = 12
_COLUMNS_OF_A_TABLE = 4

Cell = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(data: bytes) -> Source:
    """The sheets that hold recommendations: those so named, or all where none is."""
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = _visible(workbook)
        names = _sheets_to_read(visible)
        covers = [name for name in visible if name not in names]
        shown, hidden = shown_in(data), hidden_rows(data)
        parts: list[Part] = [_cover(workbook, name, shown) for name in covers]
        parts += [
            part
            for name in names
            for part in _sheet(workbook, name, shown, hidden.get(name, frozenset()))
        ]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise PlainError("it is a damaged or encrypted workbook") from error
    return Source(tuple(parts))


def read_csv(text: str) -> Source:
    """One table of the cells of a CSV file, its separator found out from its first lines."""
    separator = max(",;\t|", key=lambda mark: _regularity(text, mark))
    csv.field_size_limit(1_000_000)
    try:
        rows = [
            tuple(_lines(cell) for cell in row)
            for row in csv.reader(io.StringIO(text), delimiter=separator)
        ]
    except csv.Error as error:
        raise PlainError("it is a damaged CSV file") from error
    return Source((Table(_filled(rows), "row"),))


def _regularity(text: str, mark: str) -> int:
    return sum(line.count(mark) for line in text.splitlines()[:20])


def _sheets_to_read(names: Sequence[str]) -> list[str]:
    named = [name for name in names if either("sheets", "recommendations").search(name)]
    return named or list(names)


def _visible(workbook: python_calamine.CalamineWorkbook) -> list[str]:
    """The sheets that are shown; all of them where the workbook shows none."""
    shown = python_calamine.SheetVisibleEnum.Visible
    names = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == shown]
    return names or list(workbook.sheet_names)


def _sheet(
    workbook: python_calamine.CalamineWorkbook, name: str, shown: Shown, hidden: frozenset[int]
) -> Iterator[Part]:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.height * sheet.width > _MOST_CELLS:
        raise PlainError("it has a sheet with too many cells")
    rows = sheet.to_python(skip_empty_area=False)
    yield Passage(plain(name), f"sheet {name}", Shape.BREAK)
    printed = _merged(_as_shown(rows, shown.get(name, {})), sheet.merged_cell_ranges or [])
    # A hidden row keeps its place, so that the others keep their numbers.
    kept = (("",) * len(row) if at in hidden else row for at, row in enumerate(printed))
    yield Table(_filled(kept), f"sheet {name}, row")


def _cover(workbook: python_calamine.CalamineWorkbook, name: str, shown: Shown) -> Part:
    """The lines at the head of a sheet that holds no recommendations: whose plan, of what day."""
    rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=_COVER_ROWS)
    printed = _as_shown(rows, shown.get(name, {}))
    head = takewhile(lambda row: sum(map(bool, row)) < _COLUMNS_OF_A_TABLE, printed)
    return Table(_filled(head), f"sheet {name}, row")


def _filled(rows: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The rows in order, without the empty ones that follow the last that says something."""
    kept = list(rows)
    while kept and not any(kept[-1]):
        kept.pop()
    return tuple(kept)


def _as_shown(rows: Sequence[Sequence[Cell]], shown: Mapping[Place, str]) -> list[tuple[str, ...]]:
    """The cells as a reader sees them."""
    return [
        tuple(shown.get((number, column)) or _printed(cell) for column, cell in enumerate(row))
        for number, row in enumerate(rows)
    ]


def _merged(
    rows: Sequence[tuple[str, ...]], ranges: Iterable[tuple[Place, Place]]
) -> list[tuple[str, ...]]:
    """The rows with, in each cell that another reaches down into, what that one says above."""
    cells = [list(row) for row in rows]
    for (top, left), (bottom, _) in ranges:
        for at in range(top + 1, min(bottom + 1, len(cells))):
            if left < len(cells[at]) and not cells[at][left]:
                cells[at][left] = Merged(cells[top][left])
    return [tuple(row) for row in cells]


def _printed(cell: Cell) -> str:
    """A cell without a format of its own: whole numbers without a point, days as day/month/year."""
    match cell:
        case str():
            return _lines(cell)
        case bool():
            return "Yes" if cell else "No"
        case float() if cell.is_integer():
            return str(int(cell))
        case date():
            return f"{cell.day:02}/{cell.month:02}/{cell.year}"
        case _:
            return str(cell)


def _lines(cell: str) -> str:
    return "\n".join(line for line in map(plain, re.split(r"[\r\n]+|_x000D_", cell)) if line)
