"""What is held about one service, and what follows from it.

A document is a cleaned ``service`` record without its organisation, with the extras under
``breakwater``. A confidential one has no place at all: it is dropped at the door, so that nothing
behind the door can show it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from breakwater.domain.matching.facts import Facts, area_of, district_of
from breakwater.domain.matching.words import Answer, Group, Need
from breakwater.domain.open_referral.cleaning import Record
from breakwater.domain.open_referral.extras import Extras, taken_from
from breakwater.domain.open_referral.tables import ACTIVE
from breakwater.domain.open_referral.text import without_whereabouts

EXTRAS = "breakwater"
PLACES = "service_at_locations"
_EVERYWHERE = re.compile(
    r"(?i)^(?:the )?(?:whole )?(?:united kingdom|uk|great britain|england(?: and wales)?"
    r"|nation ?wide|national|everywhere|anywhere)\b"
)
# Whole words by which other taxonomies, and names of services, say what we call a need.
_KEYWORDS: tuple[tuple[Need, str], ...] = (
    (Need.ABUSE, r"domestic (?:abuse|violence)|abusive relationship|coercive control"),
    (Need.SEXUAL_VIOLENCE, r"rape|sexual (?:abuse|assault|violence)"),
    (Need.FORCED_MARRIAGE, r"forced marriage|honou?r[- ]based"),
    (Need.STALKING, r"stalking|harassment"),
    (Need.EXPLOITATION, r"modern slavery|trafficking|exploitation"),
    (Need.SAFE_PLACE, r"refuge|emergency accommodation|night shelter"),
    (Need.IMMIGRATION_ADVICE, r"immigration advice"),
    (Need.LEGAL_ADVICE, r"legal advice|law cent(?:re|er)|solicitors?"),
    (Need.MONEY, r"food ?bank|benefits advice|debt advice|hardship|destitution"),
    (Need.CHILDREN, r"child(?:ren)?(?:'s|’s)?|young people|youth"),
    (Need.HEALTH, r"counselling|mental health|health|therapy"),
    (Need.TALK, r"helpline|listening|counselling|advocacy|befriending"),
    (Need.REPORTING, r"reporting a crime|victim support|third[- ]party reporting"),
)


def held(service: Record, before: Mapping[str, Any] | None = None) -> Record:
    """The document of a cleaned service record.

    Where the feed says nothing of the extras, those of ``before`` stay; without any, what can be
    read from its own words is taken.
    """
    document = {name: value for name, value in service.items() if name != "organization"}
    said, others = taken_from(document.pop("attributes", []))
    if others:
        document["attributes"] = others
    extras = said or (Extras.of(before[EXTRAS]) if before else guessed(document))
    return with_extras(document, extras)


def with_extras(document: Record, extras: Extras) -> Record:
    """The document saying ``extras``, and no longer where it is if that is confidential."""
    if not extras.confidential:
        return document | {EXTRAS: extras.stored()}
    # Only as near as the letters of a postcode.
    wide = replace(extras, areas=frozenset(map(area_of, extras.areas)))
    return _without_whereabouts(document) | {EXTRAS: wide.stored()}


def extras_of(document: Mapping[str, Any]) -> Extras:
    """What it says beside the standard."""
    return Extras.of(document[EXTRAS])


def is_open(document: Mapping[str, Any]) -> bool:
    """Whether the service says that it is there to be used."""
    return bool(document.get("status") == ACTIVE)


def checked_on(document: Mapping[str, Any]) -> date | None:
    """The day on which the feed says it was assured."""
    written = document.get("assured_date")
    return date.fromisoformat(written) if written else None


def facts_of(document: Mapping[str, Any], last_checked_on: date | None) -> Facts:
    """What matching asks of it."""
    extras = extras_of(document)
    areas = extras.areas or frozenset(
        filter(None, (area_of(one) for one in districts_of(document)))
    )
    return Facts(
        id=document["id"],
        name=document["name"],
        needs=extras.needs,
        groups=extras.groups,
        languages=languages_of(document),
        interpreters=extras.interpreters,
        areas=areas,
        everywhere=extras.everywhere,
        no_recourse=extras.no_recourse,
        home_office=extras.home_office,
        checked_on=last_checked_on,
    )


def languages_of(document: Mapping[str, Any]) -> frozenset[str] | None:
    """The codes of the languages it names; None where it names none that has a code."""
    codes = {one["code"].lower() for one in document.get("languages", []) if one.get("code")}
    codes = {"en-gb" if code in {"en", "eng"} else code for code in codes}
    return frozenset(codes) or None


def districts_of(document: Mapping[str, Any]) -> list[str]:
    """The first halves of its places' postcodes, in their order."""
    return [district for place in document.get(PLACES, []) if (district := district_at(place))]


def district_at(place: Mapping[str, Any]) -> str:
    """The first half of one place's postcode, or nothing."""
    addresses = place.get("location", {}).get("addresses", [])
    found = (district_of(one.get("postal_code", "")) for one in addresses)
    return next(filter(None, found), "")


def days_of(document: Mapping[str, Any]) -> frozenset[str]:
    """On which days it opens, as MO … SU."""
    found = {day for one in document.get("schedules", []) for day in weekdays(one.get("byday", ""))}
    return frozenset(found)


WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def weekdays(written: str) -> list[str]:
    """The days in a rule such as ``MO,TH`` or ``1FR``, in the order of the week."""
    named = {part.strip().upper()[-2:] for part in written.split(",")}
    return [day for day in WEEK if day in named]


def guessed(document: Mapping[str, Any]) -> Extras:
    """What a feed's own words say: needs by keyword, and areas by the names of areas."""
    terms = " · ".join(
        one["taxonomy_term"]["name"]
        for one in document.get("attributes", [])
        if "taxonomy_term" in one
    )
    words = " · ".join((document["name"], terms, document.get("description", "")))
    named = [
        one.get(name, "")
        for one in document.get("service_areas", [])
        for name in ("name", "extent", "service_area")
    ]
    maximum = document.get("maximum_age")
    is_for_children = maximum is not None and maximum <= 25
    return Extras(
        needs=frozenset(
            need for need, pattern in _KEYWORDS if re.search(rf"(?i)\b(?:{pattern})\b", words)
        ),
        groups=frozenset({Group.CHILDREN}) if is_for_children else frozenset(),
        areas=frozenset(filter(None, map(district_of, named))),
        everywhere=any(_EVERYWHERE.match(one) for one in named),
        interpreters=Answer.NOT_SAID,
    )


# A place; and of an area its outline, which can be as small as a house.
_WHEREABOUTS = frozenset({PLACES, "extent", "extent_type"})


def _without_whereabouts(document: Record) -> Record:
    return {name: _silent(value) for name, value in document.items() if name not in _WHEREABOUTS}


def _silent(value: Any) -> Any:
    if isinstance(value, str):
        return without_whereabouts(value)
    if isinstance(value, list):
        return [_silent(one) for one in value]
    return _without_whereabouts(value) if isinstance(value, dict) else value


def texts_of(document: Mapping[str, Any]) -> Iterable[str]:
    """What the search of the read API looks in."""
    yield document["name"]
    yield document.get("description", "")
