"""Letting people in, letting them back in, and closing their accounts."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone

from breakwater.apps.organisations import access, notices
from breakwater.apps.organisations.changes.entry import record
from breakwater.apps.organisations.changes.roles import give_at_arrival, take_all
from breakwater.apps.organisations.models import (
    Absence,
    Invitation,
    Membership,
    Organisation,
    Person,
)
from breakwater.apps.organisations.outbox import queue
from breakwater.apps.organisations.roles import Role
from breakwater.apps.organisations.sign_in import second_factor
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError

INVITATION_LASTS = timedelta(days=7)
WAY_BACK_LASTS = timedelta(hours=24)
_SALT = "breakwater.invitation"
_SUBJECT = "Your link to the staff site"
_TEXT = (
    "Someone has sent you a link to the staff site of Breakwater.\n\n{address}\n\n"
    "It works once, until {until}. Nobody else has it, not even whoever sent it: "
    "do not pass it on. If you did not expect it, ignore it.\n"
)


def invite(
    *,
    organisation: Organisation,
    email: str,
    roles: Iterable[Role],
    by: Person | None,
    at: datetime,
    confirmed_by: Person | None = None,
) -> Invitation:
    """Send ``email`` a link to join ``organisation`` with ``roles``.

    Nobody but the invited person ever sees the link: whoever could use it in their place could
    make a second person out of one. Roles that authorise wait for a second person once the person
    has joined, unless ``confirmed_by`` already is that person.
    """
    wanted = list(roles)
    for role in wanted:
        _refuse_elsewhere(role, organisation)
    if not organisation.takes_part:
        raise PlainError("this organisation does not take part yet, or no longer")
    with transaction.atomic():
        if Person.objects.filter(email__iexact=email).exists():
            raise PlainError(
                "this address already has an account here; one person has one place, "
                "so use another address, or send them a way back in"
            )
        _withdraw_open(organisation, email, by, at)
        invitation, link = _make(
            Invitation(
                organisation=organisation,
                purpose=Invitation.Purpose.JOIN,
                email=email,
                roles=[role.value for role in wanted],
                invited_by=by,
                confirmed_by=confirmed_by,
            ),
            lasts=INVITATION_LASTS,
            at=at,
        )
        _send(invitation, link, at)
        record(Kind.PERSON_INVITED, by=by, organisation=organisation)
    return invitation


def invite_for_the_command_line(
    *, organisation: Organisation, email: str, roles: Iterable[Role], at: datetime
) -> str:
    """Make the first operators' links, returned instead of sent: no mail may be set up yet."""
    with transaction.atomic():
        invitation, link = _make(
            Invitation(
                organisation=organisation,
                purpose=Invitation.Purpose.JOIN,
                email=email,
                roles=[role.value for role in roles],
            ),
            lasts=INVITATION_LASTS,
            at=at,
        )
        record(Kind.PERSON_INVITED, by=None, organisation=invitation.organisation)
    return link


def withdraw_invitation(*, invitation: Invitation, by: Person, at: datetime) -> None:
    """Make the link useless."""
    with transaction.atomic():
        changed = (
            Invitation.objects.open_at(at)
            .filter(pk=invitation.pk)
            .update(withdrawn_at=at, withdrawn_by=by)
        )
        if not changed:
            raise PlainError("this link was used or has run out")
        record(Kind.INVITATION_WITHDRAWN, by=by, organisation=invitation.organisation)


def open_invitation(token: str, *, at: datetime) -> Invitation | None:
    """What the link with this ``token`` opens, if it can be used at ``at``."""
    try:
        signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    found = Invitation.objects.open_at(at).filter(fingerprint=_fingerprint(token))
    invitation = found.select_related("organisation", "person").first()
    return invitation if invitation and invitation.organisation.takes_part else None


def accept_invitation(
    *, invitation: Invitation, name: str, password: str, totp_secret: str, at: datetime
) -> Person:
    """Make the account: with a password *and* a second factor, or not at all."""
    with transaction.atomic():
        _use(invitation, at)
        person = Person(email=invitation.email, name=name, joined_at=at)
        person.set_password(password)
        person.save()
        second_factor.replace_all(person, totp_secret=totp_secret)
        membership = Membership.objects.create(
            organisation=invitation.organisation, person=person, since=at
        )
        give_at_arrival(membership, invitation, at=at)
        record(Kind.PERSON_ADDED, by=person, organisation=invitation.organisation, about=person)
    return person


