"""A document as every reader of files hands it on: passages and tables, each with its place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

# Zero-width marks, byte-order marks and soft hyphens print nothing, yet they break every match.
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_BULLET = re.compile(r"^\s*(?:[•‣▪●◦○·∙\u2023\uf0b7]|[-–—*](?=\s))\s*")


def plain(text: str) -> str:
    """The text with each run of white space, non-breaking spaces too, reduced to one space."""
    return " ".join(_INVISIBLE.sub("", text).split())


class Shape(Enum):
    """How a passage stands on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, paragraph or list item; ``text`` is plain, ``place`` says where a person finds it.

    ``level`` is 1 for the highest heading; ``emphasis`` holds the words set in italics. A
    ``BREAK`` has no text: it is a rule across the page or the edge of a box.
    """

    text: str
    place: str
    shape: Shape = Shape.PARAGRAPH
    level: int = 0
    emphasis: tuple[str, ...] = ()

    @property
    def is_heading(self) -> bool:
        """Whether the page sets it as a heading."""
        return self.shape is Shape.HEADING

    def saying(self, text: str) -> "Passage":
        """The same place with only these of its words."""
        return replace(self, text=plain(text))


class Merged(str):
    """An empty cell that a merged cell reaches down into; ``above`` is what that one says."""

    __slots__ = ("above",)
    above: str

    def __new__(cls, above: str) -> "Merged":
        """Nothing is said here a second time."""
        cell = super().__new__(cls, "")
        cell.above = above
        return cell


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a cell keeps its line breaks, because a line may start a numbered item."""

    rows: tuple[tuple[str, ...], ...]
    place: str


Part = Passage | Table


@dataclass(frozen=True, slots=True)
class Source:
    """One file, opened: what it says, and what the page around it says (titles, site name)."""

    parts: tuple[Part, ...]
    around: tuple[str, ...] = ()
    is_repaired: bool = False
    is_laid_out: bool = True

    @property
    def passages(self) -> Iterator[Passage]:
        """The passages outside tables, in document order."""
        return (part for part in self.parts if isinstance(part, Passage))


def unbulleted(text: str) -> tuple[str, bool]:
    """The text without a bullet mark at its start, and whether it had one."""
    bare = _BULLET.sub("", text, count=1)
    return bare, bare != text


def joined(passages: Iterable[Passage]) -> str:
    """The words of several passages in one line, bullet marks dropped."""
    return plain(" ".join(unbulleted(passage.text)[0] for passage in passages))


def sentences(text: str) -> list[str]:
    """The sentences of a text; a stop inside a number or a closing quotation mark stays."""
    return [part for part in re.split(r"(?<=[.!?])[”’\"']?\s+(?=[“‘\"'A-Z£\d])", text) if part]
