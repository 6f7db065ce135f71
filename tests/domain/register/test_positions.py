"""Four independent fields, and the one that is derived."""

from datetime import date

import pytest

from breakwater.domain.reading.reading import Disposition
from breakwater.domain.register.positions import (
    Delivery,
    Position,
    Rag,
    delivery_of,
    position_of,
    rag_of,
)

TODAY = date(2026, 3, 1)
PAST, FUTURE = date(2026, 2, 28), date(2026, 3, 2)


@pytest.mark.parametrize("disposition", list(Disposition))
def test_every_disposition_of_the_reader_is_a_position_of_the_same_name(
    disposition: Disposition,
) -> None:
    assert position_of(disposition).value == disposition.value


@pytest.mark.parametrize(
    ("words", "delivery"),
    [
        ("Complete.", Delivery.ACTION_COMPLETE),
        ("Blue", Delivery.ACTION_COMPLETE),
        ("being-progressed", Delivery.IN_PROGRESS),
        ("Not started", Delivery.NOT_STARTED),
        ("Amber", Delivery.NOT_STATED),
        ("partially comply", Delivery.NOT_STATED),
        (None, Delivery.NOT_STATED),
    ],
)
def test_only_plain_words_say_what_was_done(words: str | None, delivery: Delivery) -> None:
    assert delivery_of(words) is delivery


@pytest.mark.parametrize(
    ("position", "delivery", "due_on", "rag"),
    [
        (Position.ACCEPTED, Delivery.ACTION_COMPLETE, PAST, Rag.BLUE),
        (Position.NOT_ACCEPTED, Delivery.NOT_STARTED, PAST, None),
        (Position.NOT_APPLICABLE, Delivery.NOT_STATED, PAST, None),
        (Position.ACCEPTED, Delivery.IN_PROGRESS, PAST, Rag.RED),
        (Position.AWAITING_NATIONAL_POSITION, Delivery.NOT_STATED, PAST, Rag.RED),
        (Position.AWAITING_NATIONAL_POSITION, Delivery.NOT_STATED, FUTURE, Rag.WHITE),
        (Position.ACCEPTED, Delivery.IN_PROGRESS, FUTURE, Rag.GREEN),
        (Position.ACCEPTED, Delivery.IN_PROGRESS, TODAY, Rag.GREEN),
        (Position.ACCEPTED, Delivery.NOT_STARTED, None, Rag.AMBER),
        (Position.NOT_STATED, Delivery.NOT_STATED, None, Rag.AMBER),
    ],
)
def test_the_colour_is_worked_out_and_waiting_never_stops_the_clock(
    position: Position, delivery: Delivery, due_on: date | None, rag: Rag | None
) -> None:
    assert rag_of(position=position, delivery=delivery, due_on=due_on, as_of=TODAY) is rag
