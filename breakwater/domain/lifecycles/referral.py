"""The life of a referral: one organisation offers a person's case to another.

The person can end it at any moment while it lives: whoever she tells, the sender or the receiver,
withdraws it. Nothing follows a withdrawal.
"""

from enum import Enum

from breakwater.domain.lifecycles.table import Lifecycle


class State(Enum):
    """Where a referral stands."""

    OFFERED = "offered"
    ASKED = "asked"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    CLOSED = "closed"


class Move(Enum):
    """What can be done with it; ``value`` is what a person reads."""

    ACCEPT = "accept it"
    DECLINE = "decline it"
    ASK = "ask the sender something"
    ANSWER = "answer what they asked"
    WITHDRAW = "withdraw it, because the person no longer wants it"
    LAPSE = "give up waiting"
    CLOSE = "close it"


class Side(Enum):
    """Who acts."""

    SENDER = "the organisation that offers it"
    RECEIVER = "the organisation it is offered to"
    CLOCK = "the clock"
    NEITHER = "anybody else"


_WAITING: dict[Move, State | None] = {
    Move.ACCEPT: State.ACCEPTED,
    Move.DECLINE: State.DECLINED,
    Move.ASK: State.ASKED,
    Move.ANSWER: None,
    Move.WITHDRAW: State.WITHDRAWN,
    Move.LAPSE: State.LAPSED,
    Move.CLOSE: None,
}
_ENDED: dict[Move, State | None] = dict.fromkeys(Move)

REFERRAL: Lifecycle[State, Move, Side] = Lifecycle(
    name="referral",
    begins=frozenset({State.OFFERED}),
    after={
        State.OFFERED: _WAITING,
        # It may be taken or declined while the answer is still out.
        State.ASKED: _WAITING | {Move.ASK: None, Move.ANSWER: State.ANSWERED},
        State.ANSWERED: _WAITING,
        State.ACCEPTED: _ENDED | {Move.WITHDRAW: State.WITHDRAWN, Move.CLOSE: State.CLOSED},
        State.DECLINED: _ENDED,
        State.WITHDRAWN: _ENDED,
        State.LAPSED: _ENDED,
        State.CLOSED: _ENDED,
    },
    made_by={
        Move.ACCEPT: frozenset({Side.RECEIVER}),
        Move.DECLINE: frozenset({Side.RECEIVER}),
        Move.ASK: frozenset({Side.RECEIVER}),
        Move.ANSWER: frozenset({Side.SENDER}),
        Move.WITHDRAW: frozenset({Side.SENDER, Side.RECEIVER}),
        Move.LAPSE: frozenset({Side.SENDER, Side.CLOCK}),
        # With the receiver's own case, once that is closed.
        Move.CLOSE: frozenset({Side.CLOCK}),
    },
)

# Those in which somebody has still to do something; at most one for each consent.
WAITING = frozenset({State.OFFERED, State.ASKED, State.ANSWERED})
LIVING = WAITING | {State.ACCEPTED}
