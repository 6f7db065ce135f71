"""What the pages of importing show: an outline of the document, and one item with its passages."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404

from breakwater.apps.importing.models import Review
from breakwater.apps.importing.settling import to_settle_it
from breakwater.domain.reading.reading import FieldSource, Flag, Reading
from breakwater.domain.register.corrections import DOCUMENT
from breakwater.domain.register.plan import Change, Item, Plan

# One sentence for each doubt, said to the person who can settle it.
FLAGS = {
    Flag.LIST_MISSING: "A recommendation stops where a list should follow. The list is not here.",
    Flag.DUPLICATE_RESPONSE: "Two or more answers are the same words.",
    Flag.IMPOSSIBLE_CHRONOLOGY: "Its dates cannot all be right. They are kept as printed.",
    Flag.EMPTY_HEADING: "A heading or a label has nothing under it.",
    Flag.REPAIRED_ENCODING: "Its letters were damaged and have been repaired. Compare the names.",
    Flag.MISSING_NUMBERS: "Some numbers between the first and the last are not in it.",
    Flag.NOT_A_RESPONSE: "It does not look like an answer to anything.",
    Flag.RESPONSE_DOES_NOT_ANSWER: "An answer may not deal with what was asked. Look at it.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One item in the outline: where it goes, and what a person should do with it."""

    row: int
    title: str
    begins: str
    changes: tuple["Settling", ...]
    is_corrected: bool

    @property
    def needs_person(self) -> bool:
        """Whether nothing can be stored before somebody settles it."""
        return any(
            each.item.change in {Change.CONFLICT, Change.NEEDS_PERSON} for each in self.changes
        )


@dataclass(frozen=True, slots=True)
class Settling:
    """One line of the plan, and in a sentence what a person can do about it."""

    item: Item

    @property
    def ways(self) -> str:
        return to_settle_it(self.item)


@dataclass(frozen=True, slots=True)
class Place:
    """One item among the others, with the passages it was read from."""

    row: int
    title: str
    sources: tuple[FieldSource, ...]
    previous: int | None
    following: int | None


def flags_of(reading: Reading) -> list[str]:
    """A sentence for each flag of the document."""
    return [FLAGS[flag] for flag in reading.flags]


def outline(reading: Reading, plan: Plan | None, review: Review) -> list[Line]:
    """The document and each of its items, in order."""
    corrected = set(review.corrections.values_list("row", flat=True))
    items = plan.items if plan else ()
    return [
        Line(
            row=row,
            title=_title(reading, row),
            begins="" if row == DOCUMENT else (reading.recommendations[row - 1].response or ""),
            changes=settling_of(items, row),
            is_corrected=row in corrected,
        )
        for row in range(len(reading.recommendations) + 1)
    ]


def settling_of(items: Iterable[Item], row: int) -> tuple[Settling, ...]:
    """The lines of a plan about one item of the document."""
    return tuple(Settling(item) for item in items if item.row == row)


def place_in(reading: Reading, row: int) -> Place:
    """The item ``row``; 404 where the document has none."""
    last = len(reading.recommendations)
    if row > last:
        raise Http404
    sources = reading.sources if row == DOCUMENT else reading.recommendations[row - 1].sources
    return Place(
        row=row,
        title=_title(reading, row),
        sources=_each_passage_once(sources),
        previous=row - 1 if row > 0 else None,
        following=row + 1 if row < last else None,
    )


def _title(reading: Reading, row: int) -> str:
    if row == DOCUMENT:
        return "The document itself"
    return f"Recommendation {reading.recommendations[row - 1].number}"


def _each_passage_once(sources: tuple[FieldSource, ...]) -> tuple[FieldSource, ...]:
    """The widest passage of each place: a cell is not shown again beside its whole row."""
    seen: dict[tuple[str, str], FieldSource] = {}
    for source in sources:
        seen.setdefault((source.place, source.text), source)
    return tuple(
        one
        for one in seen.values()
        if not any(
            one.place == other.place and one.text != other.text and one.text in other.text
            for other in seen.values()
        )
    )
