"""What matching knows of one service, and what somebody wishes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from breakwater.domain.matching.words import Answer, Group, Need, Shares

# Unchecked for longer than this, a service says so and sinks.
STALE_AFTER = timedelta(days=180)
# The first half of a British postcode: an area (GL) or a district in it (GL1, EC1A).
_DISTRICT = re.compile(r"([A-Z]{1,2})([0-9][0-9A-Z]?)?")
_WHOLE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)[0-9][A-Z]{2}")
LONGEST_PLACE = 12


@dataclass(frozen=True, slots=True)
class Facts:
    """One service, as far as matching needs it.

    ``areas`` are postcode areas and districts it works in. None of them and not ``everywhere``
    means that nobody has said where. ``languages`` None means that nobody has said which.
    """

    id: str
    name: str
    needs: frozenset[Need] = frozenset()
    groups: frozenset[Group] = frozenset()
    languages: frozenset[str] | None = None
    interpreters: Answer = Answer.NOT_SAID
    areas: frozenset[str] = frozenset()
    everywhere: bool = False
    no_recourse: Answer = Answer.NOT_SAID
    home_office: Shares = Shares.NOT_SAID
    checked_on: date | None = None

    def is_stale(self, today: date) -> bool:
        """Whether nobody has checked it for more than 180 days."""
        return is_stale(self.checked_on, today)

    def stored(self) -> dict[str, object]:
        """What is kept of it beside its name, its id and the day it was checked."""
        return {
            "needs": sorted(one.value for one in self.needs),
            "groups": sorted(one.value for one in self.groups),
            "languages": None if self.languages is None else sorted(self.languages),
            "interpreters": self.interpreters.value,
            "areas": sorted(self.areas),
            "everywhere": self.everywhere,
            "no_recourse": self.no_recourse.value,
            "home_office": self.home_office.value,
        }

    @classmethod
    def of(cls, id_: str, name: str, checked_on: date | None, stored: Mapping[str, Any]) -> "Facts":
        """The facts again, from what ``stored`` gave."""
        languages = stored["languages"]
        return cls(
            id=id_,
            name=name,
            needs=frozenset(map(Need, stored["needs"])),
            groups=frozenset(map(Group, stored["groups"])),
            languages=None if languages is None else frozenset(languages),
            interpreters=Answer(stored["interpreters"]),
            areas=frozenset(stored["areas"]),
            everywhere=stored["everywhere"],
            no_recourse=Answer(stored["no_recourse"]),
            home_office=Shares(stored["home_office"]),
            checked_on=checked_on,
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for. Every field left as it is narrows nothing.

    ``home`` is a postcode area or district; ``away`` asks for what is not near it. ``languages``
    and ``lgbt`` order what fits and exclude nothing: a service may still find an interpreter.
    """

    need: Need | None = None
    home: str = ""
    away: bool = False
    group: Group | None = None
    languages: frozenset[str] = field(default_factory=frozenset)
    lgbt: bool = False


def is_stale(checked_on: date | None, today: date) -> bool:
    """Whether the last check is more than 180 days old, or there was none."""
    return checked_on is None or today - checked_on > STALE_AFTER


def district_of(text: str) -> str:
    """The postcode area or district that somebody typed, or nothing where it is none.

    A whole postcode gives its first half: the rest is forgotten at once, because it names a street.
    """
    written = re.sub(r"\s", "", text[:LONGEST_PLACE]).upper()
    if whole := _WHOLE.fullmatch(written):
        return whole[1]
    found = _DISTRICT.fullmatch(written)
    return written if found else ""


def area_of(district: str) -> str:
    """The letters a district begins with: GL of GL1."""
    found = _DISTRICT.match(district)
    return found[1] if found else ""
