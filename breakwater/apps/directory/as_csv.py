"""The directory as rows of a spreadsheet, from the same records that the API hands out."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from breakwater.apps.directory.models import Service
from breakwater.apps.directory.results import Result, result
from breakwater.domain.open_referral.extras import SHARE_NAMES
from breakwater.domain.open_referral.hours import lines_of
from breakwater.harmless_cells import harmless

_HEADINGS = (
    "id",
    "name",
    "organisation",
    "description",
    "telephone",
    "email",
    "website",
    "opening hours",
    "needs",
    "only for",
    "works in",
    "address",
    "last checked",
    # New columns come last, so that nobody's formula points at another one.
    "languages",
    "helps people with no recourse to public funds",
    "tells the police what people tell it",
    "tells the Home Office what people tell it",
)


class _Line:
    """What the csv module writes to: hands back the line."""

    def write(self, line: str) -> str:
        return line


def lines(services: Iterable[Service]) -> Iterator[str]:
    """One line for each service, after the headings."""
    writer = csv.writer(_Line())
    yield writer.writerow(_HEADINGS)
    for one in services:
        yield writer.writerow([harmless(cell) for cell in _row(one)])


def _row(service: Service) -> list[Any]:
    today = timezone.localdate()
    shown = result(service, today)
    extras = shown.extras
    everywhere = ["everywhere"] if extras.everywhere else []
    return [
        service.pk,
        service.name,
        service.listed.name if service.listed else "",
        shown.content.get("description", ""),
        "; ".join(phone.number for phone in shown.phones),
        shown.content.get("email", ""),
        shown.content.get("url", ""),
        lines_of(shown.content, today).replace("\n", "; "),
        "; ".join(sorted(one.value for one in extras.needs)),
        "; ".join(sorted(one.value for one in extras.groups)),
        "; ".join([*everywhere, *sorted(extras.areas)]),
        "; ".join(", ".join(place) for place in shown.places),
        service.checked_on.isoformat() if service.checked_on else "",
        "; ".join(_languages(shown)),
        extras.no_recourse.value,
        SHARE_NAMES.get(extras.police, ""),
        SHARE_NAMES.get(extras.home_office, ""),
    ]


def _languages(shown: Result) -> list[str]:
    """Their names as the service says them; the code of one that it does not name."""
    said = shown.content.get("languages", [])
    return [one.get("name") or one.get("code", "") for one in said]
