"""Everything of this app that belongs to one organisation, for it to take away."""

from collections.abc import Iterator

from breakwater.apps.briefings.models import Briefing, Reading
from breakwater.apps.organisations.models import Organisation


def belongings(organisation: Organisation) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Named lists of plain rows."""
    issued = Briefing.objects.filter(force=organisation)
    names = ("reference", "title", "dated", "text", "roles", "read_by", "issued_at", "ended_at")
    yield "briefings", list(issued.values(*names))
    read = Reading.objects.filter(briefing__in=issued)
    receipts = ("briefing__reference", "member__person__name", "at")
    yield "briefings-read", list(read.values(*receipts))
