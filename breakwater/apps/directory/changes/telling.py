"""Who is told of a change: those who can look at it, and whoever asked for it."""

from collections.abc import Iterator
from datetime import datetime

from breakwater.apps.directory.models import Batch, Handing, Version
from breakwater.apps.organisations import access, notices
from breakwater.apps.organisations.models import Membership, Organisation, Person
from breakwater.apps.organisations.notices import Kind, page
from breakwater.apps.organisations.roles import Role


def of_change(version: Version, at: datetime) -> None:
    """Colleagues who may look at it."""
    organisation = version.service.organisation
    if organisation is None or version.proposed_by is None:
        return
    for person in _keepers(organisation, version.proposed_by):
        address = page("directory:second-look", version.pk)
        notices.tell(person, Kind.SERVICE_WAITS, address=address, at=at)


def of_decision(version: Version, at: datetime) -> None:
    """Whoever asked for it, where somebody else decided."""
    if version.proposed_by is not None and version.proposed_by != version.decided_by:
        address = page("directory:service", version.service_id)
        notices.tell(version.proposed_by, Kind.SERVICE_DECIDED, address=address, at=at)


def of_feed(batch: Batch, at: datetime) -> None:
    """The other operators."""
    if batch.opened_by is not None:
        _operators(batch.opened_by, Kind.FEED_WAITS, page("directory:feed", batch.pk), at)


def of_handing_asked(handing: Handing, at: datetime) -> None:
    """The other operators."""
    address = page("directory:handing", handing.pk)
    _operators(handing.proposed_by, Kind.HANDING_WAITS, address, at)


def of_handing(handing: Handing, at: datetime) -> None:
    """Those who look after services in the organisation that got them, or lost them."""
    kind = Kind.SERVICES_HANDED if handing.gives else Kind.SERVICES_TAKEN_BACK
    for person in _keepers(handing.organisation):
        notices.tell(person, kind, address=page("directory:services"), at=at)


def _operators(but: Person, kind: Kind, address: str, at: datetime) -> None:
    holding = Membership.objects.holding(Role.OPERATOR, access.today()).select_related("person")
    for member in holding.exclude(person=but):
        notices.tell(member.person, kind, address=address, at=at)


def _keepers(organisation: Organisation, but: Person | None = None) -> Iterator[Person]:
    found: dict[int, Person] = {}
    for role in (Role.CASEWORKER, Role.ORGANISATION_ADMIN):
        holding = Membership.objects.holding(role, access.today()).select_related("person")
        for member in holding.filter(organisation=organisation):
            found[member.pk] = member.person
    yield from (one for one in found.values() if one != but)
