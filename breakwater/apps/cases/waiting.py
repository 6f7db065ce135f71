"""What the home page shows of cases: those that wait, news in one's own, reviews that are due."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from breakwater.apps.cases import access, inbox
from breakwater.apps.cases.inbox import Show
from breakwater.apps.organisations.access import may
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.waiting import StartingPoint, WaitingItem

_MOST = 20
_MOST_COUNTED = 100


def waiting_for(member: Membership) -> Iterator[WaitingItem]:
    """One line for all that wait, one for each own case with news or a review, holds to review."""
    now = timezone.now()
    if may(member, Action.WORK_ON_CASES):
        yield from _waiting(member, now)
        yield from _own(member, now)
    if may(member, Action.HOLD_CASES):
        yield from _holds(member, now)


def starting_points(member: Membership) -> Iterator[StartingPoint]:
    """The inbox first: it is where a caseworker's day begins."""
    for action, title, says, name in _STARTING_POINTS:
        if may(member, action):
            yield StartingPoint(title, says, page(name))


def _waiting(member: Membership, now: datetime) -> Iterator[WaitingItem]:
    waiting = inbox.cases(member, Show.WAITING, now)
    first = waiting.first()
    if first is None:
        return
    # Beyond that nobody needs the number, and a hundred thousand take long to count.
    count = waiting[: _MOST_COUNTED + 1].count()
    number = f"More than {_MOST_COUNTED} cases" if count > _MOST_COUNTED else f"{count} cases"
    yield WaitingItem(
        ("1 case waits for somebody" if count == 1 else f"{number} wait for somebody")
        + (" to look after it" if count == 1 else " to look after them")
        + ("; somebody may be in danger" if first.is_in_danger else ""),
        f"{page('cases:inbox')}?show={Show.WAITING.value}",
        first.opened_at,
        is_late=first.is_in_danger or first.is_late_at(now),
    )


def _own(member: Membership, now: datetime) -> Iterator[WaitingItem]:
    today = timezone.localdate(now)
    late = Q(answer_by__lt=now, answered_at__isnull=True)
    pressing = Q(has_news=True) | Q(review_on__lte=today) | late
    # In no order, so that the index of the member's own cases is used and not that of the order.
    for case in inbox.cases(member, Show.MINE, now).filter(pressing).order_by()[:_MOST]:
        sentence = f"Look at case {case.reference} again: is it still needed?"
        if case.is_late_at(now):
            sentence = f"Nobody has answered in case {case.reference}"
        elif case.has_news:
            sentence = f"Somebody wrote in case {case.reference}"
        address = page("cases:case", case.pk)
        yield WaitingItem(sentence, address, case.opened_at, is_late=case.is_late_at(now))


def _holds(member: Membership, now: datetime) -> Iterator[WaitingItem]:
    standing = access.holds(member).filter(lifted_at__isnull=True)
    for hold in standing.filter(review_on__lte=timezone.localdate(now))[:_MOST]:
        yield WaitingItem(
            f"Is the legal hold on case {hold.case.reference} still needed?",
            page("cases:holds"),
            hold.placed_at,
        )


_STARTING_POINTS = (
    (
        Action.WORK_ON_CASES,
        "Cases",
        "What people told your organisation, and who looks after it.",
        "cases:inbox",
    ),
    (
        Action.HOLD_CASES,
        "Legal holds",
        "Which cases may not be erased, and why.",
        "cases:holds",
    ),
    (
        Action.SET_RETENTION,
        "How long cases are kept",
        "After closing; then they are erased for good.",
        "cases:retention",
    ),
    (
        Action.ARRANGE_ON_CALL,
        "On call",
        "Who is sent a message at once when somebody is in danger.",
        "cases:on-call",
    ),
    (
        Action.SEE_CASE_FIGURES,
        "Figures of cases",
        "How many there were in months that are over.",
        "cases:figures",
    ),
)
