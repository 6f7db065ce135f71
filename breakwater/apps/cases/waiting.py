"""What the home page shows of cases: those that wait, news in one's own, reviews that are due."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from breakwater.apps.cases import access, inbox
from breakwater.apps.cases.inbox import Show
from breakwater.apps.organisations.access import Action, may
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.waiting import StartingPoint, WaitingItem

_MOST = 20


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
    oldest = waiting.order_by("opened_at").first()
    if oldest is None:
        return
    count = waiting.count()
    danger = waiting.filter(is_in_danger=True).exists()
    sentence = "1 case waits" if count == 1 else f"{count} cases wait"
    yield WaitingItem(
        f"{sentence} for somebody to look after {'it' if count == 1 else 'them'}"
        + ("; somebody may be in danger" if danger else ""),
        f"{page('cases:inbox')}?show={Show.WAITING.value}",
        oldest.opened_at,
        is_late=danger or waiting.late_at(now).exists(),
    )


def _own(member: Membership, now: datetime) -> Iterator[WaitingItem]:
    mine = inbox.cases(member, Show.MINE, now)
    for case in mine.filter(has_news=True)[:_MOST]:
        address = page("cases:case", case.pk)
        yield WaitingItem(f"Somebody wrote in case {case.reference}", address, case.opened_at)
    today = timezone.localdate(now)
    for case in mine.filter(review_on__lte=today)[:_MOST]:
        yield WaitingItem(
            f"Look at case {case.reference} again: is it still needed?",
            page("cases:case", case.pk),
            case.opened_at,
        )
    for case in mine.late_at(now)[:_MOST]:
        sentence = f"Nobody has answered in case {case.reference}"
        yield WaitingItem(sentence, page("cases:case", case.pk), case.opened_at, is_late=True)


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
        "Who is called at once when somebody is in danger.",
        "cases:on-call",
    ),
    (
        Action.SEE_CASE_FIGURES,
        "Figures of cases",
        "How many there were in months that are over.",
        "cases:figures",
    ),
)
