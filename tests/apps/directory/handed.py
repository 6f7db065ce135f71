"""What operators do so that an organisation looks after services of a feed."""

from django.utils import timezone

from breakwater.apps.directory.changes import entries, handing
from breakwater.apps.directory.models import Handing, ListedOrganisation, Service
from breakwater.apps.organisations.models import Organisation, Person
from tests.people import Cast


def handed(cast: Cast, listed: ListedOrganisation, to: Organisation | None = None) -> Handing:
    """Hand everything of it over, by two operators."""
    asked = handing.ask_to_hand(
        listed=listed, organisation=to or cast.support, by=cast.operator_1, at=timezone.now()
    )
    return handing.confirm(handing=asked, by=cast.operator_2, at=timezone.now())


def taken_back(cast: Cast, listed: ListedOrganisation) -> Handing:
    """And back."""
    asked = handing.ask_to_take_back(listed=listed, by=cast.operator_2, at=timezone.now())
    return handing.confirm(handing=asked, by=cast.operator_1, at=timezone.now())


def changed(service: Service, by: Person, second: Person, **more: object) -> None:
    """A change to a service, published by a colleague."""
    service.refresh_from_db()
    assert service.published is not None
    version = entries.propose(
        service=service, content=service.published.content | more, by=by, at=timezone.now()
    )
    entries.publish(version=version, by=second, at=timezone.now())


def has_left(cast: Cast, _listed: object = None) -> None:
    """The support organisation no longer takes part."""
    cast.support.left_at, cast.support.left_by = timezone.now(), cast.support_admin
    cast.support.save()
