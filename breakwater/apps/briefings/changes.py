"""Issuing a briefing, saying that one has read it, and ending it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from breakwater.apps.audit_log.changes import append, force_log
from breakwater.apps.briefings.models import Briefing, Reading
from breakwater.apps.organisations import notices
from breakwater.apps.organisations.models import Membership, Organisation, Person
from breakwater.apps.organisations.roles import Role
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError


def issue(
    *,
    force: Organisation,
    title: str,
    reference: str,
    dated: date,
    text: str,
    roles: Sequence[Role],
    read_by: date,
    by: Person,
    at: datetime,
) -> Briefing:
    """Issue a briefing for good and tell everyone who must read it.

    Refused if the last day to read it is past, or the force has one of that reference already.
    """
    if read_by < timezone.localdate(at):
        raise PlainError("the last day to read it is past")
    try:
        with transaction.atomic():
            briefing = Briefing.objects.create(
                force=force,
                title=title,
                reference=reference,
                dated=dated,
                text=text,
                roles=[role.value for role in roles],
                read_by=read_by,
                issued_at=at,
                issued_by=by,
            )
            address = notices.page("briefings:briefing", briefing.pk)
            for member in those_who_must_read(briefing, timezone.localdate(at)):
                if member.person_id != by.pk:
                    notices.tell(member.person, notices.Kind.BRIEFING_WAITS, address=address, at=at)
            _enter(briefing, Kind.BRIEFING_ISSUED, by)
    except IntegrityError:
        raise PlainError("there is a briefing with this reference already") from None
    return briefing


def confirm_read(*, briefing: Briefing, member: Membership, at: datetime) -> None:
    """Store the member's receipt; pressed twice, it is counted once."""
    if briefing.ended_at:
        raise PlainError("this briefing has ended; there is nothing to confirm")
    with transaction.atomic():
        _, is_new = Reading.objects.get_or_create(
            briefing=briefing, member=member, defaults={"at": at}
        )
        if is_new:
            _enter(briefing, Kind.BRIEFING_READ, member.person)


def end(*, briefing: Briefing, by: Person, at: datetime) -> None:
    """Say that nobody need read it any more; it stays to read, with its receipts."""
    Briefing.objects.standing().filter(pk=briefing.pk).update(ended_at=at, ended_by=by)


def those_who_must_read(briefing: Briefing, today: date) -> list[Membership]:
    """Everyone who works in its force today in a role that it is required of."""
    members = (
        Membership.objects.current()
        .filter(organisation=briefing.force_id, person__is_active=True)
        .select_related("person", "organisation")
        .prefetch_related("grants")
        .order_by("person__name")
    )
    return [one for one in members if briefing.is_required_of(one, today)]


def _enter(briefing: Briefing, kind: Kind, by: Person) -> None:
    append(
        log=force_log(briefing.force.slug),
        kind=kind,
        record={"briefing": briefing.pk, "by": by.pk.hex},
    )
