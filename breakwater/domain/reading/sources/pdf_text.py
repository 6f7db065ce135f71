"""Lines of a PDF page put together to headings, paragraphs and list items."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from breakwater.domain.reading.bodies import is_only_bodies
from breakwater.domain.reading.headings import numbered
from breakwater.domain.reading.labels import label_at
from breakwater.domain.reading.passages import Passage, Shape, plain, unbulleted
from breakwater.domain.reading.sources.pdf_page import Box, Run
from breakwater.domain.reading.vocabulary import document_label, role_of

_BOLD_LEVEL = 7
_ITEM_MARK = re.compile(r"(?:[a-z]|[ivx]{1,4})[.)]")
_FACT = re.compile(r"([A-Z][^:.]{2,40}): ")
_LONGEST_HEADING = 160
_LARGER = 1.12
_FEW_LINES = 5
_NEXT_SIZE = 0.75
# No paragraph ends with such a word.
_EXPECTS_MORE = re.compile(r"\b(?:for|of|the|and|to|with|an?|our|their|its)$")
_SHORT_OF_MARGIN = 0.7


@dataclass(frozen=True, slots=True)
class Line:
    """The runs that stand at one height, left to right."""

    text: str
    box: Box
    size: float
    is_bold: bool
    is_italic: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """What is usual in a document: the size of its text, and how its lines stand.

    ``levels`` gives the level of each size larger than the text, the largest first.
    """

    size: float
    leading: float
    right: float
    levels: dict[float, int]


def rows_of(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs at one height, from left to right; the highest come first."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-run.box.middle[1], run.box.left)):
        last = lines[-1][0] if lines else None
        if last and abs(last.box.middle[1] - run.box.middle[1]) <= last.size / 3:
            lines[-1].append(run)
        else:
            lines.append([run])
    return [sorted(line, key=lambda run: run.box.left) for line in lines]


def lines_of(runs: Iterable[Run]) -> list[Line]:
    """Runs at one height make one line; the highest line comes first."""
    return [line_of(row) for row in rows_of(runs)]


def cell_of(lines: Sequence[str]) -> str:
    """The printed lines of a cell; one that begins with a small letter goes on with the last.

    But a body is parted from the next, and a lettered item from the text above it.
    """
    kept: list[str] = []
    for line in filter(None, lines):
        is_rest = kept and line[:1].islower() and not _ITEM_MARK.match(line)
        if not is_rest or is_only_bodies(line):
            kept.append(line)
        elif kept[-1][-2:-1].isalnum() and kept[-1].endswith("-"):
            kept[-1] += line
        else:
            kept[-1] += f" {line}"
    return "\n".join(kept)


def line_of(runs: Sequence[Run]) -> Line:
    """The runs that stand at one height as one line."""
    box = Box(
        runs[0].box.left,
        min(run.box.bottom for run in runs),
        runs[-1].box.right,
        max(run.box.top for run in runs),
    )
    words = [run for run in runs if any(letter.isalnum() for letter in run.text)] or runs
    return Line(
        text=plain(" ".join(run.text for run in runs)),
        box=box,
        size=max(run.size for run in runs),
        is_bold=all(run.is_bold for run in words),
        is_italic=all(run.is_italic for run in words),
    )


def layout_of(pages: Sequence[Sequence[Line]], width: float) -> Layout:
    """The layout of a document, from all of its pages, the widest of them ``width`` points wide."""
    lines = [line for page in pages for line in page]
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    size = letters.most_common(1)[0][0] if letters else 0.0
    larger = sorted((other for other in letters if other > size * _LARGER), reverse=True)
    gaps = Counter(
        round(2 * _gap(above, line)) / 2
        for page in pages
        for above, line in pairwise(page)
        if _are_of_one_size(above, line) and abs(line.size - size) <= 0.1 * size
    )
    # Lines of one paragraph stand closest; a gap seen only once may be a superscript.
    usual = sorted(gap for gap, count in gaps.items() if count > 1 and gap > 0.7 * size)
    return Layout(
        size=size,
        leading=usual[0] if usual else 1.3 * size,
        right=_right_margin(lines, width),
        levels={other: level for level, other in enumerate(larger, 1)},
    )


def _right_margin(lines: Sequence[Line], width: float) -> float:
    """Where lines end at the most: as far from the right as from the left, if none shows it."""
    if not lines:
        return 0.0
    likely = width - 1.2 * min(line.box.left for line in lines)
    return max(likely, *(line.box.right for line in lines))


def paragraphs_of(
    lines: Sequence[Line], layout: Layout, tops: Sequence[float]
) -> Iterator[list[Line]]:
    """The paragraphs of one page; ``tops`` are the heights at which tables part them."""
    for block in _blocks(lines, layout, tops):
        right = _margin_of(block, layout)
        paragraph = [block[0]]
        for line in block[1:]:
            if _begins_paragraph(paragraph[-1], line, right):
                yield paragraph
                paragraph = []
            paragraph.append(line)
        yield paragraph


def _margin_of(block: Sequence[Line], layout: Layout) -> float:
    """How far the lines of a block could have reached: a few short ones as far as all others."""
    right = max(line.box.right for line in block)
    is_short = len(block) <= _FEW_LINES and right < _SHORT_OF_MARGIN * layout.right
    is_text = block[0].size not in layout.levels and not block[0].is_bold
    return layout.right if is_short and is_text else right


def _blocks(lines: Sequence[Line], layout: Layout, tops: Sequence[float]) -> Iterator[list[Line]]:
    """The lines that stand together in one kind of letter."""
    block: list[Line] = []
    for line in lines:
        if block and not _stands_with(block[-1], line, layout, tops):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def passage_of(lines: Sequence[Line], layout: Layout, place: str) -> Passage:
    """One paragraph as a passage: a heading where it is larger than the text, or bold."""
    # A word cut at the end of a line keeps its hyphen: most of those cut are compounds.
    words = re.sub(r"(?<=\w-) (?=[a-z])", "", " ".join(line.text for line in lines))
    text, has_bullet = unbulleted(plain(words))
    level = layout.levels.get(lines[0].size, _BOLD_LEVEL if lines[0].is_bold else 0)
    if level and len(text) <= _LONGEST_HEADING:
        return Passage(text, place, Shape.HEADING, level)
    emphasis = (text,) if lines[0].is_italic else ()
    return Passage(text, place, Shape.ITEM if has_bullet else Shape.PARAGRAPH, 0, emphasis)


def _stands_with(above: Line, line: Line, layout: Layout, tops: Sequence[float]) -> bool:
    is_alike = _are_of_one_size(above, line) and above.is_bold == line.is_bold
    # A heading goes on in its own size; beside a text, a size may differ by a raised figure.
    is_alike = is_alike and not (line.is_bold and abs(above.size - line.size) >= _NEXT_SIZE)
    is_alike = is_alike and (line.is_bold or above.is_italic == line.is_italic)
    is_near = (
        -layout.leading
        < _gap(above, line)
        <= 1.2 * layout.leading * max(line.size / layout.size, 1.0)
    )
    is_parted = any(line.box.top <= top <= above.box.top for top in tops)
    return is_alike and is_near and not is_parted


def _begins_paragraph(above: Line, line: Line, right: float) -> bool:
    """Whether a line among lines that stand together can only be the first of its paragraph."""
    is_label = above.is_bold and bool(
        role_of(above.text) or (role_of(line.text) and _had_room(above, line, right))
    )
    fact = _FACT.match(line.text)
    is_fact = bool(fact and document_label(fact[1]))
    is_marked = is_label or is_fact or unbulleted(line.text)[1] or begins_anew(line.text)
    return is_marked or _had_room(above, line, right)


def _had_room(above: Line, line: Line, right: float) -> bool:
    """Whether the first word of a line would have fitted on the line above, had it gone on."""
    if line.text[:1].islower() or _EXPECTS_MORE.search(above.text):
        return False
    word = line.text.split(" ", 1)[0]
    letter = (line.box.right - line.box.left) / len(line.text)
    return above.box.right + 1.15 * letter * (len(word) + 1) < right


def begins_anew(text: str) -> bool:
    """Whether a line can only be the first of its paragraph: an item or an answer's label."""
    item, label = numbered(Passage(text, "")), label_at(Passage(text, ""))
    is_item = item is not None and not item.is_bare and not item.is_title
    return is_item or bool(label and label.role.is_answer)


def _gap(above: Line, line: Line) -> float:
    return above.box.middle[1] - line.box.middle[1]


def _are_of_one_size(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= 0.1 * max(one.size, other.size)
