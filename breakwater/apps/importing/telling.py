"""Who is told how a document gets on: the second person who waits for it, and who brought it in."""

from datetime import datetime

from breakwater.apps.importing.models import Review
from breakwater.apps.organisations import access, notices
from breakwater.apps.organisations.models import Membership, Person
from breakwater.apps.organisations.notices import Kind, page
from breakwater.apps.organisations.permissions import Action


def of_proposal(review: Review, at: datetime) -> None:
    """Colleagues who may commit it, but not whoever proposed it."""
    members = (
        Membership.objects.current()
        .filter(organisation=review.owner_id, person__is_active=True)
        .select_related("person", "organisation")
        .prefetch_related("grants")
    )
    for member in members:
        is_second = member.person_id != review.proposed_by_id
        if is_second and access.may(member, Action.COMMIT_IMPORTS):
            notices.tell(member.person, Kind.IMPORT_WAITS, address=_page(review), at=at)


def of_decision(review: Review, by: Person | None, at: datetime) -> None:
    """Who opened it and who proposed it, but not whoever decided."""
    people = {one.pk: one for one in (review.opened_by, review.proposed_by) if one is not None}
    for person in people.values():
        if person != by:
            notices.tell(person, Kind.IMPORT_DECIDED, address=_page(review), at=at)


def _page(review: Review) -> str:
    return page("importing:review", review.pk)
