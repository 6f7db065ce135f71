"""What the home page shows of referrals."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from breakwater.apps.organisations.access import may
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.waiting import StartingPoint, WaitingItem
from breakwater.apps.referrals import access
from breakwater.apps.referrals.changes.clock import ALARM_AFTER, REMIND_AFTER
from breakwater.domain.lifecycles.referral import State

_MOST = 20


def waiting_for(member: Membership) -> Iterator[WaitingItem]:
    """Offers to answer, questions to answer, and what nobody has taken."""
    now = timezone.now()
    if may(member, Action.ANSWER_REFERRALS):
        yield from _to_answer(member, now)
    if may(member, Action.OFFER_REFERRALS):
        yield from _sent(member, now)


def starting_points(member: Membership) -> Iterator[StartingPoint]:
    """The list, and the tallies."""
    if may(member, Action.OFFER_REFERRALS) or may(member, Action.ANSWER_REFERRALS):
        yield StartingPoint(
            "Referrals",
            "What was offered to your organisation, and what it offered.",
            page("referrals:referrals"),
        )
    if may(member, Action.SEE_UNMET_NEED):
        yield StartingPoint(
            "Unmet need",
            "How often people were declined, and for what.",
            page("referrals:unmet-need"),
        )


def _to_answer(member: Membership, now: datetime) -> Iterator[WaitingItem]:
    waiting = access.received(member).filter(state__in=[State.OFFERED.value, State.ANSWERED.value])
    for one in waiting.order_by("offered_at")[:_MOST]:
        danger = one.consent.is_in_danger
        yield WaitingItem(
            sentence=f"{'In danger today: a' if danger else 'A'} referral from {one.sender} waits "
            "for an answer",
            # It is read and decided on the page of its case.
            address=page("cases:case", one.case_id)
            if one.case_id
            else page("referrals:referral", one.pk),
            since=one.moved_at,
            is_late=danger or now - one.moved_at > REMIND_AFTER,
        )


def _sent(member: Membership, now: datetime) -> Iterator[WaitingItem]:
    for one in access.sent(member).waiting().order_by("offered_at")[:_MOST]:
        address = page("referrals:referral", one.pk)
        if one.state == State.ASKED.value:
            yield WaitingItem(f"{one.receiver} asks about your referral", address, one.moved_at)
        elif now - one.offered_at > ALARM_AFTER:
            yield WaitingItem(
                f"{one.receiver} has not answered your referral", address, one.offered_at, True
            )
