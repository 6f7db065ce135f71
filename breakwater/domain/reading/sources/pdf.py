"""Reads a PDF: its pages, their tables and paragraphs, without running heads and feet."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

import pypdfium2

from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading import furniture
from breakwater.domain.reading.labels import label_at
from breakwater.domain.reading.passages import Merged, Part, Passage, Shape, Source, Table
from breakwater.domain.reading.sources.pdf_columns import Columns, heading_in, table_in
from breakwater.domain.reading.sources.pdf_grid import Grid, cells_of, grids_of
from breakwater.domain.reading.sources.pdf_newspaper import in_column_order
from breakwater.domain.reading.sources.pdf_page import Run, rules_of, runs_of
from breakwater.domain.reading.sources.pdf_pairs import Pairs, pairs_of, tables_in
from breakwater.domain.reading.sources.pdf_signatures import in_reading_order
from breakwater.domain.reading.sources.pdf_text import (
    Layout,
    Line,
    begins_anew,
    cell_of,
    layout_of,
    line_of,
    lines_of,
    paragraphs_of,
    passage_of,
    rows_of,
)

_MOST_PAGES = 600
# What stands at the foot of a page in letters so much smaller goes on with nothing.
_SMALL = 0.9
_MARGIN_LINES = 2


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    width: float
    lines: tuple[Line, ...]
    tables: tuple[tuple[float, Table], ...]
    columns: Columns | None = None
    pairs: Pairs | None = None


@dataclass(frozen=True, slots=True)
class _Ground:
    """The words of a page, and what may make tables of them: rules, columns, or label and value."""

    runs: list[Run]
    grids: list[Grid]
    columns: Columns | None
    pairs: Pairs | None


def read_pdf(data: bytes) -> Source:
    """The passages and tables of every page; refuses what is encrypted, damaged or a picture."""
    document = _opened(data)
    try:
        pages: list[_Page] = []
        for index in range(len(document)):
            pages.append(_page(document, index, pages[-1] if pages else None))
    except pypdfium2.PdfiumError as error:
        raise PlainError("it is a damaged PDF") from error
    finally:
        document.close()
    if not any(page.lines or page.tables for page in pages):
        raise PlainError("it is a PDF that holds no text, only pictures or nothing")
    kept, around = _without_margins(pages)
    return Source(tuple(_parts(kept)), around=around)


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        is_locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise PlainError(
            "it is an encrypted PDF" if is_locked else "it is a damaged PDF"
        ) from error
    if pages > _MOST_PAGES:
        raise PlainError(f"it has {pages} pages, more than the {_MOST_PAGES} we read")
    return document


def _page(document: pypdfium2.PdfDocument, index: int, above: _Page | None) -> _Page:
    page = document[index]
    ground = _ground(page, above)
    width = page.get_width()
    page.close()
    free, tables, pairs = _tables_on(ground, above, f"page {index + 1}, row")
    rows = in_column_order(rows_of(free), width)
    lines = tuple(line_of(row) for row in in_reading_order(rows))
    columns = ground.columns if tables else None
    return _Page(index + 1, width, lines, tuple(tables), columns, pairs)


def _ground(page: pypdfium2.PdfPage, above: _Page | None) -> _Ground:
    across, down = rules_of(page)
    fences = sorted(rule.left for rule in down)
    runs, grids = runs_of(page, fences), grids_of(across, down)
    columns = _bare_columns(runs, above.columns if above else None)
    if columns and all(len(grid.rows) == 2 for grid in grids):
        # Every other row shaded is no table of its own.
        grids, runs = [], runs_of(page, sorted([*fences, *columns.fences]))
    elif grids:
        columns = None
    pairs = pairs_of(rows_of(runs), above.pairs if above else None)
    kept = [grid for grid in grids if not (pairs and _is_band(grid, runs, pairs))]
    return _Ground(runs, kept, columns, pairs)


def _tables_on(
    ground: _Ground, above: _Page | None, place: str
) -> tuple[list[Run], list[tuple[float, Table]], Pairs | None]:
    """The runs outside tables, the tables with their tops, and where labels and values begin."""
    free = [run for run in ground.runs if not any(grid.holds(run.box) for grid in ground.grids)]
    tables = [(grid.rows[0], _table(grid, ground.runs, place)) for grid in ground.grids]
    if ground.columns:
        free, found = _bare_tables(free, ground.columns, place)
        tables.extend(found)
    if tables or ground.pairs is None:
        return free, tables, None
    goes_on = above is not None and above.pairs is not None
    return _paired_tables(free, ground.pairs, goes_on, place)


def _bare_columns(runs: Sequence[Run], above: Columns | None) -> Columns | None:
    """The columns of a table without rules, which may have begun on the page above."""
    found = heading_in(rows_of(runs))
    return found[1] if found else above


def _bare_tables(
    runs: Sequence[Run], columns: Columns, place: str
) -> tuple[list[Run], list[tuple[float, Table]]]:
    """The runs outside tables without rules, and those tables with the heights of their tops.

    One table may follow another, each below a title and with its heading row told again.
    """
    rows = rows_of(runs)
    outside: list[Run] = []
    found: list[tuple[float, Table]] = []
    begins = heading_in(rows) or _goes_on(rows, columns)
    while begins:
        first, columns = begins
        table, last = table_in(rows, first, columns, place)
        found.append((max(run.box.top for run in rows[first]), table))
        outside.extend(run for row in rows[:first] for run in row)
        rows = rows[last:]
        begins = heading_in(rows)
    return [*outside, *(run for row in rows for run in row)], found


def _is_band(grid: Grid, runs: Sequence[Run], pairs: Pairs) -> bool:
    """Whether a grid is one row, drawn behind a label and its value among others that have none."""
    held = rows_of(run for run in runs if grid.holds(run.box))
    return len(grid.rows) == 2 and all(pairs.split(row) for row in held)


def _paired_tables(
    runs: Sequence[Run], pairs: Pairs, goes_on: bool, place: str
) -> tuple[list[Run], list[tuple[float, Table]], Pairs | None]:
    """The runs outside tables of labels and values, those tables, and where their cells begin."""
    rows = rows_of(runs)
    found = list(tables_in(rows, pairs, place, goes_on=goes_on))
    taken = {index for first, last, _ in found for index in range(first, last)}
    outside = [run for index, row in enumerate(rows) if index not in taken for run in row]
    tables = [(max(run.box.top for run in rows[first]), table) for first, _, table in found]
    return outside, tables, pairs if found else None


def _goes_on(rows: Sequence[Sequence[Run]], columns: Columns) -> tuple[int, Columns] | None:
    """The first line of a page that goes on with a table: at its head, in several columns."""
    for index, row in enumerate(rows[: _MARGIN_LINES + 1]):
        if len(row) > 1 and columns.holds(row):
            return index, columns
    return None


def _table(grid: Grid, runs: Sequence[Run], place: str) -> Table:
    held = [run for run in runs if grid.holds(run.box)]
    rows: list[tuple[str, ...]] = []
    for number, row in enumerate(cells_of(grid, held)):
        words = [cell_of([line.text for line in lines_of(cell)]) for cell in row]
        for column, cell in enumerate(words):
            if not cell and grid.is_merged_with_above(number, column):
                above = rows[number - 1][column]
                words[column] = Merged(above.above if isinstance(above, Merged) else above)
        rows.append(tuple(words))
    return Table(tuple(row for row in rows if any(row)), place)


def _without_margins(pages: Sequence[_Page]) -> tuple[list[_Page], tuple[str, ...]]:
    """The pages without running heads, feet and page numbers, and those lines once each."""
    heads, feet = (
        furniture.repeated_on_pages(
            [[furniture.masked(line.text, page.number) for line in ends(page)] for page in pages]
        )
        for ends in (_head, _foot)
    )
    around: dict[str, None] = {}
    kept: list[_Page] = []
    for page in pages:
        dropped = {line for line in _head(page) if _is_margin(line, page, heads)}
        dropped |= {line for line in _foot(page) if _is_margin(line, page, feet)}
        around.update((line.text, None) for line in page.lines if line in dropped)
        kept.append(_without(page, dropped))
    for at, (above, below) in enumerate(pairwise(kept)):
        between = _between(above, below)
        around.update((line.text, None) for line in between)
        kept[at : at + 2] = [_without(kept[at], between), _without(below, between)]
    return kept, tuple(around)


def _without(page: _Page, dropped: Collection[Line]) -> _Page:
    return replace(page, lines=tuple(line for line in page.lines if line not in dropped))


def _between(above: _Page, below: _Page) -> list[Line]:
    """What stands between two pages over which a sentence runs on: their own foot and head."""
    head = list(takewhile(lambda line: not line.text[:1].islower(), _head(below)))
    if len(head) == len(_head(below)):
        return []
    size = below.lines[len(head)].size
    if any(line.size >= _SMALL * size for line in head):
        return []
    foot = list(takewhile(lambda line: line.size < _SMALL * size, reversed(above.lines)))
    last = above.lines[-len(foot) - 1 :][:1]
    is_open = any(not re.search(r"[.!?:;”’)]$", line.text) for line in last)
    return [*foot, *head] if is_open and len(foot) < _MARGIN_LINES else []


def _head(page: _Page) -> tuple[Line, ...]:
    return page.lines[:_MARGIN_LINES]


def _foot(page: _Page) -> tuple[Line, ...]:
    return page.lines[-_MARGIN_LINES:]


def _is_margin(line: Line, page: _Page, repeated: frozenset[str]) -> bool:
    if furniture.masked(line.text, page.number) not in repeated:
        return furniture.is_page_number(line.text)
    label = label_at(Passage(line.text, ""))
    # "Our response: Held Apart" on every page is a head; "Our response" may be a label on each.
    return not begins_anew(line.text) or bool(label and label.rest and line == page.lines[0])


def _parts(pages: Sequence[_Page]) -> Iterator[Part]:
    layout = layout_of(
        [page.lines for page in pages], max((page.width for page in pages), default=0.0)
    )
    previous: Part | None = None
    for part in (part for page in pages for part in _page_parts(page, layout)):
        if isinstance(previous, Passage) and isinstance(part, Passage) and _runs_on(previous, part):
            previous = previous.saying(f"{previous.text} {part.text}")
            continue
        if previous is not None:
            yield previous
        previous = part
    if previous is not None:
        yield previous


def _runs_on(previous: Passage, part: Passage) -> bool:
    """Whether a paragraph goes on over a page break."""
    return (
        previous.place != part.place
        and previous.shape is not Shape.HEADING
        and part.shape is Shape.PARAGRAPH
        and not previous.text.endswith((".", "!", "?", ":", "”", "’", ")"))
        and part.text[:1].islower()
    )


def _page_parts(page: _Page, layout: Layout) -> Iterator[Part]:
    tables = list(page.tables)
    for paragraph in paragraphs_of(page.lines, layout, [top for top, _ in tables]):
        while tables and tables[0][0] > paragraph[0].box.top:
            yield tables.pop(0)[1]
        yield passage_of(paragraph, layout, f"page {page.number}")
    yield from (table for _, table in tables)
