"""Deadlines as named rules; pages show the working of each.

A rule is stored as its key (``6-months-after-publication``) and the day it gives is worked out
from the day of publication. Bank holidays and weekends extend nothing. "56 days" is counted in
two ways by those who write it, a day apart, so both are rules and neither is assumed:
Police Act 1996 s55 says "beginning with the day on which the report is published" (that day is
day 1); inspection reports often print the day that is 56 days after it.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading import dates
from breakwater.domain.reading import deadlines as wordings


class RuleKind(StrEnum):
    """How a deadline is counted."""

    DAYS_BEGINNING_WITH = "days-beginning-with-publication"
    DAYS_AFTER = "days-after-publication"
    MONTHS_AFTER = "months-after-publication"
    IMMEDIATELY = "immediately"
    BY_DAY = "by"
    BY_MONTH = "by-month"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``count`` is of days or months; ``day`` is the day, or any day of the month."""

    kind: RuleKind
    count: int = 0
    day: date | None = None

    @property
    def key(self) -> str:
        """The rule as it is stored and written by people; :func:`rule_from` reads it back."""
        match self.kind:
            case RuleKind.DAYS_BEGINNING_WITH | RuleKind.DAYS_AFTER | RuleKind.MONTHS_AFTER:
                return f"{self.count}-{self.kind}"
            case RuleKind.BY_DAY:
                return f"by-{self.day}"
            case RuleKind.BY_MONTH:
                return f"by-month-{self.day:%Y-%m}"
            case RuleKind.IMMEDIATELY | RuleKind.NONE:
                return self.kind.value


NO_DEADLINE = Rule(RuleKind.NONE)
IMMEDIATELY = Rule(RuleKind.IMMEDIATELY)


def rule_from(key: str) -> Rule:
    """The rule that ``key`` names; ``PlainError`` where it names none."""
    counted = re.fullmatch(
        r"(\d{1,4})-((?:days-(?:beginning-with|after)|months-after)-publication)", key
    )
    if counted and int(counted[1]) > 0:
        return Rule(RuleKind(counted[2]), int(counted[1]))
    if key in {RuleKind.IMMEDIATELY, RuleKind.NONE}:
        return Rule(RuleKind(key))
    month = re.fullmatch(r"by-month-(\d{4}-\d{2})", key)
    day = re.fullmatch(r"by-(\d{4}-\d{2}-\d{2})", key)
    real = dates.real_day(f"{month[1]}-01") if month else dates.real_day(day[1] if day else None)
    if real is None:
        raise PlainError(f"{key} is not a deadline rule")
    return Rule(RuleKind.BY_MONTH if month else RuleKind.BY_DAY, day=real)


def rule_of(wording: str) -> Rule:
    """The rule that a published wording means; no deadline where it gives no countable time."""
    words = wording.lower()
    own_day = dates.real_day(wordings.due_on(wording, None))
    if own_day:
        return Rule(RuleKind.BY_DAY, day=own_day)
    if "immediate" in words:
        return IMMEDIATELY
    period = wordings.period_in(wording)
    if period:
        return _counted(*period, begins_with_publication="beginning with" in words)
    month = dates.month_in(wording)
    return Rule(RuleKind.BY_MONTH, day=date(*month, 1)) if month else NO_DEADLINE


def _counted(count: int, unit: str, *, begins_with_publication: bool) -> Rule:
    match unit:
        case "month":
            return Rule(RuleKind.MONTHS_AFTER, count)
        case "year":
            return Rule(RuleKind.MONTHS_AFTER, 12 * count)
        case _:
            days = 7 * count if unit == "week" else count
            if begins_with_publication:
                return Rule(RuleKind.DAYS_BEGINNING_WITH, days)
            return Rule(RuleKind.DAYS_AFTER, days)


def due_on(rule: Rule, published_on: date | None) -> date | None:
    """The last day on which ``rule`` is kept; None where it gives no day.

    A month without a day ("by September 2014") gives no day, because nobody printed one.
    """
    match rule.kind:
        case RuleKind.BY_DAY:
            return rule.day
        case RuleKind.BY_MONTH | RuleKind.NONE:
            return None
        case _:
            return None if published_on is None else _counted_from(rule, published_on)


def _counted_from(rule: Rule, published_on: date) -> date:
    match rule.kind:
        case RuleKind.DAYS_BEGINNING_WITH:
            return published_on + timedelta(days=rule.count - 1)
        case RuleKind.DAYS_AFTER:
            return published_on + timedelta(days=rule.count)
        case RuleKind.MONTHS_AFTER:
            day = dates.real_day(dates.months_after(published_on.isoformat(), rule.count))
            return day or date.max
        case _:
            return published_on
