"""What is on the page but is not the document: menus, cookie boxes, share links, page numbers."""

import re
from collections import Counter
from collections.abc import Sequence

from breakwater.domain.reading.vocabulary import either, phrases


def is_furniture_line(text: str) -> bool:
    """Whether a line belongs to the web page around the document."""
    return bool(either("furniture", "lines").match(text))


def asks_for_feedback(text: str) -> bool:
    """Whether a line asks what the reader thought of the page: it is at its end."""
    return bool(either("furniture", "feedback").match(text))


def is_furniture_box(names: str) -> bool:
    """Whether the class, id and role of an element mark it as part of the page around."""
    return bool(either("furniture", "boxes").search(names))


def furniture_tags() -> frozenset[str]:
    """The elements that never hold a word of the document."""
    return frozenset(phrases("furniture", "tags"))


def repeated_on_pages(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """The lines that stand at the head or foot of most pages of several.

    ``pages`` holds the first and last lines of each page, with its own number masked: a
    numbered recommendation at the head of every page is not a running head.
    """
    counts = Counter(line for page in pages for line in set(page))
    needed = max(2, (len(pages) + 1) // 2)
    return frozenset(line for line, count in counts.items() if count >= needed)


def is_page_number(text: str) -> bool:
    """Whether a line says only which page this is."""
    number = r"(?!(?:19|20)\d\d$)(?:page )?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?|[-–] ?\d+ ?[-–]"
    return bool(re.fullmatch(number, text.strip(), re.IGNORECASE))


def masked(line: str, page: int) -> str:
    """The line with the number of its page masked, so that two pages of it compare equal."""
    bare = re.sub(r"\b(?:page|p\.?)? ?\d+ ?(?:of|/) ?\d+$", "#", line.strip().lower())
    return re.sub(rf"(?<!\d){page}(?!\d)", "#", bare)
