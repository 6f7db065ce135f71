"""Ruled tables on a page: which rules belong together, and which run stands in which cell."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from breakwater.domain.reading.sources.pdf_page import Box, Run

_TOUCH = 3.0
_SAME = 2.5


@dataclass(frozen=True, slots=True)
class Grid:
    """One ruled table: the places of its rules, left to right and top to bottom."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    across: tuple[Box, ...]
    down: tuple[Box, ...]

    def holds(self, box: Box) -> bool:
        """Whether the middle of a box lies inside the table."""
        x, y = box.middle
        return self.columns[0] <= x <= self.columns[-1] and self.rows[-1] <= y <= self.rows[0]

    def cell_of(self, box: Box) -> tuple[int, int]:
        """The row and column in which a box begins; a merged cell counts as its first."""
        x, y = box.left + _SAME, box.middle[1]
        column = min(max(bisect_right(self.columns, x) - 1, 0), len(self.columns) - 2)
        row = min(max(sum(place > y for place in self.rows) - 1, 0), len(self.rows) - 2)
        while column and not self._is_ruled_down(self.columns[column], y):
            column -= 1
        while row and not self._is_ruled_across(self.rows[row], x):
            row -= 1
        return row, column

    def is_merged_with_above(self, row: int, column: int) -> bool:
        """Whether no rule parts a cell from the one above it."""
        x = (self.columns[column] + self.columns[column + 1]) / 2
        return row > 0 and not self._is_ruled_across(self.rows[row], x)

    def _is_ruled_down(self, x: float, y: float) -> bool:
        return any(
            abs(_x(r) - x) <= _SAME and r.bottom - _TOUCH <= y <= r.top + _TOUCH for r in self.down
        )

    def _is_ruled_across(self, y: float, x: float) -> bool:
        return any(
            abs(_y(r) - y) <= _SAME and r.left - _TOUCH <= x <= r.right + _TOUCH
            for r in self.across
        )


def grids_of(across: Sequence[Box], down: Sequence[Box]) -> list[Grid]:
    """The tables of a page, top first: overlapping rules that make two columns or more."""
    grids = []
    for flat, upright in _bands(across, down):
        columns = _distinct(_x(rule) for rule in upright)
        # A row cut by the end of the page has no rule below; the upright rules show its end.
        ends = [place for rule in upright for place in (rule.bottom, rule.top)]
        rows = _distinct([*(_y(rule) for rule in flat), *(ends if flat else [])])
        if len(columns) >= 3 and len(rows) >= 2:
            grids.append(Grid(tuple(columns), tuple(reversed(rows)), tuple(flat), tuple(upright)))
    return grids


def cells_of(grid: Grid, runs: Sequence[Run]) -> list[list[list[Run]]]:
    """The runs of a table, in their cells."""
    cells: list[list[list[Run]]] = [
        [[] for _ in range(len(grid.columns) - 1)] for _ in range(len(grid.rows) - 1)
    ]
    for run in runs:
        row, column = grid.cell_of(run.box)
        cells[row][column].append(run)
    return cells


def _x(rule: Box) -> float:
    return (rule.left + rule.right) / 2


def _y(rule: Box) -> float:
    return (rule.bottom + rule.top) / 2


def _distinct(places: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _SAME:
            kept.append(place)
    return kept


def _bands(across: Sequence[Box], down: Sequence[Box]) -> Iterator[tuple[list[Box], list[Box]]]:
    """Tables stand above one another, so rules whose heights overlap belong to one table."""
    band: tuple[list[Box], list[Box]] = ([], [])
    floor = 0.0
    rules = {(rule, True) for rule in across} | {(rule, False) for rule in down}
    for rule, is_across in sorted(rules, key=lambda found: -found[0].top):
        if (band[0] or band[1]) and rule.top < floor - _TOUCH:
            yield band
            band = ([], [])
        is_first = not (band[0] or band[1])
        floor = rule.bottom if is_first else min(floor, rule.bottom)
        band[0 if is_across else 1].append(rule)
    yield band
