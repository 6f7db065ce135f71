"""The bodies that answer recommendations, from when until when, and what followed them.

The shipped list is ``bodies.toml`` beside this module. Keys never change and are never used
twice; a body that ends keeps its key and names its successor, so that an old answer stays with
the body that gave it.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from breakwater.domain.plain_error import PlainError
from breakwater.domain.register.addresses import refuse_key


class BodyKind(StrEnum):
    """What a body is; addressee classes are made of kinds."""

    TERRITORIAL_FORCE = "territorial_force"
    SPECIALIST_FORCE = "specialist_force"
    LOCAL_POLICING_BODY = "local_policing_body"
    SPECIALIST_POLICING_BODY = "specialist_policing_body"
    NATIONAL_BODY = "national_body"
    GOVERNMENT = "government"
    INSPECTORATE = "inspectorate"
    PARTNERSHIP = "partnership"
    SUPPORT_ORGANISATION = "support_organisation"


@dataclass(frozen=True, slots=True)
class Body:
    """One body. A missing ``valid_from`` or ``valid_to`` means: not known, or not ended.

    ``valid_to`` is the last day. ``oversees`` is the key of the force that a policing body holds
    to account. ``aliases`` are other names found in documents, former names among them.
    ``planned_change`` is a change that has been announced and has not happened. ``invented``
    bodies exist for demonstrations only and belong to no addressee class by themselves.
    """

    key: str
    kind: BodyKind
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    oversees: str | None = None
    aliases: tuple[str, ...] = ()
    planned_change: str = ""
    invented: bool = False

    def __post_init__(self) -> None:
        """``PlainError`` where no page could be found under the key."""
        refuse_key(self.key, of="the key of a body")

    def existed_on(self, day: date | None) -> bool:
        """Whether it existed on ``day``; with no day given, whether it exists without an end."""
        if day is None:
            return self.valid_to is None
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


def bodies_of(text: str) -> tuple[Body, ...]:
    """The bodies that a list in TOML names, in its order; ``PlainError`` says what is wrong."""
    try:
        rows = tomllib.loads(text).get("body", [])
    except tomllib.TOMLDecodeError as fault:
        raise PlainError(f"the list of bodies is not TOML: {fault}") from fault
    bodies = tuple(_body(row) for row in rows)
    _refuse_contradictions(bodies)
    return bodies


def _body(row: Mapping[str, Any]) -> Body:
    known = set(Body.__dataclass_fields__)
    unknown = sorted(set(row) - known)
    missing = sorted({"key", "kind", "name"} - set(row))
    if unknown or missing:
        which = f"has no {missing[0]}" if missing else f"has the unknown field {unknown[0]}"
        raise PlainError(f"in the list of bodies, {row.get('key', 'a body')} {which}")
    if not (isinstance(row["key"], str) and isinstance(row["name"], str)):
        raise PlainError(f"in the list of bodies, the key and the name of {row['key']} are words")
    if row["kind"] not in set(BodyKind):
        raise PlainError(f"in the list of bodies, {row['key']} has the unknown kind {row['kind']}")
    values = dict(row) | {
        "kind": BodyKind(row["kind"]),
        "aliases": tuple(row.get("aliases", ())),
    }
    return Body(**values)


def _refuse_contradictions(bodies: Iterable[Body]) -> None:
    seen: dict[str, Body] = {}
    for body in bodies:
        if body.key in seen:
            raise PlainError(f"the list of bodies has the key {body.key} twice")
        if body.valid_from and body.valid_to and body.valid_to < body.valid_from:
            raise PlainError(f"in the list of bodies, {body.key} ends before it begins")
        seen[body.key] = body
