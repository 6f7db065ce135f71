"""Reads a PDF: lines put together to paragraphs, ruled tables to rows, page furniture left out."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2

from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading import furniture
from breakwater.domain.reading.headings import numbered
from breakwater.domain.reading.labels import label_at
from breakwater.domain.reading.passages import (
    Part,
    Passage,
    Shape,
    Source,
    Table,
    plain,
    unbulleted,
)
from breakwater.domain.reading.sources.pdf_grid import Grid, cells_of, grids_of
from breakwater.domain.reading.sources.pdf_page import Box, Run, rules_of, runs_of
from breakwater.domain.reading.vocabulary import role_of

_MOST_PAGES = 600
_MARGIN_LINES = 2
_BOLD_LEVEL = 7


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    box: Box
    size: float
    is_bold: bool
    is_italic: bool


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    lines: tuple[_Line, ...]
    tables: tuple[tuple[float, Table], ...]


def read_pdf(data: bytes) -> Source:
    """The passages and tables of every page; refuses what is encrypted, damaged or a picture."""
    document = _opened(data)
    try:
        pages = [_page(document, index) for index in range(len(document))]
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


def _page(document: pypdfium2.PdfDocument, index: int) -> _Page:
    page = document[index]
    across, down = rules_of(page)
    runs = runs_of(page, sorted(rule.left for rule in down))
    grids = grids_of(across, down)
    free = [run for run in runs if not any(grid.holds(run.box) for grid in grids)]
    place = f"page {index + 1}, row"
    tables = [(grid.rows[0], _table(grid, runs, place)) for grid in grids]
    page.close()
    return _Page(index + 1, tuple(_lines(free)), tuple(tables))


def _table(grid: Grid, runs: Sequence[Run], place: str) -> Table:
    held = [run for run in runs if grid.holds(run.box)]
    rows = (
        tuple("\n".join(line.text for line in _lines(cell)) for cell in row)
        for row in cells_of(grid, held)
    )
    return Table(tuple(row for row in rows if any(row)), place)


def _lines(runs: Iterable[Run]) -> list[_Line]:
    """Runs at one height make one line; the highest line comes first."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-run.box.middle[1], run.box.left)):
        last = lines[-1][0] if lines else None
        if last and abs(last.box.middle[1] - run.box.middle[1]) <= last.size / 3:
            lines[-1].append(run)
        else:
            lines.append([run])
    return [_line(sorted(line, key=lambda run: run.box.left)) for line in lines]


def _line(runs: Sequence[Run]) -> _Line:
    box = Box(
        runs[0].box.left,
        min(run.box.bottom for run in runs),
        runs[-1].box.right,
        max(run.box.top for run in runs),
    )
    words = [run for run in runs if any(letter.isalnum() for letter in run.text)] or runs
    return _Line(
        text=plain(" ".join(run.text for run in runs)),
        box=box,
        size=max(run.size for run in runs),
        is_bold=all(run.is_bold for run in words),
        is_italic=all(run.is_italic for run in words),
    )


def _without_margins(pages: Sequence[_Page]) -> tuple[list[_Page], tuple[str, ...]]:
    """The pages without running heads, feet and page numbers, and those lines once each."""
    margins = [
        [line.text for line in (*page.lines[:_MARGIN_LINES], *page.lines[-_MARGIN_LINES:])]
        for page in pages
    ]
    repeated = furniture.repeated_on_pages(margins)
    around: dict[str, None] = {}
    kept = []
    for page in pages:
        edges = {*page.lines[:_MARGIN_LINES], *page.lines[-_MARGIN_LINES:]}
        dropped = {
            line
            for line in edges
            if furniture.masked(line.text) in repeated or furniture.is_page_number(line.text)
        }
        around.update((line.text, None) for line in page.lines if line in dropped)
        body = tuple(line for line in page.lines if line not in dropped)
        kept.append(_Page(page.number, body, page.tables))
    return kept, tuple(around)


