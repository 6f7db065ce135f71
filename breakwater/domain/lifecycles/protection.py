"""The life of sharing to protect somebody: asked and approved first, or confirmed afterwards.

In an emergency nobody waits for a second person; then it waits for one, and is late after a day.
"""

from enum import Enum

from breakwater.domain.lifecycles.table import Lifecycle


class State(Enum):
    """Where it stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    SHARED = "shared"
    EMERGENCY = "emergency"
    CONFIRMED = "confirmed"
    OBJECTED = "objected"
    DROPPED = "dropped"


class Move(Enum):
    """What can be done with it; ``value`` is what a person reads."""

    APPROVE = "approve it, as the second person"
    REFUSE = "refuse it, as the second person"
    SHARE = "enter that it was passed on"
    CONFIRM = "agree afterwards, as the second person"
    OBJECT = "disagree afterwards, as the second person"
    DROP = "give it up: it is no longer needed"


class Side(Enum):
    """Who acts."""

    ASKER = "whoever asked or shared"
    SECOND = "a second person of the same organisation"
    NEITHER = "anybody else"


_ENDED: dict[Move, State | None] = dict.fromkeys(Move)

PROTECTION: Lifecycle[State, Move, Side] = Lifecycle(
    name="sharing",
    begins=frozenset({State.ASKED, State.EMERGENCY}),
    after={
        State.ASKED: _ENDED
        | {Move.APPROVE: State.APPROVED, Move.REFUSE: State.REFUSED, Move.DROP: State.DROPPED},
        State.APPROVED: _ENDED | {Move.SHARE: State.SHARED, Move.DROP: State.DROPPED},
        State.EMERGENCY: _ENDED | {Move.CONFIRM: State.CONFIRMED, Move.OBJECT: State.OBJECTED},
        State.REFUSED: _ENDED,
        State.SHARED: _ENDED,
        State.CONFIRMED: _ENDED,
        State.OBJECTED: _ENDED,
        State.DROPPED: _ENDED,
    },
    made_by={
        Move.APPROVE: frozenset({Side.SECOND}),
        Move.REFUSE: frozenset({Side.SECOND}),
        Move.SHARE: frozenset({Side.ASKER}),
        Move.CONFIRM: frozenset({Side.SECOND}),
        Move.OBJECT: frozenset({Side.SECOND}),
        Move.DROP: frozenset({Side.ASKER}),
    },
)

# Those in which something has left the organisation.
PASSED_ON = frozenset({State.SHARED, State.EMERGENCY, State.CONFIRMED, State.OBJECTED})
