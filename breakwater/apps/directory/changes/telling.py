"""Who is told of a change: those who can look at it, and whoever asked for it."""

from collections.abc import Iterator
from datetime import datetime

from breakwater.apps.directory.models import Batch, Version
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
    holding = Membership.objects.holding(Role.OPERATOR, access.today()).select_related("person")
    for member in holding.exclude(person=batch.opened_by):
        notices.tell(
            member.person, Kind.FEED_WAITS, address=page("directory:feed", batch.pk), at=at
        )


def _keepers(organisation: Organisation, but: Person) -> Iterator[Person]:
    found: dict[int, Person] = {}
    for role in (Role.CASEWORKER, Role.ORGANISATION_ADMIN):
        holding = Membership.objects.holding(role, access.today()).select_related("person")
        for member in holding.filter(organisation=organisation).exclude(person=but):
            found[member.pk] = member.person
    yield from found.values()
