"""Everything of this app that belongs to one organisation, for it to take away."""

from collections.abc import Iterator

from breakwater.apps.organisations.models import Organisation
from breakwater.apps.protection.models import Sharing

_COLUMNS = (
    "reference",
    "risk",
    "body",
    "basis",
    "fields",
    "because",
    "told",
    "told_why",
    "state",
    "asked_at",
    "asked_by__email",
    "second_at",
    "second_by__email",
    "second_why",
    "shared_at",
)


def belongings(organisation: Organisation) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """One list of plain rows."""
    found = Sharing.objects.filter(organisation=organisation)
    yield "shared-to-protect", list(found.values(*_COLUMNS))
