"""Fetch and authorise in one step: what a member may not see does not exist for them."""

from uuid import UUID

from django.http import Http404

from breakwater.apps.cases import access as cases
from breakwater.apps.cases.models import Case
from breakwater.apps.organisations.access import NotPermitted, may, require
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.protection.models import Sharing, SharingQuerySet

_SEES = (Action.SHARE_TO_PROTECT, Action.BE_SECOND_TO_PROTECT, Action.SEE_SHARED_TO_PROTECT)


def sharings(member: Membership) -> SharingQuerySet:
    """Those of the member's organisation: their own, or all of them."""
    if not any(may(member, action) for action in _SEES):
        raise NotPermitted(f"Your roles do not let you {_SEES[0].value}.")
    found = (
        Sharing.objects.filter(organisation=member.organisation)
        .exclude(case__exclusions__membership=member)
        .select_related("asked_by", "second_by", "case", "organisation")
    )
    if may(member, Action.SEE_SHARED_TO_PROTECT) or may(member, Action.BE_SECOND_TO_PROTECT):
        return found
    return found.filter(asked_by=member.person)


def sharing(member: Membership, pk: UUID) -> Sharing:
    """One of them."""
    found = sharings(member).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def sharing_to_decide(member: Membership, pk: UUID) -> Sharing:
    """One that the member can be the second person for."""
    found = sharing(member, pk)
    require(member, Action.BE_SECOND_TO_PROTECT)
    if found.asked_by_id == member.person_id:
        raise NotPermitted("Nobody is their own second person.")
    return found


def own_sharing(member: Membership, pk: UUID) -> Sharing:
    """One that the member asked for."""
    found = sharing(member, pk)
    if found.asked_by_id != member.person_id:
        raise NotPermitted("Only whoever asked can enter that.")
    return found


def case(member: Membership, pk: UUID) -> Case:
    """A case from which something has to be passed on."""
    require(member, Action.SHARE_TO_PROTECT)
    return cases.case(member, pk)
