"""The pathways a reporter can choose, as data that an installation writes and a lawyer can read.

``docs/guides/safe-reporting.md`` describes the file. Nothing here decides what a page promises: the
sentences of a promise belong to its kind; the file fills in who, when and how long.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from breakwater.domain.plain_error import PlainError

_NUMBERS = range(1, 100)
_LONGEST_ANSWER_HOURS = 24 * 30


class PathwayKind(Enum):
    """Who receives a report on this pathway; ``value`` is how the file names it."""

    POLICE = "police"
    SUPPORT = "support"
    ADVICE = "advice"


@dataclass(frozen=True)
class Telephone:
    """A line that answers where a pathway does not: what it is, the number, its hours."""

    name: str
    number: str
    hours: str = ""


class Knows(Enum):
    """Where somebody involved works, or knows people; ``value`` is how the file names it."""

    POLICE = "police"
    SUPPORT = "support"


@dataclass(frozen=True)
class OtherRoute:
    """Where else to turn for whoever cannot trust the police here, or an organisation here."""

    instead_of: Knows
    telephone: Telephone


@dataclass(frozen=True)
class Pathway:
    """One route: ``receiver`` (an organisation's slug) alone can read what is sent on it.

    ``keep_days`` after closing; None where a police record is kept by rules of its own.
    ``promised_on`` and ``promised_by`` (a post, never a name) sign what the page promises.
    """

    number: int
    kind: PathwayKind
    receiver: str
    hours: str
    answer_within_hours: int
    keep_days: int | None
    has_on_call: bool
    promised_on: date
    promised_by: str
    telephone: Telephone | None = None


@dataclass(frozen=True)
class Routes:
    """Everything one file says: the pathways, who runs the server, and where else to turn."""

    host: str
    host_is_police: bool
    pathways: tuple[Pathway, ...]
    other_routes: tuple[OtherRoute, ...] = field(default=())


def read_routes(text: str) -> Routes:
    """Read and check a file; PlainError names what is wrong and where."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as reason:
        raise PlainError(f"that is not TOML: {reason}") from None
    _only(data, {"host", "host_is_police", "pathway", "other_route"}, "the file")
    listed = data.get("pathway")
    if not isinstance(listed, list) or not listed:
        raise PlainError("the file has no [[pathway]]")
    pathways = tuple(_pathway(one, place) for place, one in enumerate(listed, start=1))
    numbers = [one.number for one in pathways]
    if len(set(numbers)) != len(numbers):
        raise PlainError("two pathways have the same number")
    others = data.get("other_route", [])
    if not isinstance(others, list):
        raise PlainError("other routes are written as [[other_route]]")
    return Routes(
        host=_text(data, "host", "the file"),
        host_is_police=_claim(data, "host_is_police", "the file"),
        pathways=pathways,
        other_routes=tuple(
            _other_route(one, f"other route {n}") for n, one in enumerate(others, 1)
        ),
    )


_KEYS = {
    "number",
    "kind",
    "receiver",
    "hours",
    "answer_within_hours",
    "keep_days",
    "has_on_call",
    "promised_on",
    "promised_by",
    "telephone",
}


def _pathway(data: object, place: int) -> Pathway:
    where = f"pathway {place}"
    if not isinstance(data, dict):
        raise PlainError(f"{where} is not a table")
    _only(data, _KEYS, where)
    kinds = {kind.value: kind for kind in PathwayKind}
    kind = kinds.get(_text(data, "kind", where))
    if kind is None:
        raise PlainError(f"{where}: kind is {' or '.join(kinds)}")
    keep_days = _whole(data, "keep_days", where, 1, 3650) if "keep_days" in data else None
    if kind is not PathwayKind.POLICE and keep_days is None:
        raise PlainError(f"{where}: say keep_days, how long after closing it is kept")
    promised_on = data.get("promised_on")
    if type(promised_on) is not date:
        raise PlainError(f"{where}: promised_on is a day, such as 2026-11-02")
    telephone = data.get("telephone")
    return Pathway(
        number=_whole(data, "number", where, _NUMBERS.start, _NUMBERS.stop - 1),
        kind=kind,
        receiver=_text(data, "receiver", where),
        hours=_text(data, "hours", where),
        answer_within_hours=_whole(data, "answer_within_hours", where, 1, _LONGEST_ANSWER_HOURS),
        keep_days=keep_days,
        has_on_call=_claim(data, "has_on_call", where),
        promised_on=promised_on,
        promised_by=_text(data, "promised_by", where),
        telephone=_telephone(telephone, where) if telephone is not None else None,
    )


def _other_route(data: object, where: str) -> OtherRoute:
    if not isinstance(data, dict):
        raise PlainError(f"{where} is not a table")
    known = {one.value: one for one in Knows}
    instead_of = known.get(_text(data, "instead_of", where))
    if instead_of is None:
        raise PlainError(f"{where}: instead_of is {' or '.join(known)}")
    rest = {name: value for name, value in data.items() if name != "instead_of"}
    return OtherRoute(instead_of, _telephone(rest, where))


def _telephone(data: object, where: str) -> Telephone:
    if not isinstance(data, dict):
        raise PlainError(f"{where}: a telephone has a name, a number and hours")
    _only(data, {"name", "number", "hours"}, where)
    hours = str(data.get("hours", ""))
    return Telephone(_text(data, "name", where), _text(data, "number", where), hours)


def _only(data: Mapping[str, object], known: set[str], where: str) -> None:
    if unknown := sorted(set(data) - known):
        raise PlainError(
            f"{where}: nobody knows {', '.join(unknown)}; known are {', '.join(sorted(known))}"
        )


def _text(data: Mapping[str, object], name: str, where: str) -> str:
    found = data.get(name)
    if not isinstance(found, str) or not found.strip() or len(found) > 300:
        raise PlainError(f"{where}: say {name}, in at most 300 letters")
    return found.strip()


def _claim(data: Mapping[str, object], name: str, where: str) -> bool:
    found = data.get(name)
    if not isinstance(found, bool):
        raise PlainError(f"{where}: {name} is true or false")
    return found


def _whole(data: Mapping[str, object], name: str, where: str, least: int, most: int) -> int:
    found = data.get(name)
    if type(found) is not int or not least <= found <= most:
        raise PlainError(f"{where}: {name} is a whole number from {least} to {most}")
    return found
