"""What the home page shows of the receiving side."""

from collections.abc import Iterator

from django.utils import timezone

from breakwater.apps.organisations.access import may
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.waiting import StartingPoint, WaitingItem
from breakwater.apps.receiving import access

_MOST = 20


def waiting_for(member: Membership) -> Iterator[WaitingItem]:
    """Reports to the police that have no number, and no reason why not, after 24 hours."""
    if may(member, Action.NUMBER_REPORTS):
        late = access.without_a_number(member, timezone.now()).order_by("opened_at")
        for case in late[:_MOST]:
            yield WaitingItem(
                f"Case {case.reference} needs a crime or incident number, or why not",
                page("receiving:number", case.pk),
                case.opened_at,
                is_late=True,
            )


def starting_points(member: Membership) -> Iterator[StartingPoint]:
    """Entering a report."""
    if may(member, Action.WORK_ON_CASES):
        yield StartingPoint(
            "Enter what somebody told you",
            "In person or by telephone. It is sealed like everything else.",
            page("receiving:enter"),
        )
