"""What a document says outside its recommendations: labelled facts, lines and sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from breakwater.domain.reading import tables
from breakwater.domain.reading.dates import DAY
from breakwater.domain.reading.drafts import Draft
from breakwater.domain.reading.passages import Passage, Shape, Source, Table, plain
from breakwater.domain.reading.vocabulary import document_label

# "Our ref … Your ref … Date …" may follow one another on a single line of a letter's head.
_NEXT_LABEL = re.compile(
    r"(?<!\bour)(?<!\byour)(?<!\bmy)(?<!\btheir)\s+(?=(?:our|your|my) ref(?:erence)?\b"
    r"|ref(?:erence)?\b ?[.:]|date ?:|dated ?:"
    r"|please ask|tel(?:ephone)?\b|e-?mail\b"
    r"|contact ?:|direct (?:line|dial)\b)",
    re.IGNORECASE,
)
_LONGEST_HEAD_LINE = 260
_DAY_BESIDE = re.compile(
    rf"^(?P<label>(?=.*(?:date|published|issued))[A-Z][^:.]{{2,50}}?) (?P<value>{DAY})$",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"^(?P<label>[^:]{2,60}?)\s*:\s*(?P<value>\S.*)$")


@dataclass(frozen=True, slots=True)
class Outside:
    """The lines that belong to no recommendation, and the labelled facts among them, in order."""

    lines: tuple[Passage, ...]
    facts: tuple[tuple[str, str, Passage], ...]

    def fact(self, name: str) -> Iterator[Passage]:
        """The values given under the labels of one fact (``dated``, ``reference`` …)."""
        return (value for fact, _, value in self.facts if fact == name)

    @property
    def text(self) -> str:
        """Every line, joined."""
        return "\n".join(line.text for line in self.lines)


def outside(source: Source, drafts: Sequence[Draft]) -> Outside:
    """Everything that no recommendation or answer has claimed."""
    claimed = {id(passage) for draft in drafts for passage in draft.claimed}
    lines: list[Passage] = []
    facts: list[tuple[str, str, Passage]] = []
    for part in tables.joined_up(source.parts):
        if isinstance(part, Table):
            lines.extend(tables.lines_around(part) if not _is_narrow_record(part) else ())
            facts.extend(_facts_of_table(part))
        elif id(part) not in claimed and part.shape is not Shape.BREAK:
            lines.extend(_head_lines(part))
    facts.extend(fact for line in lines for fact in _facts_of_line(line))
    return Outside(tuple(lines), tuple(facts))


def _head_lines(line: Passage) -> Iterator[Passage]:
    """A line of a letter's head, parted where its next label begins; any other line whole."""
    if len(line.text) > _LONGEST_HEAD_LINE or line.text.endswith("."):
        yield line
        return
    yield from (line.saying(piece) for piece in _NEXT_LABEL.split(line.text) if plain(piece))


def _is_narrow_record(table: Table) -> bool:
    return tables.header_row(table) is None and bool(tables.drafts_in(table))


def _facts_of_table(table: Table) -> Iterator[tuple[str, str, Passage]]:
    if _is_narrow_record(table):
        return
    for label, value in tables.labelled_cells(table):
        fact = document_label(label)
        if fact:
            yield fact, label, value


def _facts_of_line(line: Passage) -> Iterator[tuple[str, str, Passage]]:
    match = _LABELLED.match(line.text) or _DAY_BESIDE.match(line.text)
    fact = document_label(match["label"]) if match else None
    if match and fact:
        yield fact, match["label"], line.saying(match["value"])


_WHEN = (
    rf"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|{DAY}|(?:at )?\d{{1,2}}[:.]\d{{2}} ?(?:am|pm)?"
    r"|on|posted|published|release date|date|[|,:–-])"
)
_DAY_ALONE = re.compile(rf"(?:{_WHEN}\s*)+", re.IGNORECASE)


def is_day_alone(text: str) -> bool:
    """Whether a line holds a day and nothing but a weekday, an hour or "Posted"."""
    return bool(_DAY_ALONE.fullmatch(plain(text)))
