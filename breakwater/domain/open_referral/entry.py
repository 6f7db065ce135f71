"""One service as the people who run it write it down: plain fields, to a document and back.

What a document holds beyond these fields (costs, funding, further places) stays as it is.
"""

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from breakwater.domain.open_referral.cleaning import NAMESPACE, Record
from breakwater.domain.open_referral.document import PLACES, extras_of, languages_of, with_extras
from breakwater.domain.open_referral.extras import Extras
from breakwater.domain.open_referral.hours import lines_of, said_in_words, schedules_of
from breakwater.domain.open_referral.tables import ACTIVE
from breakwater.domain.open_referral.text import says_where
from breakwater.domain.plain_error import PlainError

_TEXT = "text"
_ADDRESS = {
    "street": "address_1",
    "town": "city",
    "county": "state_province",
    "postcode": "postal_code",
}


@dataclass(frozen=True)
class Entry:
    """What a person writes. Numbers and hours have a line each; ``hours_said`` is free text."""

    name: str
    description: str = ""
    status: str = ACTIVE
    alert: str = ""
    phones: str = ""
    texts: str = ""
    email: str = ""
    url: str = ""
    hours: str = ""
    hours_said: str = ""
    languages: frozenset[str] = frozenset()
    place: str = ""
    street: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""
    extras: Extras = field(default_factory=Extras)

    @classmethod
    def of(cls, document: Mapping[str, Any], today: date) -> "Entry":
        """The entry that a document says."""
        location = _first(document.get(PLACES)).get("location", {})
        address = _first(location.get("addresses"))
        return cls(
            **{name: document.get(name, "") for name in _SAME},
            name=document["name"],
            phones=_lines(document, is_text=False),
            texts=_lines(document, is_text=True),
            hours=lines_of(document, today),
            hours_said="\n".join(said_in_words(document)),
            languages=languages_of(document) or frozenset(),
            place=location.get("name", ""),
            **{name: address.get(column, "") for name, column in _ADDRESS.items()},
            extras=extras_of(document),
        )

    def onto(self, document: Mapping[str, Any], names: Mapping[str, str]) -> Record:
        """The document changed to say this; ``names`` are the languages' by their codes.

        ``PlainError`` where a line cannot be read, or where a confidential entry says where it is.
        """
        self._check()
        id_ = document["id"]
        changed = {
            **document,
            **{name: getattr(self, name) for name in _SAME},
            "name": self.name,
            "phones": [*_phones(id_, self.phones, ""), *_phones(id_, self.texts, _TEXT)],
            "schedules": self._schedules(id_),
            "languages": [
                {"id": _id(id_, f"language/{code}"), "name": names.get(code, code), "code": code}
                for code in sorted(self.languages)
            ],
            PLACES: self._places(document),
        }
        return with_extras(
            {name: value for name, value in changed.items() if value not in ("", [])}, self.extras
        )

    def _check(self) -> None:
        if not self.extras.confidential:
            return
        for text in (self.name, self.description, self.alert, self.hours_said, self.phones):
            if says_where(text):
                raise PlainError(
                    "this entry is confidential, and one of its sentences says where it is"
                )

    def _schedules(self, id_: str) -> list[Record]:
        said = [{"id": _id(id_, "hours-said"), "description": self.hours_said}]
        return [*schedules_of(self.hours, id_), *(said if self.hours_said else [])]

    def _places(self, document: Mapping[str, Any]) -> list[Record]:
        before = list(document.get(PLACES, []))
        written = {column: getattr(self, name) for name, column in _ADDRESS.items()}
        if not (self.place or any(written.values())):
            return before[1:]
        place = before[0] if before else {"id": _id(document["id"], "place")}
        location = {"location_type": "physical", **place.get("location", {})}
        location.setdefault("id", _id(document["id"], "location"))
        address = _first(location.get("addresses"))
        if any(address.get(column, "") != value for column, value in written.items()):
            # Where it was is no longer where it is.
            location = {k: v for k, v in location.items() if k not in {"latitude", "longitude"}}
        fixed = {"address_type": "physical", "country": "GB", "id": _id(location["id"], "address")}
        location["addresses"] = [{**fixed, **address, **written}]
        location["name"] = self.place
        return [{**place, "location": location}, *before[1:]]


# Fields that are written as they stand.
_SAME = ("description", "status", "alert", "email", "url")
_NUMBER = re.compile(r"\s*(\+?[0-9][0-9 ()]{2,20}[0-9])\s*(?:[,;:–-]\s*(.+))?")


def blank(id_: uuid.UUID) -> Record:
    """The document of a service of which nothing is written yet."""
    return with_extras({"id": str(id_), "name": "", "status": ACTIVE}, Extras())


def _first(records: list[Record] | None) -> Record:
    return records[0] if records else {}


def _phones(owner: str, text: str, sort: str) -> Iterable[Record]:
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines()))):
        found = _NUMBER.fullmatch(line)
        if found is None:
            raise PlainError(
                f"“{line}” is not a number; write it like “01632 960 001, day and night”"
            )
        said = {"description": found[2]} if found[2] else {}
        kind = {"type": sort or "voice"}
        yield {"id": _id(owner, f"phone/{sort}/{number}"), "number": found[1], **kind, **said}


def _lines(document: Mapping[str, Any], *, is_text: bool) -> str:
    return "\n".join(
        ", ".join(filter(None, (one["number"], one.get("description", ""))))
        for one in document.get("phones", [])
        if (one.get("type", "").lower() in {_TEXT, "sms"}) is is_text
    )


def _id(owner: str, name: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"{owner}/{name}"))
