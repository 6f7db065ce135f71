"""Whether a member may do it, and the only ways to fetch what belongs to an organisation.

Every function that fetches also authorises: what a member may not see does not exist for them
(404), and what they may see but not do is refused (403).
"""

from datetime import date
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from breakwater.apps.organisations.models import (
    Absence,
    Agreement,
    Grant,
    Invitation,
    Membership,
    Organisation,
    Person,
)
from breakwater.apps.organisations.permissions import RULES, Action
from breakwater.apps.organisations.roles import Kind, Role

_Row = TypeVar("_Row")


class NotPermitted(PermissionDenied):
    """The permission table says no; ``str()`` says to what, in one sentence."""


def membership_of(person: Person) -> Membership | None:
    """The place of ``person`` where they may work now, with its organisation and roles."""
    return (
        Membership.objects.current()
        .filter(
            person=person,
            person__is_active=True,
            organisation__admitted_at__isnull=False,
            organisation__left_at__isnull=True,
        )
        .select_related("organisation", "person")
        .prefetch_related("grants")
        .first()
    )


def may(member: Membership, action: Action) -> bool:
    """Whether ``member`` may do ``action`` today."""
    rules = [rule for rule in RULES if rule.action is action and member.kind in rule.kinds]
    held = member.roles_on(today())
    return member.ended_at is None and any(not rule.roles or rule.roles & held for rule in rules)


def require(member: Membership, action: Action) -> None:
    """Refuse (403) unless ``member`` may do ``action`` today."""
    if not may(member, action):
        raise NotPermitted(f"Your roles do not let you {action.value}.")


def today() -> date:
    """The day it is where the installation is; roles and covers begin and end with days."""
    return timezone.localdate()


def colleagues(member: Membership) -> QuerySet[Membership]:
    """Everyone who works or worked in the member's own organisation."""
    require(member, Action.SEE_COLLEAGUES)
    return (
        Membership.objects.filter(organisation=member.organisation)
        .select_related("person", "organisation")
        .prefetch_related("grants")
    )


def colleague(member: Membership, pk: int) -> Membership:
    """One of them."""
    return _found(colleagues(member).filter(pk=pk).first())


def invitations(member: Membership) -> QuerySet[Invitation]:
    """Links of the member's organisation that nobody has used yet."""
    require(member, Action.INVITE)
    return Invitation.objects.open_at(timezone.now()).filter(organisation=member.organisation)


def invitation(member: Membership, pk: int) -> Invitation:
    """One of them."""
    return _found(invitations(member).filter(pk=pk).first())


def grant(member: Membership, pk: int) -> Grant:
    """A role asked or given in the member's organisation, or one that waits for them to confirm."""
    require(member, Action.GIVE_ROLES)
    found = Grant.objects.select_related(
        "person", "asked_by", "membership__person", "membership__organisation"
    ).filter(pk=pk)
    own = found.filter(membership__organisation=member.organisation).first()
    return _found(own or grants_to_confirm(member).filter(pk=pk).first())


def grants_to_confirm(member: Membership) -> QuerySet[Grant]:
    """Roles that wait for this member as the second person.

    Those of the member's own organisation, and those of an organisation whose only administrator
    asked: then an administrator of the policing body that proposed it, or an operator, is second.
    """
    waiting = (
        Grant.objects.waiting()
        .exclude(asked_by=member.person)
        .exclude(person=member.person)
        .select_related("person", "asked_by", "membership__organisation")
    )
    if not (may(member, Action.GIVE_ROLES) or may(member, Action.ADMIT_ORGANISATION)):
        return waiting.none()
    own = Q(membership__organisation=member.organisation)
    alone = [
        one.pk
        for one in Organisation.objects.filter(
            memberships__grants__in=Grant.objects.waiting()
        ).distinct()
        if _sponsors(member, one) and _administrators(one) < 2
    ]
    if not may(member, Action.GIVE_ROLES):
        return waiting.filter(membership__organisation__in=alone)
    return waiting.filter(own | Q(membership__organisation__in=alone))


def absence(member: Membership, pk: int) -> Absence:
    """An absence in the member's organisation that they may call off."""
    found = Absence.objects.select_related("membership__person", "cover__person").filter(
        pk=pk, membership__organisation=member.organisation
    )
    if not may(member, Action.ARRANGE_COVER):
        found = found.filter(membership=member)
    return _found(found.first())


def organisations(member: Membership) -> QuerySet[Organisation]:
    """Those that take part."""
    require(member, Action.SEE_ORGANISATIONS)
    return Organisation.objects.filter(admitted_at__isnull=False, left_at__isnull=True)


def proposals(member: Membership) -> QuerySet[Organisation]:
    """Organisations that wait to be admitted and that the member may decide on or has proposed."""
    waiting = Organisation.objects.filter(
        proposed_at__isnull=False, admitted_at__isnull=True, declined_at__isnull=True
    ).select_related("proposed_by")
    support = Q(kind=Kind.SUPPORT_ORGANISATION)
    visible = Q(proposed_by__membership__organisation=member.organisation)
    if may(member, Action.VOUCH) or may(member, Action.RECORD_WRITTEN_VOUCHER):
        visible |= support
    if may(member, Action.ADMIT_ORGANISATION):
        visible |= ~support
    return waiting.filter(visible)


def proposal(member: Membership, pk: int) -> Organisation:
    """One of them."""
    return _found(proposals(member).filter(pk=pk).first())


def may_admit(member: Membership, organisation: Organisation) -> bool:
    """Whether ``member`` can be the second person who admits ``organisation``."""
    if not organisation.is_waiting or organisation.proposed_by == member.person:
        return False
    if organisation.kind != Kind.SUPPORT_ORGANISATION:
        return may(member, Action.ADMIT_ORGANISATION)
    return may(member, Action.VOUCH) or needs_written_voucher(member)


def needs_written_voucher(member: Membership) -> bool:
    """Whether ``member`` may record a voucher in writing, because nobody here can vouch."""
    return may(member, Action.RECORD_WRITTEN_VOUCHER) and not (
        Organisation.objects.filter(
            kind=Kind.SUPPORT_ORGANISATION, admitted_at__isnull=False, left_at__isnull=True
        ).exists()
    )


def agreements(member: Membership) -> QuerySet[Agreement]:
    """Those of the member's own organisation."""
    require(member, Action.SEE_AGREEMENTS)
    return Agreement.objects.of(member.organisation).select_related(
        "proposer", "other", "proposed_by", "agreed_by", "ended_by", "replaces"
    )


def agreement(member: Membership, pk: int) -> Agreement:
    """One of them."""
    return _found(agreements(member).filter(pk=pk).first())


def _sponsors(member: Membership, organisation: Organisation) -> bool:
    if may(member, Action.ADMIT_ORGANISATION):
        return organisation.kind != Kind.SUPPORT_ORGANISATION
    proposer = organisation.proposed_by
    return (
        organisation.kind == Kind.SUPPORT_ORGANISATION
        and proposer is not None
        and proposer.membership.organisation == member.organisation
    )


def _administrators(organisation: Organisation) -> int:
    holding = Membership.objects.holding(Role.ORGANISATION_ADMIN, today())
    return holding.filter(organisation=organisation).count()


def _found(row: _Row | None) -> _Row:
    if row is None:
        raise Http404
    return row
