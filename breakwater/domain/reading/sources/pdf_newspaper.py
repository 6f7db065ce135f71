"""Text set in two columns, as in a newspaper: the left one is read before the right one."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from breakwater.domain.reading.sources.pdf_page import Run

# The gutter lies in this part of the page, and is at least so many points wide.
_LEFTMOST, _RIGHTMOST = 0.35, 0.65
_NARROWEST = 8.0
_FEWEST_LINES = 8
# Lines of prose fill most of their column; labels and names do not.
_FILLED = 0.6

Row = list[Run]


def in_column_order(rows: Sequence[Row], width: float) -> list[Row]:
    """The lines of a page, those of two columns of prose column by column."""
    gutter = _gutter(rows, width)
    if gutter is None:
        return list(rows)
    ordered: list[Row] = []
    for block in _blocks(rows, gutter):
        left = [half for row in block if (half := [run for run in row if run.box.right <= gutter])]
        right = [half for row in block if (half := [run for run in row if run.box.left >= gutter])]
        ordered.extend([*left, *right] if _is_prose(left) and _is_prose(right) else block)
    return ordered


def _gutter(rows: Sequence[Row], width: float) -> float | None:
    """The middle of the gap that most lines with words on both sides leave between them."""
    gaps = [
        (before.box.right, after.box.left)
        for row in rows
        for before, after in pairwise(row)
        if after.box.left - before.box.right >= _NARROWEST
        and _LEFTMOST * width <= after.box.left <= _RIGHTMOST * width
    ]
    if len(gaps) < _FEWEST_LINES // 2:
        return None
    return median(after for _, after in gaps) - _NARROWEST / 2


def _blocks(rows: Sequence[Row], gutter: float) -> Iterator[list[Row]]:
    """The lines in order: those that keep clear of the gutter together, each other one alone."""
    block: list[Row] = []
    for row in rows:
        if any(run.box.left < gutter < run.box.right for run in row):
            yield from ([block] if block else [])
            yield [row]
            block = []
        else:
            block.append(row)
    yield from ([block] if block else [])


def _is_prose(column: Sequence[Row]) -> bool:
    if len(column) < _FEWEST_LINES:
        return False
    lefts, rights = [row[0].box.left for row in column], [row[-1].box.right for row in column]
    filled = [right - left for left, right in zip(lefts, rights, strict=True)]
    return median(filled) >= _FILLED * (max(rights) - min(lefts))
