"""A recommendation as it is gathered from the page, before any field is worked out."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from breakwater.domain.reading.passages import Passage
from breakwater.domain.reading.reading import Disposition
from breakwater.domain.reading.vocabulary import Role

# The labels whose value is one cell or one line, and where an item keeps it.
FACTS = {
    Role.STATUS: "status",
    Role.TARGET: "target",
    Role.ADDRESSEE: "owner",
    Role.AGENCY: "agency",
    Role.INSPECTION: "inspection",
    Role.PUBLISHED: "published",
}


@dataclass(slots=True)
class DraftAnswer:
    """The passages under one answer label or in one answer column.

    ``is_labelled`` is true where the label stands beside this answer alone, not above a column.
    """

    label: str
    passages: list[Passage] = field(default_factory=list)
    dated: str | None = None
    is_labelled: bool = False


@dataclass(slots=True)
class Draft:
    """One numbered item being gathered; each part keeps its passages, so that a place is known.

    ``parent`` is the text of the recommendation that a sub-recommendation belongs to.
    ``verdict`` is the disposition that a word by itself gives ("Accepted? Yes").
    ``position`` is the sentence of a letter that states the disposition, and what goes with it.
    ``remarks`` are what others said of the answer, each with its day; they answer nothing.
    ``claimed`` is every line of the page that was taken for this item, labels included.
    ``has_place`` says whether the document gives the item a place for an answer of its own.
    """

    number: str
    heading: Passage
    addressed: Passage | None = None
    text: list[Passage] = field(default_factory=list)
    parent: list[Passage] = field(default_factory=list)
    notes: list[Passage] = field(default_factory=list)
    answers: list[DraftAnswer] = field(default_factory=list)
    outcome: list[Passage] = field(default_factory=list)
    documents: list[Passage] = field(default_factory=list)
    owner: Passage | None = None
    agency: Passage | None = None
    target: Passage | None = None
    status: Passage | None = None
    inspection: Passage | None = None
    published: Passage | None = None
    verdict: tuple[Disposition, Passage] | None = None
    has_place: bool = False
    position: list[Passage] = field(default_factory=list)
    remarks: list[DraftAnswer] = field(default_factory=list)
    claimed: list[Passage] = field(default_factory=list)

    @property
    def is_answered(self) -> bool:
        """Whether anything at all was answered."""
        return any(answer.passages for answer in self.answers)

    @property
    def first_answer(self) -> list[Passage]:
        """The passages of the answer that comes first."""
        return next((answer.passages for answer in self.answers if answer.passages), [])

    @property
    def replies(self) -> list[Passage]:
        """Everything said in reply: answers and updates, then the outcome."""
        said = [passage for answer in self.answers for passage in answer.passages]
        return said + self.outcome


def number_above(number: str) -> str:
    """The number of the recommendation that a part belongs to: 7 for 7.1, 5 for 5a; else ""."""
    if number.endswith(")"):
        return number.partition("(")[0]
    if number[-1:].isalpha():
        return number[:-1]
    return number.rpartition(".")[0]


def _are_of_one_report(one: Draft, other: Draft) -> bool:
    """Whether nothing says that two items are of different reports."""
    named = {draft.inspection.text for draft in (one, other) if draft.inspection}
    return len(named) < 2


def with_parents(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts that are entries, each sub-recommendation with its parent's words.

    An item is an entry when it has an answer, or a place for one that no item below it fills.
    """
    drafts = list(drafts)
    by_number: dict[str, Draft] = {}
    parents: set[int] = set()
    for draft in drafts:
        above = by_number.get(number_above(draft.number))
        if above is not None and _are_of_one_report(above, draft):
            parents.add(id(above))
            draft.parent = draft.parent or above.text
            draft.addressed = draft.addressed or above.addressed
        same = by_number.get(draft.number)
        if same is not None and not same.has_place and _are_of_one_report(same, draft):
            # It was set out above the table that answers it.
            draft.parent = draft.parent or (same.text if draft.text else [])
            draft.text, draft.addressed = draft.text or same.text, draft.addressed or same.addressed
        if draft.text or draft.has_place or draft.number not in by_number:
            by_number[draft.number] = draft
    return [
        draft
        for draft in drafts
        if draft.is_answered or (draft.has_place and id(draft) not in parents)
    ]
