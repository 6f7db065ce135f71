"""Proposing organisations, admitting them as the second person, and letting them go."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from breakwater.apps.organisations import access, notices
from breakwater.apps.organisations.changes.entry import record
from breakwater.apps.organisations.changes.people import close, invite
from breakwater.apps.organisations.models import Agreement, Membership, Organisation, Person
from breakwater.apps.organisations.roles import Kind as OrganisationKind
from breakwater.apps.organisations.roles import Role
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError


def begin_installation(*, name: str, at: datetime) -> Organisation:
    """Make the operator's own organisation, the first of all; refused where people are in it.

    Its slug is always ``operator``: what the command line imports belongs to it, also before its
    first people come.
    """
    with transaction.atomic():
        operators = Organisation.objects.select_for_update()
        if operators.filter(kind=OrganisationKind.OPERATOR, admitted_at__isnull=False).exists():
            raise PlainError("this installation has begun already; its operators invite others")
        organisation, _ = operators.update_or_create(
            slug="operator",
            defaults={"name": name, "kind": OrganisationKind.OPERATOR, "admitted_at": at},
        )
        record(Kind.ORGANISATION_ADMITTED, by=None, organisation=organisation)
    return organisation


def propose_organisation(
    *,
    name: str,
    kind: OrganisationKind,
    first_administrator_email: str,
    by: Person,
    at: datetime,
    body_key: str = "",
) -> Organisation:
    """Propose an organisation; it takes part once a second person has admitted it.

    Where the public register already made a row for the same body, that row is taken.
    """
    with transaction.atomic():
        organisation = _unused_row(name, kind, body_key)
        organisation.proposed_at, organisation.proposed_by = at, by
        organisation.declined_at = organisation.declined_by = None
        organisation.first_administrator_email = first_administrator_email
        organisation.save()
        _tell_who_can_admit(organisation, at)
        record(Kind.ORGANISATION_PROPOSED, by=by, organisation=organisation)
    return organisation


def admit_organisation(
    *, organisation: Organisation, by: Person, at: datetime, written_voucher: str = ""
) -> None:
    """Let it take part, and send its first administrator a link.

    For a support organisation ``by`` vouches from the sector; or an operator records who vouched in
    writing, while nobody here could.
    """
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if not organisation.is_waiting:
            raise PlainError("this organisation was admitted or declined already")
        if organisation.proposed_by == by:
            raise PlainError("somebody else must admit an organisation you proposed")
        organisation.admitted_at, organisation.admitted_by = at, by
        organisation.written_voucher = written_voucher
        organisation.save()
        invite(
            organisation=organisation,
            email=organisation.first_administrator_email,
            roles=[Role.ORGANISATION_ADMIN],
            by=organisation.proposed_by,
            confirmed_by=by,
            at=at,
        )
        _tell_proposer(organisation, at)
        record(Kind.ORGANISATION_ADMITTED, by=by, organisation=organisation)


def decline_organisation(*, organisation: Organisation, by: Person, at: datetime) -> None:
    """Do not let it take part; it can be proposed again."""
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if not organisation.is_waiting:
            raise PlainError("this organisation was admitted or declined already")
        organisation.declined_at, organisation.declined_by = at, by
        organisation.save(update_fields=["declined_at", "declined_by"])
        _tell_proposer(organisation, at)
        record(Kind.ORGANISATION_DECLINED, by=by, organisation=organisation)


def leave(*, organisation: Organisation, by: Person, at: datetime) -> None:
    """End its part: every account is closed, every agreement ended."""
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if not organisation.takes_part:
            raise PlainError("this organisation does not take part")
        for agreement in Agreement.objects.of(organisation).filter(ended_at__isnull=True):
            agreement.ended_at, agreement.ended_by = at, by
            agreement.end_reason = "One side no longer takes part."
            agreement.save(update_fields=["ended_at", "ended_by", "end_reason"])
        for membership in Membership.objects.current().filter(organisation=organisation):
            close(membership, by=by, at=at)
        organisation.left_at, organisation.left_by = at, by
        organisation.save(update_fields=["left_at", "left_by"])
        record(Kind.ORGANISATION_LEFT, by=by, organisation=organisation)


def _unused_row(name: str, kind: OrganisationKind, body_key: str) -> Organisation:
    same = Organisation.objects.select_for_update().filter(slug=slugify(name)[:50]).first()
    if same is None:
        return Organisation(slug=slugify(name)[:50], name=name, kind=kind, body_key=body_key)
    if same.takes_part or same.is_waiting or same.left_at or same.kind != kind:
        raise PlainError("there is already an organisation with this name")
    same.body_key = same.body_key or body_key
    return same


def _tell_who_can_admit(organisation: Organisation, at: datetime) -> None:
    holders = Membership.objects.holding(Role.ORGANISATION_ADMIN, access.today())
    holders |= Membership.objects.holding(Role.OPERATOR, access.today())
    for member in holders.select_related("person", "organisation").prefetch_related("grants"):
        if access.may_admit(member, organisation):
            notices.tell(
                member.person,
                notices.Kind.PROPOSAL_WAITS,
                address=notices.page("organisations:proposal", organisation.pk),
                at=at,
            )


def _tell_proposer(organisation: Organisation, at: datetime) -> None:
    if organisation.proposed_by is not None:
        notices.tell(
            organisation.proposed_by,
            notices.Kind.PROPOSAL_DECIDED,
            address=notices.page("organisations:organisations"),
            at=at,
        )
