"""Labels and values side by side without a ruled line: labels at the left, values at one place."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from breakwater.domain.reading import headings, narrow_tables
from breakwater.domain.reading.passages import Table
from breakwater.domain.reading.sources.pdf_page import Run
from breakwater.domain.reading.sources.pdf_text import cell_of
from breakwater.domain.reading.vocabulary import document_label, role_of

_BESIDE = 4.0
_FEWEST_LABELS = 3

Row = Sequence[Run]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Where the labels of a page begin and where their values do, in points."""

    left: float
    value: float

    def split(self, row: Row) -> tuple[str, str] | None:
        """The words of a line that are label and those that are value; None for any other line."""
        label = [run for run in row if run.box.left < self.value - _BESIDE]
        values = row[len(label) :]
        if values and abs(values[0].box.left - self.value) > _BESIDE:
            return None
        if label and (abs(label[0].box.left - self.left) > _BESIDE or _right(label) > self.value):
            return None
        return _words(label), _words(values)


def pairs_of(rows: Sequence[Row], above: Pairs | None) -> Pairs | None:
    """The places at which labels and values stand on a page; or those of the page above."""
    starts = Counter(
        (round(row[0].box.left), round(row[1].box.left))
        for row in rows
        if len(row) > 1 and _is_label(row[0].text)
    )
    (left, value), count = max(starts.items(), key=lambda held: held[1], default=((0, 0), 0))
    return Pairs(float(left), float(value)) if count >= _FEWEST_LABELS else above


def tables_in(
    rows: Sequence[Row], pairs: Pairs, place: str, goes_on: bool
) -> Iterator[tuple[int, int, Table]]:
    """Each table of labels and values: its first line, the line after its last, and its cells.

    ``goes_on`` says that the page above ended within one, so that this may begin with its rest.
    """
    first = 0
    while first < len(rows):
        last, cells = _gathered(rows, first, pairs, goes_on and first <= 1)
        table = Table(tuple((label, value) for label, value in cells), place)
        is_rest = (
            goes_on and first <= 1 and (not cells or not cells[0][0] or _is_label(cells[0][0]))
        )
        if cells and (narrow_tables.is_narrow(table) or is_rest or _tells_facts(cells)):
            yield first, last, table
        first = max(last, first + 1)


def _gathered(
    rows: Sequence[Row], first: int, pairs: Pairs, may_go_on: bool
) -> tuple[int, list[tuple[str, str]]]:
    """The labels with their values from a line on, and the line at which they end."""
    cells: list[tuple[str, str]] = []
    index = first
    for index, row in enumerate(rows[first:], first):
        split = pairs.split(row)
        if split is None or not _belongs(split, cells, may_go_on):
            return index, cells
        label, value = split
        if cells and (not label or _is_rest_of_label(cells[-1][0], label)):
            held_label, held_value = cells.pop()
            label, value = f"{held_label} {label}".strip(), cell_of([held_value, value]).strip()
        cells.append((label, value))
    return index + 1, cells


def _belongs(split: tuple[str, str], cells: Sequence[tuple[str, str]], may_go_on: bool) -> bool:
    label, value = split
    if not label:
        return bool(cells) or may_go_on
    is_rest = bool(cells) and _is_rest_of_label(cells[-1][0], label)
    return bool(value) or _is_label(label) or is_rest


def _tells_facts(cells: Sequence[tuple[str, str]]) -> bool:
    """Whether most labels are those of a document's own facts: its report, its day, its sender."""
    facts = sum(document_label(label) is not None for label, _ in cells)
    return facts >= _FEWEST_LABELS and facts * 2 >= len(cells)


def _is_rest_of_label(label: str, more: str) -> bool:
    """Whether a label goes on on the next line: only together do the words make one we know."""
    if role_of(f"{label} {more}") is not None:
        return role_of(more) is None
    return bool(label) and more[:1].islower() and role_of(more) is None


def _is_label(words: str) -> bool:
    is_known = role_of(words) is not None or document_label(words) is not None
    return is_known or headings.number_named(words) is not None


def _right(runs: Sequence[Run]) -> float:
    return max(run.box.right for run in runs)


def _words(runs: Sequence[Run]) -> str:
    return " ".join(run.text for run in runs)
