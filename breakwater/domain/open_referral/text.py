"""Text from a feed as plain text: no markup, no control characters, bounded."""

import re
import unicodedata

from selectolax.lexbor import LexborHTMLParser

LONGEST_LINE = 255
LONGEST_TEXT = 10_000
_MOST_LAYERS = 5
_MARKUP = re.compile(r"<[A-Za-z/!?]|&[#A-Za-z]")
_BLOCKS = re.compile(r"(?i)<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^>]*>")
# Characters that turn the direction of what follows or show nothing; ordinary joiners stay.
_UNSEEN = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0x200B])
# What gives a place away in a sentence: a whole postcode, a position, a house in a street.
_WHEREABOUTS = re.compile(
    r"\b[A-Za-z]{1,2}[0-9][0-9A-Za-z]?\s*[0-9][A-Za-z]{2}\b"
    r"|[-−]?\d{1,2}\.\d{3,}\s*[,;/ ]\s*[-−]?\d{1,3}\.\d{3,}"
    r"|\b\d+[A-Za-z]?(?:\s*[-–]\s*\d+)?,?\s+(?:[A-Z][\w’']*\s+){1,3}"
    r"(?:Street|St|Road|Rd|Lane|Avenue|Ave|Close|Drive|Way|Place|Square|Terrace|Gardens|Hill"
    r"|Court|Crescent|Row|Parade|Walk|Mews|Grove)\b"
)
NOT_SHOWN = "[not shown]"


def plain_text(text: str) -> str:
    """``text`` with its lines, without its markup; scripts and styles go with what is in them."""
    text = text[: LONGEST_TEXT * 4]
    # Markup that was itself written as text comes out as markup: once more, as long as there is.
    for _ in range(_MOST_LAYERS):
        if not _MARKUP.search(text):
            break
        tree = LexborHTMLParser(_BLOCKS.sub("\n", text))
        tree.strip_tags(["script", "style", "template", "iframe", "object", "noscript"])
        text = tree.body.text() if tree.body else ""
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in _visible(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:LONGEST_TEXT]


def plain_line(text: str) -> str:
    """The same on one line."""
    return " ".join(plain_text(text).split())[:LONGEST_LINE].strip()


def without_whereabouts(text: str) -> str:
    """``text`` in which no whole postcode, position or house in a street stands any more."""
    return _WHEREABOUTS.sub(NOT_SHOWN, text)


def says_where(text: str) -> bool:
    """Whether one of them stands in it."""
    return _WHEREABOUTS.search(text) is not None


def _visible(text: str) -> str:
    kept = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_UNSEEN)
    return "".join(
        one for one in kept if one == "\n" or unicodedata.category(one) not in {"Cc", "Cs"}
    )
