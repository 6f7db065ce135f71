"""The doubts about a document that a person should look at: one small function for each flag."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from breakwater.domain.reading import chronology, tables
from breakwater.domain.reading.dispositions import disposition_of
from breakwater.domain.reading.drafts import Draft
from breakwater.domain.reading.headings import numbered, split_cell
from breakwater.domain.reading.labels import label_at
from breakwater.domain.reading.outside import Outside
from breakwater.domain.reading.passages import Part, Passage, Shape, Source, Table, joined, plain
from breakwater.domain.reading.reading import Disposition, Flag, Kind, Recommendation
from breakwater.domain.reading.relevance import is_beside_the_point, is_said_to_miss
from breakwater.domain.reading.vocabulary import Role, either

_LONGEST_SECTION = 90
_SHORTEST_STORY = 60


def flags_of(
    source: Source,
    drafts: Sequence[Draft],
    recommendations: Sequence[Recommendation],
    out: Outside,
    kind: Kind,
    dated: str | None,
    published_on: str | None,
) -> tuple[Flag, ...]:
    """Every flag that the document earns, in the order in which flags are defined."""
    repeated = _repeated_answers(drafts)
    earned = {
        Flag.LIST_MISSING: any(item.list_missing for item in recommendations),
        Flag.DUPLICATE_RESPONSE: bool(repeated),
        Flag.IMPOSSIBLE_CHRONOLOGY: chronology.is_impossible(drafts, out, dated, published_on),
        Flag.EMPTY_HEADING: has_empty_heading(source.parts, drafts),
        Flag.REPAIRED_ENCODING: source.is_repaired,
        Flag.MISSING_NUMBERS: kind is not Kind.REGISTER_LOG
        and numbers_are_missing(item.number for item in recommendations),
        Flag.NOT_A_RESPONSE: not recommendations,
        Flag.RESPONSE_DOES_NOT_ANSWER: any(_does_not_answer(draft, repeated) for draft in drafts)
        or any(is_beside_the_point(draft) or is_said_to_miss(draft) for draft in drafts),
    }
    return tuple(flag for flag in Flag if earned[flag])


def numbers_are_missing(numbers: Iterable[str]) -> bool:
    """Whether a number between the lowest and the highest is absent, at any level.

    Numbers with letters (AFI 1, R1) are counted by themselves; 7.1 and 7.10 are different numbers.
    """
    siblings: defaultdict[tuple[str, tuple[int, ...]], set[int]] = defaultdict(set)
    for number in numbers:
        family = number.rstrip(".0123456789()abcdefghijklmnopqrstuvwxyz")
        parts = tuple(int(part) for part in re.findall(r"\d+", number))
        for depth, part in enumerate(parts):
            siblings[family, parts[:depth]].add(part)
    return any(max(held) - min(held) + 1 != len(held) for held in siblings.values())


def has_empty_heading(parts: Sequence[Part], drafts: Sequence[Draft]) -> bool:
    """Whether a heading, or the label of an answer, has nothing under it."""
    if any(
        answer.is_labelled and not answer.passages for draft in drafts for answer in draft.answers
    ):
        return True
    whole = (part for part in tables.joined_up(parts) if isinstance(part, Table))
    if any(map(_has_empty_section, whole)):
        return True
    passages = [
        part for part in parts if not (isinstance(part, Passage) and part.shape is Shape.BREAK)
    ]
    # Whose document it is and what it is called may stand as headings one below the other.
    first = next((at for at, part in enumerate(passages) if not _is_heading(part)), 0)
    return any(
        _is_empty(part, passages[index + 1] if index + 1 < len(passages) else None)
        for index, part in enumerate(passages)
        if isinstance(part, Passage) and not (index < first and numbered(part) is None)
    )


def _has_empty_section(table: Table) -> bool:
    """Whether a table is parted by rows of one title each, and one of them has no row below it."""
    first = tables.header_row(table)
    if first is None:
        return False
    under = table.rows[first + 1 :]
    rows = [row for row in under if any(map(plain, row)) and row != table.rows[first]]
    pairs = [(_is_section(row), _is_section(below)) for row, below in pairwise(rows)]
    filled = sum(is_section and not is_below for is_section, is_below in pairs)
    empty = sum(is_section and is_below for is_section, is_below in pairs)
    return filled > empty > 0


def _is_section(row: Sequence[str]) -> bool:
    """Whether a row holds nothing but a title across its columns."""
    said = {cell for cell in map(plain, row) if cell}
    title = plain(row[0]) if row else ""
    is_title = len(said) == 1 and 0 < len(title) <= _LONGEST_SECTION and title[-1] not in ".;:"
    return is_title and len(row) > 1 and split_cell(title) is None


def _is_heading(part: Part) -> bool:
    return isinstance(part, Passage) and part.is_heading


def _is_empty(passage: Passage, after: Part | None) -> bool:
    is_notes = _is_label(passage, Role.NOTES)
    if not passage.is_heading and not is_notes:
        return False
    if after is None:
        return is_notes or not either("prose", "posts").search(passage.text)
    if not isinstance(after, Passage):
        return False
    if after.is_heading:
        return after.level <= passage.level
    return is_notes and (_is_label(after, Role.ANSWER) or _is_label(after, Role.UPDATE))


def _is_label(passage: Passage, role: Role) -> bool:
    label = label_at(passage)
    return label is not None and label.role is role and not label.rest


def _repeated_answers(drafts: Sequence[Draft]) -> set[str]:
    """Answers given word for word to two recommendations, each in its own place."""
    said = {
        (joined(draft.first_answer), id(draft.first_answer[0]))
        for draft in drafts
        if draft.is_answered
    }
    counts = Counter(words for words, _ in said)
    return {words for words, count in counts.items() if count > 1}


def _does_not_answer(draft: Draft, repeated: Collection[str]) -> bool:
    """Whether the item asks for an account of progress and its answer gives none.

    Or it asks for something to be published, and is answered in words given to another item too
    that tell a story and speak of no publishing.
    """
    asked, answer = joined(draft.text), joined(draft.first_answer)
    if not draft.is_answered:
        return False
    is_boilerplate = answer in repeated
    if either("prose", "asks_for_account").search(asked):
        return is_boilerplate or not either("prose", "gives_account").search(answer)
    if not (is_boilerplate and either("prose", "asks_to_publish").search(asked)):
        return False
    is_position_alone = (
        len(answer) < _SHORTEST_STORY and disposition_of(answer) is not Disposition.NOT_STATED
    )
    return not is_position_alone and not either("prose", "publishes").search(answer)
