"""What a careful reader takes from one published document: the values, and where each was found.

The keys of ``--json`` are the fields whose names appear in ``DOCUMENT_KEYS`` and
``RECOMMENDATION_KEYS`` below; everything else serves the person who reviews the reading.
Days are ISO strings (``2024-02-29``), because a published day is kept as printed even where no
calendar has it (``2023-02-31``): whoever needs a ``date`` must be ready for ``ValueError``.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of document was read."""

    LETTER = "letter"
    STATUTORY_RESPONSE = "statutory_response"
    ACTION_PLAN = "action_plan"
    FORM = "form"
    REGISTER_LOG = "register_log"
    INDEX = "index"
    NEWS = "news"
    HOMICIDE_REVIEW_PLAN = "homicide_review_plan"


class Disposition(StrEnum):
    """What an answer says about the recommendation itself, whatever work it reports."""

    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    ACCEPTED_IN_PRINCIPLE = "accepted_in_principle"
    NOT_ACCEPTED = "not_accepted"
    NOT_APPLICABLE = "not_applicable"
    AWAITING_NATIONAL_POSITION = "awaiting_national_position"
    NOT_STATED = "not_stated"


class Flag(StrEnum):
    """A doubt that a person should look at; nothing is put right because of it."""

    LIST_MISSING = "list_missing"
    DUPLICATE_RESPONSE = "duplicate_response"
    IMPOSSIBLE_CHRONOLOGY = "impossible_chronology"
    EMPTY_HEADING = "empty_heading"
    REPAIRED_ENCODING = "repaired_encoding"
    MISSING_NUMBERS = "missing_numbers"
    NOT_A_RESPONSE = "not_a_response"
    RESPONSE_DOES_NOT_ANSWER = "response_does_not_answer"


@dataclass(frozen=True, slots=True)
class FieldSource:
    """The passage that one field was read from: ``place`` says where a person finds it."""

    field: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document that an answer points to and that a reader could ask for."""

    reference: str | None
    dated: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One body's words under one label or in one column: an answer, an update or an outcome."""

    label: str | None
    dated: str | None
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """All its paragraphs, joined by one space."""
        return " ".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One numbered item and what was answered to it.

    ``response`` is the whole of the answer that comes first; ``paragraphs`` is the
    recommendation's own text, ``notes`` what stands under "Notes to …", ``answers`` every answer
    and update in document order. ``inspection_title`` and ``inspection_published_on`` are the
    report this item came from: the document's one report, or the one beside the row in a
    workbook that answers several.
    """

    number: str
    addressees: tuple[str, ...]
    cites: tuple[str, ...]
    has_text: bool
    list_missing: bool
    deadline_wording: str | None
    due_on: str | None
    response_begins: str | None
    disposition: Disposition
    awaits: str | None
    status_words: str | None
    evidence: tuple[Evidence, ...]
    response: str | None = None
    paragraphs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    inspection_title: str | None = None
    inspection_published_on: str | None = None
    sources: tuple[FieldSource, ...] = ()

    @property
    def text(self) -> str:
        """The recommendation's own text, its paragraphs joined by one space."""
        return " ".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Reading:
    """One document, read."""

    is_response: bool
    kind: Kind
    reference: str | None
    dated: str | None
    inspection_title: str | None
    inspection_published_on: str | None
    responding_bodies: tuple[str, ...]
    signatory_posts: tuple[str, ...]
    recommendations: tuple[Recommendation, ...]
    flags: tuple[Flag, ...]
    sources: tuple[FieldSource, ...] = ()


DOCUMENT_KEYS = (
    "is_response",
    "kind",
    "reference",
    "dated",
    "inspection_title",
    "inspection_published_on",
    "responding_bodies",
    "signatory_posts",
    "recommendations",
    "flags",
)

RECOMMENDATION_KEYS = (
    "number",
    "addressees",
    "cites",
    "has_text",
    "list_missing",
    "deadline_wording",
    "due_on",
    "response_begins",
    "disposition",
    "awaits",
    "status_words",
    "evidence",
)
