"""Signatures that stand side by side at the end of a letter: one is read after the other."""

from collections.abc import Sequence

from breakwater.domain.reading.sources.pdf_page import Run
from breakwater.domain.reading.vocabulary import either, role_of

_BESIDE = 4.0
# The second begins at least this far from the first, in points.
_FAR = 100.0
_LINES_BELOW_CLOSE = 4
_LONGEST = 60

Row = list[Run]


def in_reading_order(rows: Sequence[Row]) -> list[Row]:
    """The lines of a page, those of signatures side by side column by column."""
    ordered: list[Row] = []
    index = 0
    while index < len(rows):
        last = _end_of_signatures(rows, index)
        if not (_is_below_close(ordered) or any(map(_names_two_posts, rows[index:last]))):
            last = index
        columns = zip(*(_halves(row, rows[index]) for row in rows[index:last]), strict=True)
        ordered.extend(half for column in columns for half in column if half)
        if last == index:
            ordered.append(rows[index])
        index = max(last, index + 1)
    return ordered


def _is_below_close(above: Sequence[Row]) -> bool:
    close = either("prose", "close")
    return any(close.match(row[0].text) for row in above[-_LINES_BELOW_CLOSE:])


def _names_two_posts(row: Row) -> bool:
    are_posts = len(row) == 2 and all(either("prose", "posts").search(run.text) for run in row)
    return are_posts and role_of(row[0].text) is None


def _end_of_signatures(rows: Sequence[Row], first: int) -> int:
    """The line after the last of the signatures that begin with a line; itself where none do."""
    if len(rows[first]) != 2 or rows[first][1].box.left - rows[first][0].box.left < _FAR:
        return first
    lefts = [run.box.left for run in rows[first]]
    last = first
    while last < len(rows) and all(_is_at(run, lefts) for run in rows[last]):
        last += 1
    return last if sum(len(row) == 2 for row in rows[first:last]) >= 2 else first


def _is_at(run: Run, lefts: Sequence[float]) -> bool:
    is_short = len(run.text) <= _LONGEST
    return is_short and any(abs(run.box.left - left) <= _BESIDE for left in lefts)


def _halves(row: Row, first: Row) -> tuple[Row, Row]:
    middle = first[1].box.left - _BESIDE
    return (
        [run for run in row if run.box.left < middle],
        [run for run in row if run.box.left >= middle],
    )
