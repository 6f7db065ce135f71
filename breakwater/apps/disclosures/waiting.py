"""What the home page shows of this app."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from breakwater.apps.disclosures import access
from breakwater.apps.organisations.access import Action, may
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.waiting import StartingPoint, WaitingItem

_LINK_WITHIN = timedelta(days=2)
_MOST = 20


def waiting_for(member: Membership) -> Iterator[WaitingItem]:
    """Duties to link that are still open."""
    if not may(member, Action.CHECK_BEFORE_SHARING):
        return
    now = timezone.now()
    for decision in access.decisions(member).to_link().order_by("decided_at")[:_MOST]:
        yield WaitingItem(
            sentence=f"Link the person of incident {decision.incident} to support",
            address=page("disclosures:decision", decision.pk),
            since=decision.decided_at,
            is_late=now - decision.decided_at > _LINK_WITHIN,
        )


def starting_points(member: Membership) -> Iterator[StartingPoint]:
    """Checking comes first: it is what most people come here for."""
    if not may(member, Action.CHECK_BEFORE_SHARING):
        return
    yield StartingPoint(
        "Check before you share",
        "A few questions about the situation. One clear answer.",
        page("disclosures:check"),
    )
    yield StartingPoint(
        "Recorded decisions",
        "What was recorded, and who is still to be linked to support.",
        page("disclosures:decisions"),
    )
