"""Plain text without what only carries it: page ends of a scan, and the mail it answers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from breakwater.domain.reading import furniture
from breakwater.domain.reading.dates import DAY
from breakwater.domain.reading.passages import plain
from breakwater.domain.reading.vocabulary import either

_MARGIN_LINES = 4
_EARLIER_MAIL = re.compile(
    r"[-_ ]*(?:original message|original appointment)[-_ ]*|_{20,}\s*$"
    r"|on .{6,80}\bwrote:\s*$",
    re.IGNORECASE,
)
_MAIL_HEAD = re.compile(r"(?:from|sent|to|subject|date):", re.IGNORECASE)
_QUOTED = re.compile(r"^\s*(?:>\s?)+")
_PAGE_OF = re.compile(r"[-–— ]*page \d{1,4}(?: ?(?:of|/) ?\d{1,4})?[-–— ]*", re.IGNORECASE)
# Two things on one line of a letter's head stand this far apart, the day at the right.
_DAY_AT_RIGHT = re.compile(rf"^(?P<left>.*[^\s:])(?: {{4,}}|\t+)(?P<day>{DAY})\s*$", re.IGNORECASE)

Numbered = tuple[int, str]


def lines_of(text: str) -> tuple[list[Numbered], tuple[str, ...]]:
    """The numbered lines that are the document's own, and those of its page heads and feet."""
    around: list[str] = []
    lines: list[Numbered] = []
    number = 0
    pages = list(_pages(text))
    heads = Counter(plain(_first_of(page)) for page in pages[1:])
    for page in pages:
        if plain(_first_of(page)) and heads[plain(_first_of(page))] > 1:
            around.append(plain(_first_of(page)))
            page[page.index(_first_of(page))] = ""
        numbered = list(enumerate((_QUOTED.sub("", line) for line in page), number + 1))
        number += len(page)
        lines = _joined(lines, numbered, around)
    own = _without_foot(_without_earlier_mail(lines), around)
    return [piece for line in own for piece in _apart(line)], tuple(around)


def _first_of(page: Sequence[str]) -> str:
    """The first line of a page that says anything: its running head, where others begin alike."""
    return next((line for line in page if line.strip()), "")


def _pages(text: str) -> Iterator[list[str]]:
    """The lines of each page: a form feed ends one, and so does a line with its number."""
    page: list[str] = []
    for sheet in text.split("\f"):
        for line in sheet.splitlines():
            if _PAGE_OF.fullmatch(line.strip()):
                yield [*page, ""]
                page = []
            else:
                page.append(line)
        if any(map(str.strip, page)):
            yield page
            page = []
    if page:
        yield page


def _joined(above: list[Numbered], page: Sequence[Numbered], around: list[str]) -> list[Numbered]:
    """Two pages as one; where a sentence runs on, what stands between is head and foot."""
    said = [line for line in above if line[1].strip()]
    is_open = bool(said) and not re.search(r"[.!?:;”’)]$", said[-1][1].rstrip())
    begun = [at for at, (_, line) in enumerate(page) if line.strip()]
    if not is_open:
        return [*above, *page]
    for at in begun[:_MARGIN_LINES]:
        if page[at][1].strip()[:1].islower():
            around.extend(plain(line) for _, line in page[:at] if line.strip())
            while above and not above[-1][1].strip():
                above.pop()
            return [*above, *page[at:]]
    return [*above, *page]


def _without_earlier_mail(lines: Sequence[Numbered]) -> list[Numbered]:
    """The lines above the mail that is answered, where an answer was signed above it.

    A mail that is only passed on, with nothing of its own above, is kept whole.
    """
    for at, (_, line) in enumerate(lines):
        head = [plain(below) for _, below in lines[at + 1 : at + 6]]
        is_mark = _EARLIER_MAIL.fullmatch(line.strip()) and any(map(_MAIL_HEAD.match, head))
        is_signed = any(either("prose", "close").match(plain(own)) for _, own in lines[:at])
        if is_mark and is_signed:
            return list(lines[:at])
    return list(lines)


def _without_foot(lines: list[Numbered], around: list[str]) -> list[Numbered]:
    """The lines above the question whether the page was useful; related pages stand below it."""
    asked = (at for at, (_, line) in enumerate(lines) if furniture.asks_for_feedback(plain(line)))
    end = max(asked, default=0)
    if 2 * end < len(lines):
        return lines
    around.extend(plain(line) for _, line in lines[end:] if line.strip())
    return lines[:end]


def _apart(line: Numbered) -> Iterator[Numbered]:
    number, words = line
    match = _DAY_AT_RIGHT.match(words)
    if match and not furniture.is_page_number(match["left"]):
        yield number, match["left"]
        yield number, ""
        yield number, match["day"]
    else:
        yield line
