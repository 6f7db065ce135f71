"""Who may open which page about briefings."""

from datetime import timedelta

from django.utils import timezone

from breakwater.apps.briefings import changes
from breakwater.apps.briefings.models import Briefing
from breakwater.apps.organisations.models import Person
from breakwater.apps.organisations.roles import Role
from tests.people import Cast
from tests.staff_pages import Row, Who, everyone


def issued(cast: Cast, *roles: Role, days: int = 7) -> Briefing:
    """By the editor, a week before; to be read within so many days from then."""
    at = timezone.now() - timedelta(days=7)
    return changes.issue(
        force=cast.force,
        title="Check first",
        reference=f"Bulletin {Briefing.objects.count()}",
        dated=timezone.localdate(at),
        text="Ask nobody about it.\n\nOffer support.",
        roles=roles or (Role.OFFICER, Role.SUPERVISOR),
        read_by=timezone.localdate() - timedelta(days=7 - days),
        by=cast.editor,
        at=at,
    )


def _force(cast: Cast) -> list[Person]:
    return [one for one in everyone(cast) if one.membership.organisation == cast.force]


def _issuers(cast: Cast) -> list[Person]:
    return [cast.editor, cast.supervisor]


def _briefing(cast: Cast) -> object:
    return issued(cast).pk


ROWS = {
    "briefings:briefing": Row(_briefing, _force),
    "briefings:confirm": Row(_briefing, _force),
    "briefings:reach": Row(_briefing, _issuers),
    "briefings:end": Row(_briefing, _issuers),
}
ONLY_FOR: dict[str, Who] = {
    "briefings:briefings": _force,
    "briefings:issue": _issuers,
}
