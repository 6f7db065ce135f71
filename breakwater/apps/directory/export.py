"""Everything of the directory that belongs to one organisation, for it to take away."""

from collections.abc import Iterator

from breakwater.apps.directory.models import Service, Version
from breakwater.apps.organisations.models import Organisation


def belongings(organisation: Organisation) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Its services with every version of them, in the shape of Open Referral UK."""
    services = Service.objects.of(organisation).prefetch_related(
        "versions__proposed_by", "versions__decided_by"
    )
    yield (
        "services",
        [
            {
                "id": str(service.pk),
                "name": service.name,
                "is_public": service.is_public,
                "checked_on": service.checked_on,
                "versions": [_version(one) for one in service.versions.all()],
            }
            for service in services
        ],
    )


def _version(version: Version) -> dict[str, object]:
    return {
        "number": version.number,
        "state": version.state,
        "proposed_at": version.proposed_at,
        "proposed_by": version.proposed_by.email if version.proposed_by else None,
        "decided_at": version.decided_at,
        "decided_by": version.decided_by.email if version.decided_by else None,
        "because": version.because,
        "content": version.content,
    }
