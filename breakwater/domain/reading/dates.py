"""Days as printed in British documents, day first, and the counting of months."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: day of| of)? {MONTH}\.?,? \d{{4}}\b"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b"
    r"|(?<![\w/.-])\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\w/-])"
    r"|(?<![\w/.-])\d{1,2}-\d{1,2}-(?:\d{4}|\d{2})(?![\w/-])"
    rf"|(?<![\w/.-])\d{{1,2}}-{MONTH}-(?:\d{{4}}|\d{{2}})(?![\w/-])"
    # With stops, only a year of four digits: 21.10.12 is a paragraph number.
    r"|(?<![\w/.-])\d{1,2}\.\d{1,2}\.\d{4}(?![\w/-])"
    r"|(?<![\w/-])\d{4}-\d{2}-\d{2}(?![\w/-]))"
)
_DAY = re.compile(DAY, re.IGNORECASE)
_MONTH_OF_YEAR = re.compile(rf"\b({MONTH})\.?,?[ -](\d{{4}}|\d{{2}})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """A day where it stands in a text. ``iso`` is as printed: no calendar need have it."""

    iso: str
    start: int
    end: int


def days_in(text: str) -> list[PrintedDay]:
    """Every full day in a text, in order; months without a day are not days."""
    found = []
    for match in _DAY.finditer(text):
        iso = _iso(match[0])
        if iso:
            found.append(PrintedDay(iso, match.start(), match.end()))
    return found


def with_strokes(text: str) -> str:
    """The text with each "30.06.24" as 30/06/24, for where no paragraph numbers stand."""
    return re.sub(r"(?<![\w./-])(\d\d?)\.(\d\d?)\.(\d\d)(?![\w./-])", r"\1/\2/\3", text)


def first_day(text: str) -> str | None:
    """The first full day in a text as an ISO string, or None."""
    return next((day.iso for day in days_in(text)), None)


def month_in(text: str) -> tuple[int, int] | None:
    """The first month of a year in a text as (year, month), or None."""
    match = _MONTH_OF_YEAR.search(text)
    return (_year(match[2]), _MONTHS[match[1][:3].lower()]) if match else None


def next_month_named(text: str, after: str | None) -> tuple[int, int] | None:
    """The month a text names without a year, as the first such month not over by a day."""
    name, day = re.search(rf"\b{MONTH}\b", text, re.IGNORECASE), real_day(after)
    if name is None or day is None:
        return None
    month = _MONTHS[name[0][:3].lower()]
    return day.year + (month < day.month), month


def end_of_month(year: int, month: int) -> str:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1]).isoformat()


def months_after(iso: str, months: int) -> str | None:
    """The same day of the month so many months on, or the last day of a shorter month."""
    start = real_day(iso)
    if start is None:
        return None
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).isoformat()


def real_day(iso: str | None) -> date | None:
    """The day, or None where there is none or the calendar does not have it."""
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None


def _iso(printed: str) -> str | None:
    numbers = [int(number) for number in re.findall(r"\d+", printed)]
    name = re.search(
        r"[A-Za-z]{3,}", re.sub(r"\d(?:st|nd|rd|th)|day of", " ", printed, flags=re.IGNORECASE)
    )
    if name:
        day, year = numbers[0], _year(str(numbers[1]).zfill(2))
        month = _MONTHS[name[0][:3].lower()]
    elif re.match(r"\d{4}-", printed):
        year, month, day = numbers
    else:
        day, month, year = numbers[0], numbers[1], _year(str(numbers[2]).zfill(2))
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1 <= year <= 9999):
        return None
    return f"{year:04}-{month:02}-{day:02}"


def _year(printed: str) -> int:
    return int(printed) + (2000 if len(printed) <= 2 else 0)
