"""What the home page shows of briefings."""

from collections.abc import Iterator

from breakwater.apps.briefings import access
from breakwater.apps.briefings.models import Briefing
from breakwater.apps.organisations.access import may
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.waiting import StartingPoint, WaitingItem


def waiting_for(member: Membership) -> Iterator[WaitingItem]:
    """What the member must read, and for those who issue, what colleagues have not read in time."""
    for one in access.to_read(member):
        yield WaitingItem(
            f"Read the briefing “{one.title}”",
            page("briefings:briefing", one.pk),
            one.issued_at,
            access.is_late(one),
        )
    if may(member, Action.ISSUE_BRIEFINGS):
        standing = Briefing.objects.standing().filter(force=member.organisation)
        for one in standing:
            if access.is_late(one) and (missing := access.reach(member, one).missing):
                yield WaitingItem(
                    f"{len(missing)} of your colleagues have not read “{one.title}”",
                    page("briefings:reach", one.pk),
                    one.issued_at,
                    is_late=True,
                )


def starting_points(member: Membership) -> Iterator[StartingPoint]:
    """The list."""
    if may(member, Action.READ_BRIEFINGS):
        yield StartingPoint(
            "Briefings",
            "What everyone here must know about the rule, and who has read it.",
            page("briefings:briefings"),
        )
