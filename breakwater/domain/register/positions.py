"""Where a body stands on a recommendation: four independent fields, never one "status".

A body can accept and do nothing, refuse and do everything, or adopt a national position that
refuses. So what it says (position), what it has done (delivery), who has looked (assurance) and
the colour that is worked out from all three (rag) are kept apart.
"""

from datetime import date
from enum import StrEnum

from breakwater.domain.reading.reading import Disposition


class Position(StrEnum):
    """What the body says about the recommendation itself."""

    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    ACCEPTED_IN_PRINCIPLE = "accepted_in_principle"
    NOT_ACCEPTED = "not_accepted"
    NOT_APPLICABLE = "not_applicable"
    AWAITING_NATIONAL_POSITION = "awaiting_national_position"
    NOT_STATED = "not_stated"


class Delivery(StrEnum):
    """What the body says it has done."""

    NOT_STATED = "not_stated"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    ACTION_COMPLETE = "action_complete"


class Assurance(StrEnum):
    """Who, other than the body itself, has looked."""

    NOT_STATED = "not_stated"
    SELF_ASSESSED = "self_assessed"
    PCC_ASSURED = "pcc_assured"
    PARTLY_ASSURED = "partly_assured"
    AWAITING_SIGN_OFF = "awaiting_sign_off"
    SIGNED_OFF = "signed_off"
    SUPERSEDED = "superseded"


class Rag(StrEnum):
    """The colour forces use; worked out by :func:`rag_of`, overridden only with a reason."""

    BLUE = "blue"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    WHITE = "white"


def position_of(disposition: Disposition) -> Position:
    """The register's word for the reader's: the one place where the two meet."""
    match disposition:
        case Disposition.ACCEPTED:
            return Position.ACCEPTED
        case Disposition.ACCEPTED_IN_PART:
            return Position.ACCEPTED_IN_PART
        case Disposition.ACCEPTED_IN_PRINCIPLE:
            return Position.ACCEPTED_IN_PRINCIPLE
        case Disposition.NOT_ACCEPTED:
            return Position.NOT_ACCEPTED
        case Disposition.NOT_APPLICABLE:
            return Position.NOT_APPLICABLE
        case Disposition.AWAITING_NATIONAL_POSITION:
            return Position.AWAITING_NATIONAL_POSITION
        case Disposition.NOT_STATED:
            return Position.NOT_STATED


_DELIVERY_WORDS = {
    Delivery.ACTION_COMPLETE: {"complete", "completed", "closed", "done", "blue"},
    Delivery.IN_PROGRESS: {"in progress", "being progressed", "ongoing", "on track"},
    Delivery.NOT_STARTED: {"not started", "not yet started"},
}


def delivery_of(status_words: str | None) -> Delivery:
    """What the words of a status column plainly say was done; not stated where they don't.

    Amber and red say how worried the body is, not what it has done.
    """
    words = " ".join((status_words or "").lower().replace("-", " ").split()).strip(".")
    for delivery, wordings in _DELIVERY_WORDS.items():
        if words in wordings:
            return delivery
    return Delivery.NOT_STATED


def rag_of(
    *, position: Position, delivery: Delivery, due_on: date | None, as_of: date
) -> Rag | None:
    """The colour on the day ``as_of``; None where nothing asked for is left to colour.

    Blue: complete. Red: the day asked for has passed. White: awaiting another body, and the day
    has not passed (waiting never stops the clock). Green: in progress. Amber: not started, or
    not said. A recommendation that the body does not accept, or that does not apply to it, has no
    colour: it is not late work.
    """
    if delivery is Delivery.ACTION_COMPLETE:
        return Rag.BLUE
    if position in {Position.NOT_ACCEPTED, Position.NOT_APPLICABLE}:
        return None
    if due_on is not None and due_on < as_of:
        return Rag.RED
    if position is Position.AWAITING_NATIONAL_POSITION:
        return Rag.WHITE
    return Rag.GREEN if delivery is Delivery.IN_PROGRESS else Rag.AMBER
