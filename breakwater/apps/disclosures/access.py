"""Fetch and authorise in one step: what a member may not see does not exist for them."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from breakwater.apps.disclosures.models import (
    Account,
    ApiToken,
    Decision,
    DecisionQuerySet,
    IncomingRequest,
    Receiver,
    Request,
)
from breakwater.apps.organisations.access import may, require
from breakwater.apps.organisations.models import Membership, Organisation
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.roles import Kind

# Their own, or with the first of the two all of their force's.
SEES_REQUESTS = (Action.SEE_REQUESTS, Action.ASK_TO_RELEASE)


def decisions(member: Membership) -> DecisionQuerySet:
    """Those of the member's force that they may see: their own, or all of them."""
    require(member, Action.CHECK_BEFORE_SHARING)
    found = Decision.objects.of(member.organisation).select_related(
        "force", "decided_by", "link__organisation"
    )
    if may(member, Action.SEE_OPEN_DUTIES):
        return found
    return found.filter(decided_by=member.person)


def decision(member: Membership, pk: UUID) -> Decision:
    """One of them."""
    found = decisions(member).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def requests(member: Membership) -> QuerySet[Request]:
    """Those of the member's force that they may see: their own, or all of them."""
    if not any(may(member, action) for action in SEES_REQUESTS):
        raise PermissionDenied("You may not see what others ask to release.")
    found = Request.objects.filter(force=member.organisation).select_related(
        "force",
        "asked_by",
        "decision",
        "authorisation__authorised_by",
        "ending__ended_by",
        "release__handover",
    )
    if may(member, Action.SEE_REQUESTS):
        return found
    return found.filter(asked_by=member.person)


def request(member: Membership, pk: UUID) -> Request:
    """One of them."""
    found = requests(member).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def request_of(member: Membership, decision: Decision) -> Request | None:
    """The request that a decision was made for, where there is one and the member may see it."""
    if not any(may(member, action) for action in SEES_REQUESTS):
        return None
    rests_on_it = Q(decision=decision) | Q(release__decision=decision)
    return requests(member).filter(rests_on_it).first()


def may_authorise(member: Membership, asked: Request) -> bool:
    """Whether the member can be the second person for this request."""
    return may(member, Action.AUTHORISE_RELEASE) and asked.asked_by_id != member.person_id


def receivers(force: Organisation) -> QuerySet[Receiver]:
    """To whom this force can have a package sealed."""
    return Receiver.objects.filter(force=force, removed_at__isnull=True)


def receiver(member: Membership, pk: int) -> Receiver:
    """One of them, for whoever keeps the list."""
    require(member, Action.LIST_RECEIVERS)
    found = receivers(member.organisation).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def support_organisations() -> QuerySet[Organisation]:
    """The support organisations that take part in this installation."""
    return Organisation.objects.filter(
        kind=Kind.SUPPORT_ORGANISATION, admitted_at__isnull=False, left_at__isnull=True
    )


def accounts(member: Membership) -> QuerySet[Account]:
    """What was entered about things said or handed over outside the gate."""
    _require_any(member, *SEES_REQUESTS, Action.ANSWER_COMPULSION)
    found = Account.objects.filter(force=member.organisation).select_related("entered_by")
    if may(member, Action.SEE_REQUESTS):
        return found
    return found.filter(entered_by=member.person)


def incoming_requests(member: Membership) -> QuerySet[IncomingRequest]:
    """What Immigration Enforcement asked of the member's force."""
    _require_any(member, *SEES_REQUESTS)
    found = IncomingRequest.objects.filter(force=member.organisation).select_related("decision")
    if may(member, Action.SEE_REQUESTS):
        return found
    return found.filter(answered_by=member.person)


def incoming_request(member: Membership, pk: UUID) -> IncomingRequest:
    """One of them."""
    found = incoming_requests(member).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def tokens(member: Membership) -> QuerySet[ApiToken]:
    """The tokens of the member's force that still open the API."""
    require(member, Action.KEEP_API_TOKENS)
    return ApiToken.objects.filter(force=member.organisation, ended_at__isnull=True)


def token(member: Membership, pk: int) -> ApiToken:
    """One of them."""
    found = tokens(member).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _require_any(member: Membership, *actions: Action) -> None:
    if not any(may(member, action) for action in actions):
        require(member, actions[0])
