"""Reads a web page: what stands in its main part, without the site's furniture."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading import furniture, headings
from breakwater.domain.reading.passages import (
    Merged,
    Part,
    Passage,
    Shape,
    Source,
    Table,
    plain,
    unbulleted,
)
from breakwater.domain.reading.vocabulary import Role, role_of

# No page of text nests as deep as this; deeper ones are made to exhaust whoever reads them.
DEEPEST = 400

_BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "html", "legend", "main", "ol", "p", "pre", "section"}
    | {"summary", "ul", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "hr", "br"}
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD, _ITALIC = frozenset({"b", "strong"}), frozenset({"em", "i", "cite"})
_BOLD_LEVEL = 7
# What the button of an accordion adds to the heading that it is: "Recommendation 3, Show".
_TOGGLE = re.compile(
    r"[\s,:+–-]*\b(?:show|hide|open|close|expand|collapse|toggle|view)"
    r"(?: (?:this |the )?(?:section|details?|more|less|all|answer|response))?\W*$",
    re.IGNORECASE,
)
# Elements that need no closing tag (p, li, td, br, img …) would count as nesting though they end.
_NESTING = re.compile(
    r"<(/?)(?!(?:p|li|td|th|tr|dt|dd|br|hr|img|input|meta|link|option|source|col|wbr|area|base"
    r"|embed|param|track|thead|tbody|tfoot|colgroup|html|head|body)\b)[a-zA-Z][\w:-]*\b(?![^<>]*/>)"
)


def read_html(markup: str) -> Source:
    """The passages and tables of a page, and its titles and site name as ``around``."""
    _refuse_depth(markup)
    tree = LexborHTMLParser(markup)
    around = tuple(_around(tree))
    body = _main_part(tree)
    parts = _Walk(body).parts if body is not None else []
    return Source(parts=tuple(parts), around=around)


def _refuse_depth(markup: str) -> None:
    depth = 0
    for tag in _NESTING.finditer(markup):
        depth = max(0, depth + (-1 if tag[1] else 1))
        if depth > DEEPEST:
            raise PlainError("its tags are nested too deep for a page of text")


def _around(tree: LexborHTMLParser) -> Iterator[str]:
    title = tree.css_first("title")
    if title is not None:
        yield plain(title.text())
    for node in tree.css("header a, header p, footer p, [class*=logo]"):
        yield plain(node.text(separator=" "))


def _main_part(tree: LexborHTMLParser) -> LexborNode | None:
    for selector in (
        "main",
        "article",
        "[role=main]",
        "#content",
        "#main",
        "#main-content",
    ):
        node = tree.css_first(selector)
        if node is not None and len(plain(node.text())) > 200:
            return _one_article(node)
    return tree.body


def _one_article(part: LexborNode) -> LexborNode:
    """The article that a part of the page is about; the part itself where it holds several."""
    articles = part.css("article")
    is_about_it = len(articles) == 1 and len(plain(articles[0].text())) > 200
    return articles[0] if is_about_it else part


def _controlled(tree: LexborNode) -> frozenset[str]:
    """The panels that buttons and links open: folded away, yet part of what the page says."""
    names = ("aria-controls", "data-target", "data-bs-target", "href")
    marks = "[aria-controls], [data-target], [data-bs-target], [data-toggle], [role=tab]"
    return frozenset(
        panel.lstrip("#")
        for node in tree.css(marks)
        for name in names
        if (panel := node.attributes.get(name))
    )


class _Walk:
    """One walk over a page in document order, gathering inline text until a block ends it."""

    def __init__(self, root: LexborNode, panels: frozenset[str] | None = None) -> None:
        self.parts: list[Part] = []
        self._panels = _controlled(root) if panels is None else panels
        self._text: list[str] = []
        self._bold: list[str] = []
        self._emphasis: list[str] = []
        self._children(root, block="p")
        self._flush("p")

    def _children(
        self, node: LexborNode, block: str, bold: bool = False, italic: bool = False
    ) -> None:
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self._say(child.text_content or "", bold, italic)
            elif tag == "br":
                self._text.append("\n")
            elif tag == "button":
                self._button(child, block)
            elif not _is_furniture(child, self._panels):
                self._element(child, tag, block, bold, italic)

    def _element(self, node: LexborNode, tag: str, block: str, bold: bool, italic: bool) -> None:
        if tag not in _BLOCKS:
            self._children(node, block, bold or tag in _BOLD, italic or tag in _ITALIC)
            return
        self._flush(block)
        if tag == "hr":
            self._add("", Shape.BREAK)
        elif tag == "table":
            self._table(node)
        elif tag == "dl" and node.css_first("dt") is not None:
            self._definitions(node)
        else:
            inner = "li" if block == "li" and tag in ("p", "div") else tag
            self._children(node, inner)
            self._flush(inner)

    def _button(self, node: LexborNode, block: str) -> None:
        """A button belongs to the page around, unless it is the heading of what it unfolds."""
        words = _TOGGLE.sub("", plain(node.text(separator=" ")))
        if block in _HEADINGS:
            self._text.append(words)
        elif headings.numbered(Passage(words, "")):
            self._flush(block)
            self._add(words, Shape.HEADING, _BOLD_LEVEL)

    def _say(self, text: str, bold: bool, italic: bool) -> None:
        self._text.append(text.replace("\n", " "))
        if bold:
            self._bold.append(text)
        if italic and text.strip():
            self._emphasis.append(plain(text))

    def _flush(self, tag: str) -> None:
        whole = "".join(self._text)
        bold, emphasis = plain("".join(self._bold)), tuple(self._emphasis)
        self._text, self._bold, self._emphasis = [], [], []
        for line in whole.split("\n"):
            text, has_bullet = unbulleted(_with_colon(plain(line), bold))
            if not text or furniture.is_furniture_line(text):
                continue
            if tag in _HEADINGS:
                self._add(text, Shape.HEADING, _HEADINGS[tag], emphasis)
            elif tag == "li" or has_bullet:
                self._add(text, Shape.ITEM, 0, emphasis)
            elif text in bold and _is_title_like(text):
                self._add(text, Shape.HEADING, _BOLD_LEVEL, emphasis)
            else:
                self._add(text, Shape.PARAGRAPH, 0, emphasis)

    def _add(self, text: str, shape: Shape, level: int = 0, emphasis: tuple[str, ...] = ()) -> None:
        place = f"part {len(self.parts) + 1}"
        self.parts.append(Passage(text, place, shape, level, emphasis))

    def _table(self, table: LexborNode) -> None:
        if table.css_first("table table") is not None or _widest(table) == 1:
            self._layout(table)
            return
        rows = tuple(tuple(_cell(cell) for cell in _cells(row)) for row in table.css("tr"))
        self.parts.append(Table(_unmerged(table, rows), f"part {len(self.parts) + 1}"))

    def _definitions(self, listed: LexborNode) -> None:
        """A list of terms, each with what is said of it, is a table of labels and values."""
        rows: list[list[str]] = []
        is_furniture = False
        for node in listed.css("dt, dd"):
            if node.tag == "dt" or not rows:
                term = _cell(node)
                # "Last updated" is of the page around, and so is what is said of it.
                is_furniture = not term and bool(plain(node.text()))
                rows.extend([] if is_furniture else [[term, ""]])
            elif not is_furniture:
                rows[-1][1] = "\n".join(filter(None, (rows[-1][1], _cell(node))))
        place = f"part {len(self.parts) + 1}"
        self.parts.append(Table(tuple((label, value) for label, value in rows), place))

    def _layout(self, table: LexborNode) -> None:
        """A table of one column, or of tables, is only a box drawn around its contents.

        A box of one cell may hold a recommendation and stand above its answer: it parts nothing.
        """
        cells = [cell for row in table.css("tr") for cell in _cells(row)]
        for cell in cells:
            if len(cells) > 1:
                self._add("", Shape.BREAK)
            self._children(cell, "p")
            self._flush("p")
        if len(cells) > 1:
            self._add("", Shape.BREAK)


def _with_colon(text: str, bold: str) -> str:
    """A line that begins with a bold label and has no colon after it: "Status Complete"."""
    is_fact = role_of(bold) in (Role.STATUS, Role.TARGET, Role.ADDRESSEE, Role.AGENCY)
    return f"{bold}: {text[len(bold) + 1 :]}" if is_fact and text.startswith(f"{bold} ") else text


def _is_title_like(text: str) -> bool:
    return len(text) <= 40 or (len(text) <= 140 and not text.endswith((".", "!", "?")))


def _is_furniture(node: LexborNode, panels: frozenset[str]) -> bool:
    # The header of an article holds its title and its day; that of a page holds the site's.
    is_articles = node.tag == "header" and node.parent is not None and node.parent.tag == "article"
    if node.tag in furniture.furniture_tags() and not is_articles:
        return True
    attributes = node.attributes
    is_folded = "hidden" in attributes or attributes.get("aria-hidden") == "true"
    if is_folded and attributes.get("id") not in panels:
        return True
    names = " ".join(attributes.get(name) or "" for name in ("class", "id", "role"))
    return bool(names.strip()) and furniture.is_furniture_box(names)


def _cells(row: LexborNode) -> list[LexborNode]:
    return [child for child in row.iter() if child.tag in ("td", "th")]


def _widest(table: LexborNode) -> int:
    return max((len(_cells(row)) for row in table.css("tr")), default=0)


def _cell(cell: LexborNode) -> str:
    walk = _Walk(cell, frozenset())
    return "\n".join(part.text for part in walk.parts if isinstance(part, Passage) and part.text)


def _unmerged(table: LexborNode, rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The rows with an empty cell wherever a merged cell reaches, so that columns line up."""
    pending: dict[int, int] = {}
    above: dict[int, str] = {}
    result = []
    for row, words in zip(table.css("tr"), rows, strict=True):
        line: list[str] = []
        reach: dict[int, int] = {}
        for cell, text in zip(_cells(row), words, strict=True):
            while pending.get(len(line), 0):
                line.append(Merged(above[len(line)]))
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            reach.update({len(line) + step: down - 1 for step in range(across)})
            above[len(line)] = text
            above.update({len(line) + step: "" for step in range(1, across)})
            line.extend([text] + [""] * (across - 1))
        rest = (column for column in sorted(pending) if column >= len(line) and pending[column])
        line.extend(Merged(above[column]) for column in rest)
        pending = {column: rest - 1 for column, rest in pending.items() if rest > 1} | reach
        result.append(tuple(line))
    return tuple(result)


def _span(cell: LexborNode, name: str) -> int:
    printed = cell.attributes.get(name) or "1"
    return min(int(printed), 100) if printed.isdigit() and int(printed) > 0 else 1
