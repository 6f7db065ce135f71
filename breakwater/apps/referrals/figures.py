"""Unmet need: how often people were declined in closed months, with small numbers left out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from breakwater.apps.referrals.models import UnmetNeed
from breakwater.domain.audit_log.suppression import Hidden, suppress

_ALL = "all"
_MOST_MONTHS = 12


@dataclass(frozen=True)
class Month:
    """One closed month: each reason with what is shown of it, and the sum."""

    first_day: date
    rows: list[tuple[str, str]]


def closed_months(tallies: QuerySet[UnmetNeed], today: date) -> list[Month]:
    """The last twelve closed months in which anything was counted, the latest first.

    A count under five is not shown, nor a sum from which one could be worked out.
    """
    counted: dict[date, dict[str, int]] = defaultdict(dict)
    closed = tallies.filter(month__lt=today.replace(day=1)).order_by("-month")
    for month, reason, count in closed.values_list("month", "reason").annotate(Sum("count")):
        counted[month][reason] = count
    return [_month(month, counted[month]) for month in sorted(counted, reverse=True)[:_MOST_MONTHS]]


def _month(month: date, counted: dict[str, int]) -> Month:
    reasons = [reason.value for reason in UnmetNeed.Reason]
    counts = {reason: counted.get(reason, 0) for reason in reasons}
    shown = suppress(counts, {_ALL: tuple(reasons)})
    rows = [(reason.label, _words(shown[reason.value])) for reason in UnmetNeed.Reason]
    return Month(month, [*rows, ("All of them", _words(shown[_ALL]))])


def _words(value: int | Hidden) -> str:
    match value:
        case Hidden.FEWER_THAN_FIVE:
            return "fewer than 5"
        case Hidden.NOT_SHOWN:
            return "not shown, to protect people"
        case number:
            return str(number)


def months_of(tallies: Iterable[UnmetNeed]) -> list[dict[str, object]]:
    """The tallies as plain rows, for their organisation to take away."""
    return [{"month": one.month, "reason": one.reason, "count": one.count} for one in tallies]
