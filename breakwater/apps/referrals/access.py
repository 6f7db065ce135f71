"""Fetch and authorise in one step: what a member may not see does not exist for them."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from breakwater.apps.cases import access as cases
from breakwater.apps.cases.models import Case
from breakwater.apps.disclosures import access as disclosures
from breakwater.apps.disclosures.models import Decision
from breakwater.apps.organisations.access import NotPermitted, may, require
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.referrals.models import Referral, ReferralQuerySet, UnmetNeed
from breakwater.domain.lifecycles.referral import REFERRAL, Move, Side

_WITH = ("consent__recorded_by", "sender", "receiver", "case", "offered_by", "moved_by")


def sent(member: Membership) -> ReferralQuerySet:
    """Those that the member's organisation offered: their own, or all of them."""
    require(member, Action.OFFER_REFERRALS)
    found = Referral.objects.filter(sender=member.organisation).select_related(*_WITH)
    if may(member, Action.SEE_ALL_REFERRALS):
        return found
    return found.filter(offered_by=member.person)


def received(member: Membership) -> ReferralQuerySet:
    """Those offered to the member's organisation, but where the person excluded this member."""
    require(member, Action.ANSWER_REFERRALS)
    return (
        Referral.objects.filter(receiver=member.organisation)
        .exclude(case__exclusions__membership=member)
        .select_related(*_WITH)
    )


def referral(member: Membership, pk: UUID) -> tuple[Referral, Side]:
    """One of them, and which side of it the member is on."""
    if not (may(member, Action.OFFER_REFERRALS) or may(member, Action.ANSWER_REFERRALS)):
        raise NotPermitted("Your roles do not let you see referrals.")
    for action, fetch, side in (
        (Action.ANSWER_REFERRALS, received, Side.RECEIVER),
        (Action.OFFER_REFERRALS, sent, Side.SENDER),
    ):
        found = fetch(member).filter(pk=pk).first() if may(member, action) else None
        if found is not None:
            return found, side
    raise Http404


def to_move(member: Membership, pk: UUID, move: Move) -> tuple[Referral, Side]:
    """One that the member's side may move so at some time; whether now, the change itself says."""
    found, side = referral(member, pk)
    if side not in REFERRAL.made_by[move]:
        raise NotPermitted(f"It is not for your organisation to {move.value}.")
    return found, side


def decision(member: Membership, pk: UUID) -> Decision:
    """A recorded decision whose person can be referred from it."""
    require(member, Action.OFFER_REFERRALS)
    return disclosures.decision(member, pk)


def case(member: Membership, pk: UUID) -> Case:
    """A case of the member's own organisation, whose person can be referred from it."""
    require(member, Action.OFFER_REFERRALS)
    return cases.case(member, pk)


def in_case(member: Membership, case_pk: UUID) -> Referral:
    """The referral that opened a case of the member's organisation."""
    found = received(member).filter(case=case_pk).first()
    if found is None:
        raise Http404
    return found


def unmet_need(member: Membership) -> QuerySet[UnmetNeed]:
    """The tallies of the member's organisation, or for a policing body those of all."""
    require(member, Action.SEE_UNMET_NEED)
    found = UnmetNeed.objects.all()
    if member.kind == member.kind.SUPPORT_ORGANISATION:
        return found.filter(organisation=member.organisation)
    return found
