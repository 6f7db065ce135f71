"""An organisation's own services: proposed by one person, published by another, checked, hidden."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from breakwater.apps.audit_log.changes import OPERATOR_LOG, append
from breakwater.apps.directory.changes import telling
from breakwater.apps.directory.changes.publishing import show
from breakwater.apps.directory.models import Edition, ListedOrganisation, Service, Version
from breakwater.apps.organisations.models import Organisation, Person
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.open_referral.document import extras_of
from breakwater.domain.plain_error import PlainError


def begin(
    *, organisation: Organisation, content: dict[str, Any], by: Person, at: datetime
) -> Version:
    """Write a new service; nobody sees it until a colleague has looked at it."""
    with transaction.atomic():
        listed, _ = ListedOrganisation.objects.get_or_create(
            organisation=organisation, handed_at=None, defaults={"name": organisation.name}
        )
        service = Service.objects.create(
            id=uuid.UUID(content["id"]),
            listed=listed,
            organisation=organisation,
            name=content["name"],
            changed_at=at,
        )
        return propose(service=service, content=content, by=by, at=at)


def propose(*, service: Service, content: dict[str, Any], by: Person, at: datetime) -> Version:
    """Ask for a change. Asking again takes one's own earlier change back, so that whoever looks
    publishes what they saw.

    Refused while a colleague's change waits: two changes at once would undo one another.
    """
    with transaction.atomic():
        locked = _locked(service.pk, by)
        newest = locked.versions.first()
        if newest is not None and newest.state == Version.State.WAITING:
            if newest.proposed_by != by:
                raise PlainError("a colleague's change waits for a second look; decide on it first")
            _decide(newest, Version.State.DECLINED, by, at, because="Written anew.")
        if locked.published is not None and locked.published.content == content:
            raise PlainError("nothing is different")
        version = Version.objects.create(
            service=locked,
            number=(newest.number if newest else 0) + 1,
            is_confidential=extras_of(content).confidential,
            content=content,
            proposed_at=at,
            proposed_by=by,
        )
        telling.of_change(version, at)
        return version


def publish(*, version: Version, by: Person, at: datetime) -> None:
    """Show a colleague's change to everyone; looking at it also counts as having checked it."""
    with transaction.atomic():
        version, service = _waiting(version, by)
        if version.proposed_by == by:
            raise PlainError("somebody else has to look at your change")
        _decide(version, Version.State.PUBLISHED, by, at)
        service.checked_by = by
        show(service, version, checked_on=timezone.localdate(at), at=at)
        telling.of_decision(version, at)
        _enter(service, by, step="published", version=version.number)


def decline(*, version: Version, because: str, by: Person, at: datetime) -> None:
    """Do not publish a change; whoever asked may take it back the same way."""
    with transaction.atomic():
        version, _service = _waiting(version, by)
        _decide(version, Version.State.DECLINED, by, at, because=because)
        telling.of_decision(version, at)


def mark_checked(*, service: Service, by: Person, at: datetime) -> None:
    """Say that somebody looked, today, and that everything in the entry is right."""
    with transaction.atomic():
        service = _locked(service.pk, by)
        if service.published is None:
            raise PlainError("nothing of it is published yet")
        service.checked_on, service.checked_by, service.changed_at = timezone.localdate(at), by, at
        service.save(update_fields=["checked_on", "checked_by", "changed_at"])
        Edition.renew()
        _enter(service, by, step="checked")


def hide(*, service: Service, by: Person, at: datetime) -> None:
    """Show a service to nobody, at once: the one change that one person may make alone.

    It comes back with the next change that two people agree to.
    """
    with transaction.atomic():
        service = _locked(service.pk, by)
        if not service.is_public:
            raise PlainError("nobody can see it as it is")
        service.is_public, service.changed_at = False, at
        service.save(update_fields=["is_public", "changed_at"])
        service.places.all().delete()
        Edition.renew()
        _enter(service, by, step="hidden")


def _decide(
    version: Version, state: Version.State, by: Person, at: datetime, because: str = ""
) -> None:
    version.state, version.because = state, because
    version.decided_at, version.decided_by = at, by
    version.save()


def _locked(pk: uuid.UUID, by: Person) -> Service:
    """The service, for this transaction alone; refused where it was taken back meanwhile."""
    service = Service.objects.select_for_update().get(pk=pk)
    if service.organisation_id != by.membership.organisation_id:
        raise PlainError("your organisation does not look after this service")
    return service


def _waiting(version: Version, by: Person) -> tuple[Version, Service]:
    service = _locked(version.service_id, by)
    version = Version.objects.select_for_update().get(pk=version.pk)
    if version.state != Version.State.WAITING:
        raise PlainError("a colleague has decided on it already")
    return version, service


def _enter(service: Service, by: Person, *, step: str, **more: int) -> None:
    record: dict[str, object] = {"service": service.pk.hex, "by": by.pk.hex, "step": step}
    append(log=OPERATOR_LOG, kind=Kind.SERVICE_CHANGED, record=record | more)
