"""What the home page shows of sharing to protect."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from breakwater.apps.organisations.access import may
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.waiting import StartingPoint, WaitingItem
from breakwater.apps.protection import access
from breakwater.domain.lifecycles.protection import State

_SECOND_WITHIN = timedelta(days=1)
_MOST = 20


def waiting_for(member: Membership) -> Iterator[WaitingItem]:
    """What waits for a second person, and what was agreed and is not passed on yet."""
    now = timezone.now()
    if may(member, Action.BE_SECOND_TO_PROTECT):
        waiting = access.sharings(member).waiting().exclude(asked_by=member.person)
        for one in waiting.order_by("asked_at")[:_MOST]:
            done = one.state == State.EMERGENCY.value
            what = "Passed on in an emergency" if done else "To be passed on to protect somebody"
            yield WaitingItem(
                f"{what}: {one.reference} waits for a second person",
                page("protection:sharing", one.pk),
                one.asked_at,
                is_late=now - one.asked_at > _SECOND_WITHIN,
            )
    if may(member, Action.SHARE_TO_PROTECT):
        agreed = access.sharings(member).filter(asked_by=member.person, state=State.APPROVED.value)
        for one in agreed.order_by("second_at")[:_MOST]:
            yield WaitingItem(
                f"A second person agreed: {one.reference} can be passed on",
                page("protection:sharing", one.pk),
                one.second_at or one.asked_at,
            )


def starting_points(member: Membership) -> Iterator[StartingPoint]:
    """The list."""
    if any(
        may(member, action) for action in (Action.SHARE_TO_PROTECT, Action.SEE_SHARED_TO_PROTECT)
    ):
        yield StartingPoint(
            "Sharing to protect somebody",
            "A child at risk, a life in danger, a MARAC, modern slavery.",
            page("protection:sharings"),
        )
