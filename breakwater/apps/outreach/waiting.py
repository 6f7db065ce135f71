"""What the home page shows of the statement."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from breakwater.apps.organisations.access import may
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.waiting import StartingPoint, WaitingItem
from breakwater.apps.outreach import access
from breakwater.apps.outreach.models import Translation

_WAITS_AT_MOST = timedelta(days=7)


def waiting_for(member: Membership) -> Iterator[WaitingItem]:
    """A draft to sign, and translations to approve, of which the member wrote none."""
    if not may(member, Action.SIGN_STATEMENT):
        return
    now = timezone.now()
    found = access.statements(member)
    for draft in found.drafts().exclude(drafted_by=member.person):
        yield WaitingItem(
            "A statement to the public waits to be signed",
            page("outreach:statement", draft.pk),
            draft.drafted_at,
            now - draft.drafted_at > _WAITS_AT_MOST,
        )
    waiting = Translation.objects.filter(statement__in=found.signed(), approved_at=None)
    for one in waiting.exclude(entered_by=member.person):
        yield WaitingItem(
            "A translation of your statement waits to be approved",
            page("outreach:approve", one.pk),
            one.entered_at,
            now - one.entered_at > _WAITS_AT_MOST,
        )


def starting_points(member: Membership) -> Iterator[StartingPoint]:
    """The statement."""
    if may(member, Action.DRAFT_STATEMENT) or may(member, Action.SIGN_STATEMENT):
        yield StartingPoint(
            "Statement to the public",
            "What your force does with people’s information, drafted, signed and translated.",
            page("outreach:statements"),
        )
