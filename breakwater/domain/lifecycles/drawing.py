"""A lifecycle as a page: a diagram in Mermaid's notation, and the table itself."""

from enum import Enum

from breakwater.domain.lifecycles.table import Lifecycle, Move, Side, State


def page(lifecycle: Lifecycle[State, Move, Side]) -> str:
    """Its diagram, its table, and who may make each move."""
    return "\n".join(
        [
            f"## A {lifecycle.name}\n",
            diagram(lifecycle),
            "",
            table(lifecycle),
            "",
            "| move | made by |\n|---|---|",
            *(
                f"| {_move(move)}: {move.value} | {_sides(lifecycle, move)} |"
                for move in lifecycle.made_by
            ),
            "",
        ]
    )


def diagram(lifecycle: Lifecycle[State, Move, Side]) -> str:
    """The states and the moves between them."""
    begins = sorted(state.value for state in lifecycle.begins)
    ends = [state for state in lifecycle.after if state in lifecycle.ends]
    lines = [f"  [*] --> {state}" for state in begins]
    lines += [f"  {a.value} --> {b.value}: {_move(move)}" for a, move, b in lifecycle.moves()]
    lines += [f"  {state.value} --> [*]" for state in ends]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])


def table(lifecycle: Lifecycle[State, Move, Side]) -> str:
    """Every state and every move: the state that follows, or a dash where it is refused."""
    moves = list(lifecycle.made_by)
    head = "| from | " + " | ".join(map(_move, moves)) + " |"
    rule = "|---|" + "---|" * len(moves)
    rows = [
        f"| {state.value} | " + " | ".join(_follows(row[move]) for move in moves) + " |"
        for state, row in lifecycle.after.items()
    ]
    return "\n".join([head, rule, *rows])


def _move(move: Enum) -> str:
    return move.name.lower().replace("_", " ")


def _follows(state: Enum | None) -> str:
    return str(state.value) if state else "–"


def _sides(lifecycle: Lifecycle[State, Move, Side], move: Move) -> str:
    return ", ".join(
        side.value
        for side in type(next(iter(lifecycle.made_by[move])))
        if side in lifecycle.made_by[move]
    )
