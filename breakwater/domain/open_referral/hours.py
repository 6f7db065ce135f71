"""When a service is open: from the standard's schedules to a week, and from a person's lines."""

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from breakwater.domain.open_referral.cleaning import NAMESPACE, Record
from breakwater.domain.open_referral.document import WEEK, weekdays
from breakwater.domain.plain_error import PlainError

ALL_DAY = ("00:00", "23:59")
_Span = tuple[str, str]
_DAYS = {
    name: code
    for code, names in zip(
        WEEK,
        (
            "monday mon mo",
            "tuesday tue tues tu",
            "wednesday wed we",
            "thursday thu thur thurs th",
            "friday fri fr",
            "saturday sat sa",
            "sunday sun su",
        ),
        strict=True,
    )
    for name in names.split()
}
_TIMES = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?:[:.](\d{2}))?\s*$")
_ALL_DAY = re.compile(r"(?i)(?:all day|day and night|24 hours)\s*$")


@dataclass(frozen=True, slots=True)
class Opening:
    """Days with the same times, in the order of the week; times as 09:00."""

    days: tuple[str, ...]
    opens: str
    closes: str

    @property
    def is_all_day(self) -> bool:
        """Whether it never closes on these days."""
        return (self.opens, self.closes) == ALL_DAY

    @property
    def is_every_day(self) -> bool:
        """Whether it is open the whole week."""
        return len(self.days) == len(WEEK)


def openings(document: Mapping[str, Any], today: date) -> list[Opening]:
    """The week that the schedules in force on ``today`` describe, days with the same times joined.

    A schedule that does not repeat every week has only its own words, and is left out here.
    """
    found: dict[_Span, set[str]] = {}
    for one in document.get("schedules", []):
        if _is_weekly(one) and _is_in_force(one, today):
            found.setdefault(_span(one), set()).update(weekdays(one.get("byday", "")))
    weeks = [
        Opening(tuple(day for day in WEEK if day in days), *span)
        for span, days in found.items()
        if days
    ]
    return sorted(weeks, key=lambda one: (WEEK.index(one.days[0]), one.opens, one.closes))


def runs(days: Sequence[str]) -> list[tuple[str, str]]:
    """First and last day of each unbroken stretch of the week."""
    places = [WEEK.index(day) for day in days]
    found: list[tuple[str, str]] = []
    for _, group in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        stretch = [place for _, place in group]
        found.append((WEEK[stretch[0]], WEEK[stretch[-1]]))
    return found


def schedules_of(text: str, owner: str) -> list[Record]:
    """The schedules of the service ``owner`` that a person's lines say.

    One line for each: days, then times, as in ``Monday to Friday 9:00 to 17:00``; ``every day`` and
    ``all day`` are understood. ``PlainError`` names the line that is not.
    """
    return [
        {
            "id": str(uuid.uuid5(NAMESPACE, f"{owner}/hours/{number}")),
            "freq": "WEEKLY",
            "byday": ",".join(days),
            "opens_at": opens,
            "closes_at": closes,
        }
        for number, (days, opens, closes) in enumerate(_lines(text))
    ]


def said_by(text: str) -> list[Opening] | None:
    """The openings that a person's lines say; None where one of them is in words of its own."""
    try:
        return [Opening(tuple(days), opens, closes) for days, opens, closes in _lines(text)]
    except PlainError:
        return None


def lines_of(document: Mapping[str, Any], today: date) -> str:
    """The lines that say the same again, for a person to change."""
    return "\n".join(
        f"{_days_in_words(one.days)} {_times_in_words(one)}" for one in openings(document, today)
    )


def _days_in_words(days: tuple[str, ...]) -> str:
    if len(days) == len(WEEK):
        return "Every day"
    full = {code: name.capitalize() for name, code in reversed(_DAYS.items()) if len(name) > 5}
    return ", ".join(
        full[first] if first == last else f"{full[first]} to {full[last]}"
        for first, last in runs(days)
    )


def _times_in_words(one: Opening) -> str:
    return "all day" if one.is_all_day else f"{one.opens} to {one.closes}"


def _lines(text: str) -> Iterator[tuple[list[str], str, str]]:
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            yield _read(line)
        except (KeyError, ValueError, IndexError) as error:
            raise PlainError(
                f"“{line}” cannot be read; write it like “Monday to Friday 9:00 to 17:00”"
            ) from error


def _read(line: str) -> tuple[list[str], str, str]:
    if found := _ALL_DAY.search(line):
        opens, closes = ALL_DAY
    else:
        found = _TIMES.search(line)
        if found is None:
            raise ValueError(line)
        opens, closes = _time(found[1], found[2]), _time(found[3], found[4])
        # “9 to 5” is the afternoon to some readers, and the night to a clock.
        if closes <= opens and not (found[2] or found[4]):
            raise ValueError(line)
    return _named(line[: found.start()].strip(" ,:")), opens, closes


def _time(hours: str, minutes: str | None) -> str:
    if (hours, minutes or "00") == ("24", "00"):
        return ALL_DAY[1]
    if int(hours) > 23 or int(minutes or 0) > 59:
        raise ValueError(hours)
    return f"{int(hours):02}:{minutes or '00'}"


def _named(words: str) -> list[str]:
    lower = words.lower()
    if lower in {"every day", "daily"}:
        return list(WEEK)
    found: set[str] = set()
    for part in re.split(r"\s*(?:,|\band\b|&)\s*", lower):
        ends = [_DAYS[one] for one in re.split(r"\s*(?:-|–|\bto\b)\s*", part)]
        first, last = WEEK.index(ends[0]), WEEK.index(ends[-1])
        if first > last or len(ends) > 2:
            raise ValueError(part)
        found.update(WEEK[first : last + 1])
    return [day for day in WEEK if day in found]


def _span(schedule: Mapping[str, Any]) -> _Span:
    opens, closes = schedule["opens_at"], schedule.get("closes_at", ALL_DAY[1])
    return ALL_DAY if opens == closes == ALL_DAY[0] else (opens, closes)


def _is_weekly(schedule: Mapping[str, Any]) -> bool:
    is_odd = schedule.get("freq") == "MONTHLY" or schedule.get("interval", 1) != 1
    return "opens_at" in schedule and not is_odd


def _is_in_force(schedule: Mapping[str, Any], today: date) -> bool:
    first, last = schedule.get("valid_from", ""), schedule.get("valid_to", "9999")
    return bool(first <= today.isoformat() <= last)


def said_in_words(document: Mapping[str, Any]) -> Iterable[str]:
    """What schedules say in words of their own."""
    return [one["description"] for one in document.get("schedules", []) if one.get("description")]
