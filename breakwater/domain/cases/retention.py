"""How long a case is kept, when it is looked at again, and whether a run may erase it.

A support organisation keeps a case for 90 days after closing unless it says otherwise. A force
says itself how long (what it holds may be material of an investigation, with duties of its own);
until it has, nothing of it is erased. What the person was promised when she wrote counts before
any rule that was set later.
"""

import enum
from dataclasses import dataclass
from datetime import date, timedelta

SUPPORT_KEEPS_DAYS = 90
REVIEWED_EVERY_DAYS = 90


@dataclass(frozen=True)
class Rule:
    """What an organisation set: days after closing, and days between reviews."""

    keep_days: int
    review_days: int = REVIEWED_EVERY_DAYS


def rule_of(*, is_force: bool, its_own: Rule | None) -> Rule | None:
    """The rule in force: its own, or the default, which a force does not have."""
    if its_own is not None or is_force:
        return its_own
    return Rule(SUPPORT_KEEPS_DAYS)


def erase_on(closed_on: date, *, promised_days: int | None, rule: Rule | None) -> date | None:
    """The day a case closed on ``closed_on`` is erased; None where nobody said how long."""
    days = promised_days if promised_days is not None else rule.keep_days if rule else None
    return None if days is None else closed_on + timedelta(days=days)


def review_on(day: date, rule: Rule | None) -> date:
    """The day by which somebody looks whether it is still needed."""
    return day + timedelta(days=rule.review_days if rule else REVIEWED_EVERY_DAYS)


class Verdict(enum.Enum):
    """What a retention run does with one case, and why; ``value`` is the sentence it prints."""

    ERASE_TIME_OVER = "its time after closing is over"
    ERASE_ASKED = "the person asked for it to be erased"
    KEEP_HELD = "a legal hold keeps it"
    KEEP_NOT_CLOSED = "it is not closed"
    KEEP_NO_RULE = "nobody has said how long it is kept"
    KEEP_NOT_YET = "its time is not over"

    @property
    def erases(self) -> bool:
        """Whether the case is erased."""
        return self in {Verdict.ERASE_TIME_OVER, Verdict.ERASE_ASKED}


def verdict(
    today: date, *, erase_on: date | None, is_closed: bool, is_asked: bool, is_held: bool
) -> Verdict:
    """The first that applies, in this order; a hold comes before everything."""
    if is_held:
        return Verdict.KEEP_HELD
    if not is_closed and not is_asked:
        return Verdict.KEEP_NOT_CLOSED
    if erase_on is None:
        return Verdict.KEEP_NO_RULE
    if erase_on > today:
        return Verdict.KEEP_NOT_YET
    return Verdict.ERASE_ASKED if is_asked else Verdict.ERASE_TIME_OVER