def _parts(pages: Sequence[_Page]) -> Iterator[Part]:
    letters: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            letters[line.size] += len(line.text)
    body = letters.most_common(1)[0][0] if letters else 0.0
    sizes = sorted((size for size in letters if size > body * 1.12), reverse=True)
    levels = {size: level for level, size in enumerate(sizes, 1)}
    previous: Part | None = None
    for page in pages:
        for part in _page_parts(page, levels):
            if previous is not None and _runs_on(previous, part):
                previous = previous.saying(f"{previous.text} {part.text}")  # type: ignore[union-attr]
                continue
            if previous is not None:
                yield previous
            previous = part
    if previous is not None:
        yield previous


def _runs_on(previous: Part, part: Part) -> bool:
    """Whether a paragraph goes on over a page break."""
    return (
        isinstance(previous, Passage)
        and isinstance(part, Passage)
        and previous.place != part.place
        and previous.shape is not Shape.HEADING
        and part.shape is Shape.PARAGRAPH
        and not previous.text.endswith((".", "!", "?", ":", "”", "’", ")"))
        and part.text[:1].islower()
    )


def _page_parts(page: _Page, levels: dict[float, int]) -> Iterator[Part]:
    tables = list(page.tables)
    for paragraph in _paragraphs(page.lines, [top for top, _ in tables]):
        while tables and tables[0][0] > paragraph[0].box.top:
            yield tables.pop(0)[1]
        yield _passage(paragraph, f"page {page.number}", levels)
    yield from (table for _, table in tables)


def _paragraphs(lines: Sequence[_Line], tops: Sequence[float]) -> Iterator[list[_Line]]:
    usual = _usual_leading(lines)
    paragraph: list[_Line] = []
    for line in lines:
        if paragraph and not _continues(paragraph[-1], line, usual, tops):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _usual_leading(lines: Sequence[_Line]) -> float:
    """How far below one another the lines of a paragraph stand, in parts of their size."""
    leadings = Counter(
        round((above.box.middle[1] - line.box.middle[1]) / line.size, 1)
        for above, line in pairwise(lines)
        if _are_of_one_size(above, line)
    )
    return min((leading for leading, count in leadings.most_common(2) if count > 1), default=1.2)


def _are_of_one_size(one: _Line, other: _Line) -> bool:
    return abs(one.size - other.size) <= 0.1 * max(one.size, other.size)


def _continues(above: _Line, line: _Line, usual: float, tops: Sequence[float]) -> bool:
    gap = above.box.middle[1] - line.box.middle[1]
    is_alike = _are_of_one_size(above, line) and above.is_bold == line.is_bold
    is_alike = is_alike and (line.is_bold or above.is_italic == line.is_italic)
    is_parted = any(line.box.top <= top <= above.box.top for top in tops)
    is_label = above.is_bold and (role_of(above.text) or role_of(line.text))
    is_new = is_parted or is_label or unbulleted(line.text)[1] or _begins_anew(line.text)
    return is_alike and gap <= 1.2 * usual * line.size and not is_new


def _begins_anew(text: str) -> bool:
    """Whether a line can only be the first of its paragraph: a numbered item or an answer's label."""
    item, label = numbered(Passage(text, "")), label_at(Passage(text, ""))
    return bool(item and not item.is_bare and not item.is_title) or bool(
        label and label.role.is_answer
    )


def _passage(lines: Sequence[_Line], place: str, levels: dict[float, int]) -> Passage:
    # A word cut at the end of a line keeps its hyphen: most of those cut are compounds.
    words = re.sub(r"(?<=\w-) (?=[a-z])", "", " ".join(line.text for line in lines))
    text, has_bullet = unbulleted(plain(words))
    level = levels.get(lines[0].size, _BOLD_LEVEL if lines[0].is_bold else 0)
    if level and len(text) <= 160:
        return Passage(text, place, Shape.HEADING, level)
    emphasis = (text,) if lines[0].is_italic else ()
    return Passage(text, place, Shape.ITEM if has_bullet else Shape.PARAGRAPH, 0, emphasis)
