"""A lifecycle: for every state and every move, the state that follows or that it is refused.

A table is total: a pair that nobody decided on is an error when the program starts, so that a new
state cannot slip past a move somebody forgot.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from breakwater.domain.plain_error import PlainError

State = TypeVar("State", bound=Enum)
Move = TypeVar("Move", bound=Enum)
Side = TypeVar("Side", bound=Enum)


class NotNowError(PlainError):
    """The move is not one that can be made from the state it is in."""


class NotYoursError(PlainError):
    """The move is somebody else's to make."""


@dataclass(frozen=True)
class Lifecycle(Generic[State, Move, Side]):
    """``after[state][move]`` is the state that follows, or None where the move is refused.

    ``made_by`` names the sides that may make each move; ``begins`` are the states of a beginning.
    """

    name: str
    begins: frozenset[State]
    after: Mapping[State, Mapping[Move, State | None]]
    made_by: Mapping[Move, frozenset[Side]]

    def __post_init__(self) -> None:
        """Refuse a table with a hole in it; ValueError names the hole."""
        states, moves = type(next(iter(self.after))), type(next(iter(self.made_by)))
        holes = [(state, move) for state in states for move in moves if self._lacks(state, move)]
        if holes or set(self.made_by) != set(moves):
            raise ValueError(f"the lifecycle of a {self.name} does not say what follows: {holes}")

    def _lacks(self, state: State, move: Move) -> bool:
        return state not in self.after or move not in self.after[state]

    def next(self, state: State, move: Move, side: Side) -> State:
        """The state that follows.

        NotYoursError where ``side`` may never make this move, NotNowError where nobody may now.
        """
        if side not in self.made_by[move]:
            raise NotYoursError(f"somebody else decides that about this {self.name}")
        follows = self.after[state][move]
        if follows is None:
            raise NotNowError(f"this can no longer be done: the {self.name} has moved on")
        return follows

    def can(self, state: State, move: Move, side: Side) -> bool:
        """Whether ``next`` would give a state."""
        return side in self.made_by[move] and self.after[state][move] is not None

    def moves(self) -> Iterator[tuple[State, Move, State]]:
        """Every legal move: from, by, to."""
        for state, row in self.after.items():
            for move, follows in row.items():
                if follows is not None:
                    yield state, move, follows

    @property
    def ends(self) -> frozenset[State]:
        """The states that nothing follows."""
        return frozenset(self.after) - {state for state, _, _ in self.moves()}
