"""One record of a feed, made safe: known fields only, plain text, each fault told in a sentence."""

import math
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from breakwater.domain.open_referral.tables import SAID, TABLES, Sort, Table
from breakwater.domain.open_referral.text import plain_line, plain_text

# Names ids that feeds leave out or that are no UUID, the same every time.
NAMESPACE = uuid.UUID("5f0c1d5e-3a77-4f7f-9a54-6f3f6a1d2b90")
_MOST_IN_A_LIST = 200
# A web page on a named host; a name or password before the host is somebody's trick.
_ADDRESS = re.compile(r"(?i)https?://[^\s/@\\?#]+\.[^\s/@\\?#]+(?:[/?#]\S*)?")
_EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a feed; ``refuses`` where the record itself is left out."""

    sentence: str
    refuses: bool = False


class Cleaner:
    """Cleans records and collects what was wrong with them."""

    def __init__(self) -> None:
        # In the order found, each said once.
        self._faults: dict[Fault, None] = {}

    @property
    def faults(self) -> list[Fault]:
        """What was wrong so far."""
        return list(self._faults)

    def tell(self, sentence: str, *, refuses: bool = False) -> None:
        """Note one fault; ``sentence`` comes without its full stop."""
        self._faults[Fault(f"{sentence}.", refuses)] = None

    def clean(self, table: str, raw: object, *, of: str = "", within: str = "") -> Record | None:
        """The record as it may be stored; None where nothing of it can be used.

        ``of`` says in a sentence whose it is. ``within`` names the place of a record that has no
        id of its own; a record that nothing contains needs one.
        """
        if not isinstance(raw, Mapping):
            self.tell(f"{of or _said(table).capitalize()}: it is not a record", refuses=True)
            return None
        whose = of or _named(table, raw)
        id_ = self._id(raw.get("id"), table, whose, within)
        if id_ is None:
            return None
        spec = TABLES[table]
        record: Record = {"id": id_}
        for name, sort in spec.fields.items():
            if name != "id" and raw.get(name) is not None:
                self._put(record, name, sort, raw[name], whose)
        for name, values in spec.choices.items():
            self._choose(record, name, values, raw.get(name), whose)
        if missing := [name for name in spec.required if name not in record]:
            sentence = f"{whose}: {_said(table)} has no {missing[0]}, so it was left out"
            self.tell(sentence, refuses=not within)
            return None
        self._position(record, whose)
        self._add_parts(record, spec, raw, whose)
        return record

    def _add_parts(self, record: Record, spec: Table, raw: Mapping[str, Any], of: str) -> None:
        for name, table in spec.many.items():
            parts = [
                self.clean(table, one, of=of, within=f"{record['id']}/{name}/{place}")
                for place, one in enumerate(self._listed(raw.get(name), name, of))
            ]
            if kept := _once([one for one in parts if one is not None]):
                record[name] = kept
        for name, table in spec.one.items():
            if raw.get(name) is not None:
                part = self.clean(table, raw[name], of=of, within=f"{record['id']}/{name}")
                if part is not None:
                    record[name] = part

    def _listed(self, found: object, name: str, of: str) -> list[object]:
        if found is None:
            return []
        if not isinstance(found, list):
            self.tell(f"{of}: {name} is not a list, so it was left out")
            return []
        if len(found) > _MOST_IN_A_LIST:
            self.tell(f"{of}: only the first {_MOST_IN_A_LIST} of {name} were kept")
        return found[:_MOST_IN_A_LIST]

    def _id(self, raw: object, table: str, of: str, within: str) -> str | None:
        written = str(raw).strip() if isinstance(raw, str | int) else ""
        if not written and within:
            return str(uuid.uuid5(NAMESPACE, within))
        if not written:
            self.tell(
                f"{of}: it has no id, so it was left out: it could never be changed again",
                refuses=True,
            )
            return None
        return id_for(table, written)

    def _put(self, record: Record, name: str, sort: Sort, raw: object, of: str) -> None:
        value = _reference(name, raw) if sort is Sort.ID else _READERS[sort](raw)
        if value is None:
            if raw not in ("", [], {}):
                self.tell(f"{of}: {name} cannot be read, so it was left out")
        elif value != "":
            record[name] = value

    def _choose(
        self, record: Record, name: str, values: tuple[str, ...], raw: object, of: str
    ) -> None:
        written = raw.strip().lower() if isinstance(raw, str) else ""
        chosen = next((one for one in values if one.lower() == written), None)
        if chosen is None and name == "status":
            # Without a word that it is open, it is not shown as open.
            chosen = "inactive"
            self.tell(f"{of}: it has no status that the standard knows, so it is not shown")
        elif chosen is None and name != "freq":
            chosen = values[0]
        if chosen:
            record[name] = chosen

    def _position(self, record: Record, of: str) -> None:
        for name, most in (("latitude", 90), ("longitude", 180)):
            if abs(record.get(name, 0)) > most:
                self.tell(
                    f"{of}: {name} {record[name]:g} is not on the earth, "
                    "so the place was kept without its position"
                )
                record.pop("latitude", None)
                record.pop("longitude", None)
                return
        if ("latitude" in record) != ("longitude" in record):
            record.pop("latitude", None)
            record.pop("longitude", None)
            self.tell(f"{of}: a place has half a position, so it was kept without one")


def id_for(table: str, written: str) -> str:
    """The id of a record of ``table`` that a feed calls ``written``: itself where it is a UUID."""
    try:
        return str(uuid.UUID(written))
    except ValueError:
        return str(uuid.uuid5(NAMESPACE, f"{table}/{written[:200]}"))


def _named(table: str, raw: Mapping[str, Any]) -> str:
    name = plain_line(raw["name"]) if isinstance(raw.get("name"), str) else ""
    said = _said(table).capitalize()
    return f"{said} “{name[:80]}”" if name else f"{said} without a name"


def _said(table: str) -> str:
    return SAID.get(table, table.replace("_", " "))


def _once(parts: list[Record]) -> list[Record]:
    """The same part listed twice is one part."""
    return list({one["id"]: one for one in parts}.values())


def _text_of(raw: object) -> str | None:
    return plain_text(raw) if isinstance(raw, str) else None


def _line_of(raw: object) -> str | None:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None
    return plain_line(str(raw)[:1000])


def _address_of(raw: object) -> str | None:
    written = _line_of(raw)
    if not written:
        return written
    return written if _ADDRESS.fullmatch(written) else None


def _email_of(raw: object) -> str | None:
    written = _line_of(raw)
    return written if not written or _EMAIL.fullmatch(written) else None


def _number_of(raw: object) -> float | int | None:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None
    try:
        number = float(raw)
    except (ValueError, OverflowError):
        return None
    if not math.isfinite(number) or abs(number) > 1e12:
        return None
    return int(number) if number.is_integer() else number


def _day_of(raw: object) -> str | None:
    try:
        return date.fromisoformat(str(raw)[:10]).isoformat()
    except ValueError:
        return None


def _clock_of(raw: object) -> str | None:
    written = str(raw).strip().rstrip("Z")
    try:
        return time.fromisoformat("00:00" if written[:5] == "24:00" else written).strftime("%H:%M")
    except ValueError:
        return None


def _moment_of(raw: object) -> str | None:
    try:
        return datetime.fromisoformat(str(raw).strip()).isoformat()
    except ValueError:
        return None


# Fields that hold the id of another record, and the table that record stands in.
_REFERENCES = {
    "parent_id": "taxonomy_term",
    "taxonomy_id": "taxonomy",
    "parent_organization_id": "organization",
}


def _reference(name: str, raw: object) -> str | None:
    written = _line_of(raw)
    return id_for(_REFERENCES[name], written) if written else written


_READERS = {
    Sort.LINE: _line_of,
    Sort.TEXT: _text_of,
    Sort.ADDRESS: _address_of,
    Sort.EMAIL: _email_of,
    Sort.NUMBER: _number_of,
    Sort.DAY: _day_of,
    Sort.CLOCK: _clock_of,
    Sort.MOMENT: _moment_of,
}
