"""What PDFium sees on one page: runs of letters with their boxes, and the ruled lines."""

import ctypes
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

# A rule is thinner than this; anything thicker is a picture or a box, whose edges count instead.
_THICKEST_RULE = 3.0
# What is drawn smaller than this both ways is a bullet or a box to tick.
_SMALLEST_BOX = 8.0
_MOST_OBJECTS = 20_000
_MOST_LETTERS = 60_000
_BOLD_WEIGHT = 600
# A font whose name says its style is believed; the weight is only guessed from its stems.
_STYLES = ("regular", "italic", "oblique", "roman", "book", "medium", "light")
_LINE_END_HYPHENS = "\x02\ufffe"


@dataclass(frozen=True, slots=True)
class Box:
    """Left, bottom, right and top in points; the origin is the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        """The point in its middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that stand together on one line in one weight."""

    text: str
    box: Box
    size: float
    is_bold: bool
    is_italic: bool


def runs_of(page: pypdfium2.PdfPage, fences: Sequence[float]) -> list[Run]:
    """The runs of letters on a page, in the order in which the file draws them.

    ``fences`` are the places of vertical rules, in order; no run reaches over one.
    """
    text_page = page.get_textpage()
    runs: list[Run] = []
    letters: list[str] = []
    box: Box | None = None
    first = last = 0
    for index in range(min(text_page.count_chars(), _MOST_LETTERS)):
        letter = chr(pdfium.FPDFText_GetUnicode(text_page, index))
        if letter.isspace():
            letters.append(" ")
            continue
        here = _letter_box(text_page, index)
        if box and _is_apart(box, here, fences):
            runs.append(_run(text_page, (first, last), "".join(letters), box))
            letters, box = [], None
        if box is None:
            first, letters = index, []
        last = index
        letters.append("-" if letter in _LINE_END_HYPHENS else letter)
        box = _around(box, here)
    if box:
        runs.append(_run(text_page, (first, last), "".join(letters), box))
    return runs


def rules_of(page: pypdfium2.PdfPage) -> tuple[list[Box], list[Box]]:
    """The horizontal and the vertical rules of a page, the edges of boxes among them."""
    across: list[Box] = []
    down: list[Box] = []
    width, height = page.get_size()
    for box in _paths(page):
        wide, high = box.right - box.left, box.top - box.bottom
        is_page = wide > 0.97 * width and high > 0.97 * height
        if high <= _THICKEST_RULE:
            across.append(box)
        elif wide <= _THICKEST_RULE:
            down.append(box)
        elif not is_page and max(wide, high) >= _SMALLEST_BOX:
            across.append(Box(box.left, box.bottom, box.right, box.bottom))
            across.append(Box(box.left, box.top, box.right, box.top))
            down.append(Box(box.left, box.bottom, box.left, box.top))
            down.append(Box(box.right, box.bottom, box.right, box.top))
    return across, down


def _paths(page: pypdfium2.PdfPage) -> Iterator[Box]:
    for count, drawn in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])):
        if count == _MOST_OBJECTS:
            return
        yield Box(*drawn.get_bounds())


def _letter_box(text_page: pypdfium2.PdfTextPage, index: int) -> Box:
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page, index, rectangle)
    return Box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)


def _is_apart(box: Box, here: Box, fences: Sequence[float]) -> bool:
    """Whether a letter starts a new run: another line, a wide gap, or a rule between."""
    height = max(box.top - box.bottom, 1.0)
    gap = here.left - box.right
    if abs(here.bottom - box.bottom) > height / 2 or gap > height or here.right < box.left - height:
        return True
    return gap > 1 and bisect_right(fences, box.right) != bisect_right(fences, here.left)


def _around(box: Box | None, here: Box) -> Box:
    if box is None:
        return here
    return Box(
        min(box.left, here.left),
        min(box.bottom, here.bottom),
        max(box.right, here.right),
        max(box.top, here.top),
    )


def _run(text_page: pypdfium2.PdfTextPage, ends: tuple[int, int], text: str, box: Box) -> Run:
    """A run is bold or italic when its first and its last letter are: a label is not enough."""
    names = [_font_name(text_page, index) for index in ends]
    weights = [pdfium.FPDFText_GetFontWeight(text_page, index) for index in ends]
    letter = _letter_box(text_page, ends[0])
    return Run(
        text=text.strip(),
        box=box,
        # The size a font states leaves out how the page scales it; the height of a letter does not.
        size=round(2 * (letter.top - letter.bottom)) / 2,
        is_bold=all(map(is_bold, names, weights)),
        is_italic=all("italic" in name or "oblique" in name for name in names),
    )


def is_bold(name: str, weight: int) -> bool:
    """Whether a font is bold, by its name and, where that says no style, by its weight."""
    if "bold" in name or "black" in name:
        return True
    return weight >= _BOLD_WEIGHT and not any(style in name for style in _STYLES)


def _font_name(text_page: pypdfium2.PdfTextPage, index: int) -> str:
    length = pdfium.FPDFText_GetFontInfo(text_page, index, None, 0, ctypes.c_int())
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFText_GetFontInfo(text_page, index, buffer, length, ctypes.c_int())
    return buffer.value.decode("utf-8", errors="replace").lower()
