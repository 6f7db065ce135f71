"""What importing puts on the home page."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from breakwater.apps.importing import access
from breakwater.apps.organisations.access import may
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.waiting import StartingPoint, WaitingItem

_WAITS_AT_MOST = timedelta(days=7)


def waiting_for(member: Membership) -> Iterator[WaitingItem]:
    """Documents to commit for an approver, documents to go on with for an editor."""
    if not may(member, Action.SEE_IMPORTS):
        return
    now = timezone.now()
    for review in access.reviews(member).filter(closed_at=None):
        address = page("importing:review", review.pk)
        if review.proposed_at is not None and access.may_commit(member, review):
            yield WaitingItem(
                f"{review.document_name} waits to be committed to the register",
                address,
                review.proposed_at,
                is_late=now - review.proposed_at > _WAITS_AT_MOST,
            )
        elif review.proposed_at is None and may(member, Action.IMPORT_DOCUMENTS):
            yield WaitingItem(
                f"{review.document_name} is being looked at",
                address,
                review.opened_at,
                is_late=now - review.opened_at > _WAITS_AT_MOST,
            )


def starting_points(member: Membership) -> Iterator[StartingPoint]:
    """Where documents are brought in."""
    if may(member, Action.SEE_IMPORTS):
        yield StartingPoint(
            "Imports",
            "Bring a published document into the register, with every item seen by a person.",
            page("importing:imports"),
        )
