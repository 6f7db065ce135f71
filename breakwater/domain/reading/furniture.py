"""What is on the page but is not the document: menus, cookie boxes, share links, page numbers."""

import re
from collections import Counter
from collections.abc import Sequence

from breakwater.domain.reading.vocabulary import either, phrases


def is_furniture_line(text: str) -> bool:
    """Whether a line belongs to the web page around the document."""
    return bool(either("furniture", "lines").match(text))


def is_furniture_box(names: str) -> bool:
    """Whether the class, id and role of an element mark it as part of the page around."""
    return bool(either("furniture", "boxes").search(names))


def furniture_tags() -> frozenset[str]:
    """The elements that never hold a word of the document."""
    return frozenset(phrases("furniture", "tags"))


def repeated_on_pages(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """The lines, numbers masked, that stand at the head or foot of most pages of several.

    ``pages`` holds the first and last lines of each page. A line that only carries a page
    number is furniture even on a single page.
    """
    counts = Counter(line for page in pages for line in {masked(line) for line in page})
    needed = max(2, (len(pages) + 1) // 2)
    return frozenset(line for line, count in counts.items() if count >= needed)


def is_page_number(text: str) -> bool:
    """Whether a line says only which page this is."""
    return bool(
        re.fullmatch(
            r"(?:page )?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?|[-–] ?\d+ ?[-–]", text.strip(), re.I
        )
    )


def masked(line: str) -> str:
    """The line with its numbers masked, so that page 1 and page 2 of it compare equal."""
    return re.sub(r"\d+", "#", line.strip().lower())
