"""What taking in a document would do, worked out before anything is stored.

A plan is made from a reading and from what the register holds, and from nothing else; so the same
plan can be printed, shown to a person on a page, and carried out. Nothing in it is a guess: what
the document does not settle is an open item, and an open item keeps the whole plan from being
carried out until a person has decided.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from breakwater.domain.reading.reading import Answer, Evidence
from breakwater.domain.register.bodies import Body
from breakwater.domain.register.facts import InspectionFacts, RecommendationFacts
from breakwater.domain.register.positions import Delivery, Position


class Change(StrEnum):
    """What would happen to one thing in the register."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left out"
    CONFLICT = "conflict"
    NEEDS_PERSON = "needs a person"


@dataclass(frozen=True, slots=True)
class ResponseFacts:
    """What one document of one body answers to one recommendation."""

    dated: str | None
    answers: tuple[Answer, ...]
    position: Position
    delivery: Delivery
    awaits: str
    status_words: str
    evidence: tuple[Evidence, ...]

    def says_the_same_as(self, other: "ResponseFacts") -> bool:
        """Whether every published field is the same, whatever document it stands in."""
        return self._published() == other._published()

    def _published(self) -> tuple[object, ...]:
        return (self.answers, self.position, self.awaits, self.status_words, self.evidence)

    @property
    def text(self) -> str:
        """Every paragraph of every answer, a line each."""
        return "\n".join(part for answer in self.answers for part in answer.paragraphs)


@dataclass(frozen=True, slots=True)
class HeldRecommendation:
    """A recommendation as the register holds it now, and the keys of the bodies it is put to."""

    facts: RecommendationFacts
    is_stub: bool = False
    classes: tuple[str, ...] = ()
    bodies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HeldInspection:
    """An inspection as the register holds it now; recommendations by their numbers."""

    facts: InspectionFacts
    recommendations: Mapping[str, HeldRecommendation]


@dataclass(frozen=True, slots=True)
class Held:
    """What the register holds that a plan may depend on.

    ``responses`` has the current response of each (inspection slug, number, body key).
    """

    inspections: Mapping[str, HeldInspection]
    bodies: tuple[Body, ...]
    responses: Mapping[tuple[str, str, str], ResponseFacts]


@dataclass(frozen=True, slots=True)
class TakeInspection:
    """Store an inspection with these facts (its recommendations are steps of their own)."""

    facts: InspectionFacts


@dataclass(frozen=True, slots=True)
class TakeRecommendation:
    """Store a recommendation with these facts; a stub is only cited, not yet set out anywhere."""

    inspection: str
    facts: RecommendationFacts
    is_stub: bool = False


@dataclass(frozen=True, slots=True)
class TakeResponse:
    """Store a response; a former one stays as history."""

    inspection: str
    number: str
    body: str
    facts: ResponseFacts


Step = TakeInspection | TakeRecommendation | TakeResponse


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a plan. ``row`` counts the document's items from 1; 0 is the document itself.

    ``answers`` are what a person may say of an open item; how to say it is told where they are.
    """

    row: int
    change: Change
    subject: str
    sentence: str = ""
    before: str = ""
    after: str = ""
    step: Step | None = None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that taking in one document would do, in the document's order."""

    items: tuple[Item, ...]

    @property
    def open_items(self) -> tuple[Item, ...]:
        """What a person has to decide before anything is stored."""
        return tuple(
            item for item in self.items if item.change in {Change.CONFLICT, Change.NEEDS_PERSON}
        )

    @property
    def steps(self) -> tuple[Step, ...]:
        """What would be stored, in order; empty where nothing would change."""
        return tuple(item.step for item in self.items if item.step is not None)

    def counts(self) -> dict[str, int]:
        """How many items there are of each change, those without any included."""
        counted = Counter(item.change for item in self.items)
        return {change.value: counted[change] for change in Change}


# What a person may say of a row, beside the slug of an inspection.
TAKE = "take"
KEEP = "keep"
SKIP = "skip"

Decisions = Mapping[int, frozenset[str]]
