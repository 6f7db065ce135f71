"""Which cases an inbox shows: a few fixed views of the member's own organisation's cases."""

import enum
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncHour
from django.utils import timezone
from django.utils.formats import date_format

from breakwater.apps.cases import access
from breakwater.apps.cases.models import Case, CaseQuerySet
from breakwater.apps.organisations.models import Membership


class Show(enum.Enum):
    """One view; ``value`` stands in the address, ``says`` on the page."""

    says: str
    is_empty: str

    def __new__(cls, value: str, says: str, is_empty: str) -> "Show":
        """Make ``value`` alone the enum's value."""
        show = object.__new__(cls)
        show._value_ = value
        show.says = says
        show.is_empty = is_empty
        return show

    TO_DO = ("to-do", "To do", "No case waits and none is open.")
    MINE = ("mine", "Mine", "You look after no case, nor cover for anybody who does.")
    WAITING = ("waiting", "Waiting", "No case waits.")
    NEWS = ("news", "News", "Nobody has written since you last looked.")
    LATE = ("late", "Late", "Everybody was answered in time.")
    CLOSED = ("closed", "Closed", "No case is closed.")
    ASIDE = ("aside", "Put aside", "No case was put aside.")


def chosen(text: str) -> Show:
    """The view named in an address; what is to do where it names none."""
    return next((one for one in Show if one.value == text), Show.TO_DO)


def cases(member: Membership, show: Show, at: datetime) -> CaseQuerySet:
    """The cases of this view, the most pressing first; the closed ones newest first."""
    found = access.cases(member)
    if show in {Show.CLOSED, Show.ASIDE}:
        state = Case.State.CLOSED if show is Show.CLOSED else Case.State.ASIDE
        return found.filter(state=state).order_by("-opened_at", "pk")
    # “aside” and “closed” sort before “open” and “waiting”, which keeps this on their index.
    found = found.filter(state__gt=Case.State.CLOSED).most_pressing_first()
    if show is Show.MINE:
        return found.looked_after_by(member, *access.covered_by(member, at))
    if show is Show.WAITING:
        return found.filter(_has_nobody(member))
    if show is Show.NEWS:
        return found.filter(has_news=True)
    return found.late_at(at) if show is Show.LATE else found


def rows(found: CaseQuerySet, first: int, last: int) -> CaseQuerySet:
    """The rows from ``first`` to ``last``; who looks after them is joined for these alone."""
    page = found.values("pk")[first:last]
    return (
        Case.objects.filter(pk__in=page)
        .order_by(*found.query.order_by)
        .select_related("assignee__person")
    )


def _has_nobody(member: Membership) -> Q:
    gone = Membership.objects.filter(organisation=member.organisation, ended_at__isnull=False)
    return Q(state=Case.State.WAITING) | Q(assignee__in=gone.values("pk"))


@dataclass(frozen=True)
class Hour:
    """How many came in one hour of the clock."""

    begins: datetime
    count: int
    in_danger: int

    def __str__(self) -> str:
        return self.begins.isoformat()

    @property
    def says(self) -> str:
        """The hour, and how many came in it."""
        until = timezone.localtime(self.begins + timedelta(hours=1))
        when = f"{date_format(timezone.localtime(self.begins), 'j F Y, H:i')} to {until:%H:%M}"
        danger = f", {self.in_danger} in danger" if self.in_danger else ""
        return f"{when}: {self.count} {'case' if self.count == 1 else 'cases'}{danger}"


def hours_of(found: CaseQuerySet) -> list[Hour]:
    """The hours in which these came, the fullest first."""
    by_hour = (
        found.annotate(begins=TruncHour("opened_at", tzinfo=UTC))
        .order_by()
        .values("begins")
        .annotate(count=Count("pk"), in_danger=Count("pk", filter=Q(is_in_danger=True)))
    )
    hours = [Hour(one["begins"], one["count"], one["in_danger"]) for one in by_hour]
    return sorted(hours, key=lambda one: (-one.count, one.begins))
