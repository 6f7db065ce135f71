"""Who may look at which document: only members of the organisation it belongs to."""

from datetime import date

from django.db.models import F, Q, QuerySet
from django.http import Http404

from breakwater.apps.importing.models import Review
from breakwater.apps.organisations.access import may, require
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.register.models import Body, ImportBatch


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


def bodies_that_may_answer(dated: date | None, *, chosen: list[str]) -> QuerySet[Body]:
    """Bodies that exist, and then those that ended on or after the day of the document.

    Of a document without a day, every body that has ended may be the one who answers; what is
    chosen already stays.
    """
    may_answer = Q(valid_to=None) | Q(key__in=chosen)
    if dated is None:
        may_answer = Q()
    else:
        had_begun = Q(valid_from=None) | Q(valid_from__lte=dated)
        may_answer |= Q(valid_to__gte=dated) & had_begun
    return Body.objects.filter(may_answer).order_by(F("valid_to").desc(nulls_first=True), "name")


def batch_to_undo(member: Membership, pk: int) -> ImportBatch:
    """The stored batch of one of the organisation's documents, not undone yet."""
    require(member, Action.COMMIT_IMPORTS)
    found = review(member, pk).batch
    if found is None or found.undone_at is not None:
        raise Http404
    return found
