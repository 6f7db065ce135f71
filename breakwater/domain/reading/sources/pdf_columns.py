"""Tables without a ruled line: columns of words that all begin under the words of a heading row."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from breakwater.domain.reading import headings, tables
from breakwater.domain.reading.passages import Table
from breakwater.domain.reading.sources.pdf_page import Run
from breakwater.domain.reading.sources.pdf_text import cell_of

# A cell begins at most so many points beside its heading.
_BESIDE = 4.0
_FEWEST_COLUMNS = 3
_LINES_OF_A_HEADING = 4
_TALLEST_LINE = 1.6
# Lines of one cell stand closer than this, counted in the nearest that two lines of it stand.
_PARTED = 1.3

Row = Sequence[Run]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a table begin, left to right, in points."""

    lefts: tuple[float, ...]

    @property
    def fences(self) -> tuple[float, ...]:
        """The places that no word reaches over from one column into the next."""
        return tuple(left - 1 for left in self.lefts[1:])

    def of(self, run: Run) -> int | None:
        """The column in which a run begins, or None where none does or it reaches into the next."""
        index = bisect_right(self.lefts, run.box.left + _BESIDE) - 1
        if index < 0 or abs(run.box.left - self.lefts[index]) > _BESIDE:
            return None
        is_last = index + 1 == len(self.lefts)
        return index if is_last or run.box.right <= self.lefts[index + 1] + _BESIDE else None

    def holds(self, row: Row) -> bool:
        """Whether every run of a line stands in a column."""
        return all(self.of(run) is not None for run in row)

    def cells(self, rows: Sequence[Row]) -> tuple[str, ...]:
        """The words of some lines, column by column; a cell keeps its line breaks."""
        cells: list[list[str]] = [[] for _ in self.lefts]
        for row in rows:
            for run in row:
                cells[self.of(run) or 0].append(run.text)
        return tuple(map(cell_of, cells))


def heading_in(rows: Sequence[Row]) -> tuple[int, Columns] | None:
    """The line that begins the heading row of a table of recommendations, and its columns."""
    for first, row in enumerate(rows):
        if len(row) < _FEWEST_COLUMNS:
            continue
        for last in range(first + 1, min(first + _LINES_OF_A_HEADING, len(rows)) + 1):
            band = rows[first:last]
            columns = Columns(_beginnings(band))
            if columns.holds([run for line in band for run in line]) and _is_heading(columns, band):
                return _first_of_heading(rows, first, columns), columns
    return None


def _first_of_heading(rows: Sequence[Row], first: int, columns: Columns) -> int:
    """The line that begins a heading of which some columns begin a line higher."""
    above = rows[first - 1] if first else ()
    is_of_it = len(above) >= _FEWEST_COLUMNS - 1 and columns.holds(above)
    is_near = first and _gap(above, rows[first]) <= _TALLEST_LINE * above[0].size
    return first - 1 if is_of_it and is_near else first


def table_in(rows: Sequence[Row], first: int, columns: Columns, place: str) -> tuple[Table, int]:
    """The table that begins with a line, and the line after its last.

    A title across the columns parts its rows, where rows of the same columns go on below.
    """
    last = first
    records: list[tuple[str, ...]] = []
    while True:
        begun = last
        while last < len(rows) and columns.holds(rows[last]):
            last += 1
        records.extend(columns.cells(record) for record in _records(rows[begun:last], columns))
        if not _is_title_within(rows[last : last + 2], columns):
            return Table(tuple(records), place), last
        title = " ".join(run.text for run in rows[last])
        records.append((title, *("" for _ in columns.lefts[1:])))
        last += 1


def _is_title_within(rows: Sequence[Row], columns: Columns) -> bool:
    """Whether a line is a title in bold and the one below it a row of the table, no new heading."""
    if len(rows) < 2 or len(rows[0]) > 1 or not _is_bold(rows[0]):
        return False
    below = rows[1]
    is_row = len(below) >= _FEWEST_COLUMNS - 1 and columns.holds(below)
    return is_row and not _is_heading(columns, [below])


def _beginnings(rows: Sequence[Row]) -> tuple[float, ...]:
    kept: list[float] = []
    for left in sorted(run.box.left for row in rows for run in row):
        if not kept or left - kept[-1] > _BESIDE:
            kept.append(left)
    return tuple(kept)


def _is_heading(columns: Columns, band: Sequence[Row]) -> bool:
    is_wide = len(columns.lefts) >= _FEWEST_COLUMNS
    return is_wide and tables.header_row(Table((columns.cells(band),), "")) is not None


def _records(rows: Sequence[Row], columns: Columns) -> Iterator[list[Row]]:
    """The lines record by record: parted by space, or else where the first column begins anew.

    A heading row in bold ends where the bold does.
    """
    head = list(takewhile(_is_bold, rows))
    head = head if head != list(rows) else []
    if head:
        yield head
        rows = rows[len(head) :]
    gaps = [_gap(above, row) for above, row in pairwise(rows)]
    nearest = min(gaps, default=0.0)
    has_space = sum(gap > _PARTED * nearest for gap in gaps) >= (1 if head else 2)
    record: list[Row] = [rows[0]]
    for gap, row in zip(gaps, rows[1:], strict=True):
        is_new = gap > _PARTED * nearest if has_space else _begins_item(row, columns)
        if is_new:
            yield record
            record = []
        record.append(row)
    yield record


def _is_bold(row: Row) -> bool:
    return all(run.is_bold for run in row)


def _begins_item(row: Row, columns: Columns) -> bool:
    """Whether a line has a number in the first column: a word there may only go on from above."""
    first = " ".join(run.text for run in row if columns.of(run) == 0)
    return bool(headings.number_in_cell(first) or headings.code_in_cell(first))


def _gap(above: Row, row: Row) -> float:
    return above[0].box.middle[1] - row[0].box.middle[1]
