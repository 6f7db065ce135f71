"""When a recommendation asks to be carried out: the words that say so, and the day they mean."""

import re
from datetime import timedelta

from breakwater.domain.reading import dates

_NUMBERS = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "eighteen": 18,
    "twenty-four": 24,
    "twenty-eight": 28,
    "thirty": 30,
    "thirty-six": 36,
    "fifty-six": 56,
    "sixty": 60,
    "ninety": 90,
}
_NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_BY = r"(?:by no later than|by|on or before|(?:not|no) later than|before)"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
_END = _WEEKDAY + r"(?:the )?(?:(?:end|start|beginning|middle) of )?(?:the )?"
_MONTH = rf"{dates.MONTH}(?:\.?,?[ -]\d{{4}})?\b(?! \d)"
_SEASON = r"(?:spring|summer|autumn|winter)(?: of)?(?: \d{4})?"
_YEAR = r"(?:(?:calendar |financial )?year(?: \d{4}(?:[/–-]\d{2,4})?)?|\d{4}(?:[/–-]\d{2,4})?)"
_QUARTER = (
    r"(?:Q[1-4]|quarter (?:[1-4]|one|two|three|four)"
    r"|(?:first|second|third|fourth|last|final) quarter)"
    r"\b(?: of)?(?: (?:the )?(?:FY ?|financial year )?(?:\d{4}(?:[/–-]\d{2,4})?|\d{2}/\d{2}))?"
)
_REPORT = (
    r"(?:this|the|its|our|that) (?:inspection |final |joint |super-complaint )?"
    r"(?:report|review|document|inspection)"
)
_START = (
    r"(?: (?:of|after|from|following) (?:"
    r"(?:the date of |the day of |the )?(?:its |the |(?:this|the) report’s )?publication"
    rf"(?: date)?(?: of {_REPORT})?"
    rf"|the date (?:of|on which) {_REPORT}(?: (?:is|was) published)?"
    rf"|receiving {_REPORT}"
    rf"|{_REPORT}(?:’s publication| being published)?))"
)
_LAPSE = (
    rf"(?:within|(?:not|no) later than) (?:the )?(?:next |first )?{_NUMBER}"
    r"(?: \(\d+\))? (?:calendar |working )?"
)
# The order matters only where one phrase begins another; the earliest in the text wins.
_WORDING = re.compile(
    rf"\b(?:{_BY} {_END}{dates.DAY}"
    rf"|{_BY} {_END}\d{{1,2}}(?:st|nd|rd|th)? {dates.MONTH}\b"
    rf"|{_BY} {_END}(?:{_MONTH}|{_SEASON})"
    rf"|{_BY} {_END}{_QUARTER}"
    rf"|{_BY} the end of (?:the )?{_YEAR}"
    rf"|{_LAPSE}(?:months?|weeks?|years?){_START}?"
    rf"|in the (?:first |next )?{_NUMBER} (?:months|weeks|years){_START}"
    # So many days are a deadline only from publication; otherwise they are a standard of service.
    rf"|{_LAPSE}days?{_START}"
    r"|(?:with )?immediate(?:ly| effect)\b(?! (?:before|after|following|adjacent|prior|available))"
    r"|as soon as (?:is |it is )?(?:reasonably )?(?:practicable|possible)"
    r"|without (?:further |undue )?delay)",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    rf"\b({_NUMBER})(?: \(\d+\))? (?:calendar )?(day|week|month|year)s?\b", re.IGNORECASE
)


def wording_in(text: str) -> str | None:
    """The first phrase of a text that gives the time, with its preposition and starting point."""
    match = _WORDING.search(text)
    return match[0] if match else None


def due_on(wording: str | None, published_on: str | None) -> str | None:
    """The day a wording means, worked out only from itself and the report's publication.

    "Immediately" is the day of publication; months stop at the end of a shorter month; the end
    of a month is its last day; a month, a season or "as soon as practicable" is no day.
    """
    if wording is None:
        return None
    day = dates.first_day(dates.with_strokes(wording))
    if day:
        return day
    if re.search(r"\bend of\b", wording, re.IGNORECASE):
        return _end_of(wording, published_on)
    if re.search(r"\bimmediate", wording, re.IGNORECASE):
        return published_on
    period = period_in(wording)
    return _after(published_on, *period) if period and published_on else None


def period_in(wording: str) -> tuple[int, str] | None:
    """The one period a wording gives, as a number and a unit (day, week, month or year)."""
    period = _PERIOD.search(wording)
    if period is None or re.search(r"\b(?:every|each)\b", wording, re.IGNORECASE):
        return None
    return _number(period[1]), period[2].lower()


def _end_of(wording: str, published_on: str | None) -> str | None:
    month = dates.month_in(wording) or dates.next_month_named(wording, published_on)
    if month:
        return dates.end_of_month(*month)
    year = re.search(r"\bend of (?:the (?:calendar )?year )?(\d{4})$", wording, re.IGNORECASE)
    return f"{year[1]}-12-31" if year else None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def _after(published_on: str, count: int, unit: str) -> str | None:
    start = dates.real_day(published_on)
    if start is None:
        return None
    match unit:
        case "month":
            return dates.months_after(published_on, count)
        case "year":
            return dates.months_after(published_on, 12 * count)
        case "week":
            return (start + timedelta(weeks=count)).isoformat()
        case _:
            return (start + timedelta(days=count)).isoformat()
