"""Brings the stored bodies up to a list of bodies; running it again changes nothing."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from breakwater.domain.register.bodies import Body, bodies_of

_FIELDS = ["kind", "name", "aliases", "valid_from", "valid_to", "planned_change", "invented"]


def shipped_bodies() -> tuple[Body, ...]:
    """The bodies of the list that Breakwater ships."""
    text = files("breakwater.domain.register").joinpath("bodies.toml").read_text(encoding="utf-8")
    return bodies_of(text)


def write(stored: Any, bodies: Sequence[Body]) -> None:
    """Make the rows of the model ``stored`` say what ``bodies`` say, found by their keys.

    ``stored`` is the model Body, or a migration's historical one. No row is removed: an answer
    given by a body that has left the list is still that body's answer.
    """
    stored.objects.bulk_create(
        [_row(stored, body) for body in bodies],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=_FIELDS,
    )
    by_key = {row.key: row for row in stored.objects.all()}
    linked = []
    for body in bodies:
        row = by_key[body.key]
        row.successor = by_key[body.successor] if body.successor else None
        row.oversees = by_key[body.oversees] if body.oversees else None
        linked.append(row)
    stored.objects.bulk_update(linked, ["successor", "oversees"])


def _row(stored: Any, body: Body) -> Any:
    return stored(
        key=body.key,
        kind=body.kind.value,
        name=body.name,
        aliases=list(body.aliases),
        valid_from=body.valid_from,
        valid_to=body.valid_to,
        planned_change=body.planned_change,
        invented=body.invented,
    )
