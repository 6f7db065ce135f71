"""Everything of the directory that belongs to one organisation, for it to take away."""

from collections.abc import Iterator

from django.db.models import Prefetch

from breakwater.apps.directory.models import Service, Version
from breakwater.apps.organisations.models import Organisation, Person


def belongings(organisation: Organisation) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Its services with every version of them, in the shape of Open Referral UK.

    Of one that another organisation looked after before, only what was public, without names.
    """
    versions = Version.objects.readable_by(organisation)
    services = Service.objects.of(organisation).prefetch_related(
        Prefetch("versions", queryset=versions)
    )
    yield (
        "services",
        [
            {
                "id": str(service.pk),
                "name": service.name,
                "is_public": service.is_public,
                "checked_on": service.checked_on,
                "versions": [_version(one, organisation) for one in service.versions.all()],
            }
            for service in services
        ],
    )


def _version(version: Version, organisation: Organisation) -> dict[str, object]:
    return {
        "number": version.number,
        "state": version.state,
        "proposed_at": version.proposed_at,
        "proposed_by": _address(version.proposed_by, organisation),
        "decided_at": version.decided_at,
        "decided_by": _address(version.decided_by, organisation),
        "because": version.because,
        "content": version.content,
    }


def _address(person: Person | None, organisation: Organisation) -> str | None:
    own = person is not None and person.membership.organisation_id == organisation.pk
    return person.email if person is not None and own else None