def invite_back(*, membership: Membership, by: Person, at: datetime) -> Invitation:
    """Send a colleague who lost a password or a second factor a link to set up both anew."""
    if membership.ended_at is not None:
        raise PlainError("this account is closed; invite the person again instead")
    if membership.person == by:
        raise PlainError("somebody else must send you a way back; you can change your own sign-in")
    with transaction.atomic():
        _withdraw_open(membership.organisation, membership.person.email, by, at)
        invitation, link = _make(
            Invitation(
                organisation=membership.organisation,
                purpose=Invitation.Purpose.RETURN,
                email=membership.person.email,
                person=membership.person,
                invited_by=by,
            ),
            lasts=WAY_BACK_LASTS,
            at=at,
        )
        _send(invitation, link, at)
        record(
            Kind.PERSON_INVITED_BACK,
            by=by,
            organisation=membership.organisation,
            about=membership.person,
        )
    return invitation


def come_back(*, invitation: Invitation, password: str, totp_secret: str, at: datetime) -> Person:
    """Replace password and second factors, and end every session.

    Roles that authorise wait for a second person again: one administrator with access to a mailbox
    must not be able to become somebody who authorises.
    """
    person = invitation.person
    assert person is not None
    with transaction.atomic():
        _use(invitation, at)
        person.set_password(password)
        person.save(update_fields=["password"])
        second_factor.replace_all(person, totp_secret=totp_secret)
        end_sessions(person)
        invitation.roles = take_all(
            person.membership, by=person, at=at, only=[role for role in Role if role.authorises]
        )
        give_at_arrival(person.membership, invitation, at=at)
        record(Kind.PERSON_CAME_BACK, by=person, organisation=invitation.organisation, about=person)
    return person


def close_account(*, membership: Membership, by: Person, at: datetime) -> None:
    """End a person's place, roles, covers and sessions at once. The row stays, for the record."""
    if membership.person == by:
        raise PlainError("somebody else must close your account")
    with transaction.atomic():
        if membership.ended_at is not None:
            raise PlainError("this account is closed already")
        if is_last_administrator(membership):
            raise PlainError("this is the only administrator; make somebody else one first")
        close(membership, by=by, at=at)
        record(
            Kind.PERSON_REMOVED,
            by=by,
            organisation=membership.organisation,
            about=membership.person,
        )


def close(membership: Membership, *, by: Person, at: datetime) -> None:
    """What closing an account does, inside a change that logs it."""
    person = membership.person
    take_all(membership, by=by, at=at)
    membership.ended_at, membership.ended_by = at, by
    membership.save(update_fields=["ended_at", "ended_by"])
    person.is_active = False
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    second_factor.remove_all(person)
    end_sessions(person)
    _withdraw_open(membership.organisation, person.email, by, at)
    today = timezone.localdate(at)
    for absence in Absence.objects.filter(called_off_at__isnull=True, until_on__gte=today):
        if membership in (absence.membership, absence.cover):
            absence.called_off_at, absence.called_off_by = at, by
            absence.save(update_fields=["called_off_at", "called_off_by"])


def end_sessions(person: Person) -> None:
    """Sign ``person`` out everywhere."""
    for session in UserSession.objects.filter(user=person):
        session.end()


def is_last_administrator(membership: Membership) -> bool:
    """Whether nobody else could invite, give roles or let people back in."""
    holding = Membership.objects.holding(Role.ORGANISATION_ADMIN, access.today())
    administrators = list(holding.filter(organisation=membership.organisation))
    return administrators == [membership]


def _make(invitation: Invitation, *, lasts: timedelta, at: datetime) -> tuple[Invitation, str]:
    token = signing.dumps(secrets.token_urlsafe(24), salt=_SALT)
    invitation.fingerprint = _fingerprint(token)
    invitation.invited_at, invitation.expires_at = at, at + lasts
    invitation.save()
    return invitation, settings.STAFF_ADDRESS + notices.page("organisations:join-link", token)


def _send(invitation: Invitation, link: str, at: datetime) -> None:
    until = invitation.expires_at.strftime("%-d %B %Y")
    queue(
        to=invitation.email, subject=_SUBJECT, text=_TEXT.format(address=link, until=until), at=at
    )


def _use(invitation: Invitation, at: datetime) -> None:
    if not Invitation.objects.open_at(at).filter(pk=invitation.pk).update(used_at=at):
        raise PlainError("this link was used already or has run out")


def _withdraw_open(organisation: Organisation, email: str, by: Person | None, at: datetime) -> None:
    Invitation.objects.open_at(at).filter(organisation=organisation, email__iexact=email).update(
        withdrawn_at=at, withdrawn_by=by
    )


def _refuse_elsewhere(role: Role, organisation: Organisation) -> None:
    if organisation.kind not in role.held_in:
        raise PlainError(f"an organisation of this kind has no role {role.says.lower()}")


def _fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
