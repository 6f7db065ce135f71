"""Giving roles, confirming them as the second person, taking them, and covering absences."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from breakwater.apps.organisations import access, notices
from breakwater.apps.organisations.changes.entry import record
from breakwater.apps.organisations.models import Absence, Grant, Invitation, Membership, Person
from breakwater.apps.organisations.roles import ROLES, Role
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError


def ask_for_role(
    *,
    membership: Membership,
    role: Role,
    by: Person,
    at: datetime,
    from_on: date | None = None,
    until_on: date | None = None,
) -> Grant:
    """Give a role, or ask a second person to: roles that authorise take two.

    Nobody gives a role to themselves. ``until_on`` is the last day it holds.
    """
    if membership.organisation.kind not in role.held_in:
        raise PlainError(f"an organisation of this kind has no role {role.says.lower()}")
    if membership.ended_at is not None:
        raise PlainError("this account is closed")
    if membership.person == by:
        raise PlainError("somebody else must give you a role")
    from_on = from_on or access.today()
    if until_on is not None and until_on < from_on:
        raise PlainError("the last day cannot be before the first")
    with transaction.atomic():
        _refuse_twice(membership, role)
        grant = Grant.objects.create(
            membership=membership,
            person=membership.person,
            role=role.value,
            from_on=from_on,
            until_on=until_on,
            asked_at=at,
            asked_by=by,
        )
        if role.authorises:
            _tell_who_can_confirm(grant, at)
            kind = Kind.ROLE_ASKED
        else:
            _give(grant, by=by, at=at)
            kind = Kind.ROLE_GIVEN
        record(kind, by=by, organisation=membership.organisation, about=membership.person)
    return grant


def confirm_role(*, grant: Grant, by: Person, at: datetime) -> None:
    """Give what somebody else asked for; refused to whoever asked and to whoever receives it."""
    if by in (grant.asked_by, grant.person):
        raise PlainError("a role that authorises takes two people; somebody else must confirm it")
    with transaction.atomic():
        grant = Grant.objects.select_for_update().get(pk=grant.pk)
        if not grant.is_waiting:
            raise PlainError("this role was confirmed or declined already")
        _give(grant, by=by, at=at)
        record(
            Kind.ROLE_GIVEN, by=by, organisation=grant.membership.organisation, about=grant.person
        )


def take_role(*, grant: Grant, by: Person, at: datetime) -> None:
    """End a role, or decline one that waits. One person is enough to take power away."""
    with transaction.atomic():
        grant = Grant.objects.select_for_update().get(pk=grant.pk)
        if grant.ended_at is not None:
            raise PlainError("this role has ended already")
        if _is_last_administrator(grant):
            raise PlainError("this is the only administrator; make somebody else one first")
        _end(grant, by=by, at=at)
        notices.tell(
            grant.person,
            notices.Kind.ROLE_TAKEN,
            address=notices.page("organisations:colleague", grant.membership.pk),
            at=at,
        )
        record(
            Kind.ROLE_TAKEN, by=by, organisation=grant.membership.organisation, about=grant.person
        )


def arrange_cover(
    *,
    membership: Membership,
    cover: Membership,
    from_on: date,
    until_on: date,
    by: Person,
    at: datetime,
) -> Absence:
    """Let ``cover`` be told what waits for ``membership``; both days are included."""
    if cover == membership:
        raise PlainError("nobody can cover for themselves")
    if cover.organisation != membership.organisation or cover.ended_at is not None:
        raise PlainError("the cover must work in the same organisation")
    if until_on < from_on:
        raise PlainError("the last day cannot be before the first")
    with transaction.atomic():
        absence = Absence.objects.create(
            membership=membership,
            cover=cover,
            from_on=from_on,
            until_on=until_on,
            arranged_at=at,
            arranged_by=by,
        )
        _tell_cover(absence, notices.Kind.COVER_ARRANGED, at)
        record(
            Kind.COVER_ARRANGED,
            by=by,
            organisation=membership.organisation,
            about=membership.person,
        )
    return absence


def call_off_cover(*, absence: Absence, by: Person, at: datetime) -> None:
    """End an absence early."""
    with transaction.atomic():
        if absence.called_off_at is not None:
            raise PlainError("this cover was called off already")
        absence.called_off_at, absence.called_off_by = at, by
        absence.save(update_fields=["called_off_at", "called_off_by"])
        _tell_cover(absence, notices.Kind.COVER_CALLED_OFF, at)
        record(
            Kind.COVER_CALLED_OFF,
            by=by,
            organisation=absence.membership.organisation,
            about=absence.membership.person,
        )


def give_at_arrival(membership: Membership, invitation: Invitation, *, at: datetime) -> None:
    """Ask for the roles of an invitation; give those that need no second person, or have one.

    Runs inside the change that lets the person in.
    """
    for role in (ROLES[value] for value in invitation.roles):
        grant = Grant.objects.create(
            membership=membership,
            person=membership.person,
            role=role.value,
            from_on=access.today(),
            asked_at=invitation.invited_at,
            asked_by=invitation.invited_by,
        )
        confirmed = invitation.confirmed_by or invitation.invited_by is None
        if confirmed or not role.authorises:
            grant.given_at = at
            grant.given_by = invitation.confirmed_by or invitation.invited_by
            grant.save(update_fields=["given_at", "given_by"])
        else:
            _tell_who_can_confirm(grant, at)


def take_all(
    membership: Membership, *, by: Person, at: datetime, only: Collection[Role] = tuple(Role)
) -> list[str]:
    """End the roles a person holds or waits for, inside a change that logs it; return which."""
    grants = Grant.objects.filter(
        membership=membership, ended_at__isnull=True, role__in=[role.value for role in only]
    )
    taken = sorted({grant.role for grant in grants})
    for grant in grants:
        _end(grant, by=by, at=at)
    return taken


def _give(grant: Grant, *, by: Person, at: datetime) -> None:
    grant.given_at, grant.given_by = at, by
    grant.save(update_fields=["given_at", "given_by"])
    notices.tell(
        grant.person,
        notices.Kind.ROLE_GIVEN,
        address=notices.page("organisations:colleague", grant.membership.pk),
        at=at,
    )


def _end(grant: Grant, *, by: Person, at: datetime) -> None:
    grant.ended_at, grant.ended_by = at, by
    grant.save(update_fields=["ended_at", "ended_by"])


def _refuse_twice(membership: Membership, role: Role) -> None:
    open_grants = membership.grants.filter(role=role.value, ended_at__isnull=True)
    if any(grant.until_on is None or grant.until_on >= access.today() for grant in open_grants):
        raise PlainError("this person already holds that role, or it waits to be confirmed")


def _is_last_administrator(grant: Grant) -> bool:
    holding = Membership.objects.holding(Role.ORGANISATION_ADMIN, access.today())
    administrators = list(holding.filter(organisation=grant.membership.organisation))
    return (
        grant.means is Role.ORGANISATION_ADMIN
        and grant.given_at is not None
        and administrators == [grant.membership]
    )


def _tell_who_can_confirm(grant: Grant, at: datetime) -> None:
    holders = Membership.objects.holding(Role.ORGANISATION_ADMIN, access.today())
    holders |= Membership.objects.holding(Role.OPERATOR, access.today())
    for member in holders.select_related("person", "organisation").prefetch_related("grants"):
        if access.grants_to_confirm(member).filter(pk=grant.pk).exists():
            notices.tell(
                member.person,
                notices.Kind.ROLE_WAITS,
                address=notices.page("organisations:role", grant.pk),
                at=at,
            )


def _tell_cover(absence: Absence, kind: notices.Kind, at: datetime) -> None:
    address = notices.page("organisations:colleague", absence.membership.pk)
    notices.tell(absence.cover.person, kind, address=address, at=at)
