"""Who may look at which document: only members of the organisation it belongs to."""

from django.db.models import QuerySet
from django.http import Http404

from breakwater.apps.importing.models import Review
from breakwater.apps.organisations.access import Action, may, require
from breakwater.apps.organisations.models import Membership
from breakwater.apps.register.models import ImportBatch


def reviews(member: Membership) -> QuerySet[Review]:
    """The documents of the member's own organisation, newest first, without their bytes."""
    require(member, Action.SEE_IMPORTS)
    return (
        Review.objects.filter(owner=member.organisation)
        .select_related("opened_by", "proposed_by", "closed_by", "batch")
        .defer("content", "reading")
    )


def review(member: Membership, pk: int) -> Review:
    """One of them, whole."""
    require(member, Action.SEE_IMPORTS)
    found = (
        Review.objects.filter(owner=member.organisation, pk=pk)
        .select_related("opened_by", "proposed_by", "closed_by", "batch")
        .defer("content")
        .first()
    )
    if found is None:
        raise Http404
    return found


def open_review(member: Membership, pk: int) -> Review:
    """One that the member may still correct."""
    require(member, Action.IMPORT_DOCUMENTS)
    found = review(member, pk)
    if found.closed_at is not None or found.proposed_at is not None:
        raise Http404
    return found


def may_commit(member: Membership, found: Review) -> bool:
    """Whether the member is the second person: allowed to, and not the one who proposed it."""
    return (
        found.proposed_at is not None
        and found.closed_at is None
        and found.proposed_by_id != member.person_id
        and may(member, Action.COMMIT_IMPORTS)
    )


def batch_to_undo(member: Membership, pk: int) -> ImportBatch:
    """The stored batch of one of the organisation's documents, not undone yet."""
    require(member, Action.COMMIT_IMPORTS)
    found = review(member, pk).batch
    if found is None or found.undone_at is not None:
        raise Http404
    return found
