"""What the directory puts on the home page."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from breakwater.apps.directory import access
from breakwater.apps.organisations.access import Action, may
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.waiting import StartingPoint, WaitingItem
from breakwater.domain.matching.facts import STALE_AFTER

_WAITS_AT_MOST = timedelta(days=3)


def waiting_for(member: Membership) -> Iterator[WaitingItem]:
    """Colleagues' changes to look at, entries nobody checked for long, feeds to commit."""
    now = timezone.now()
    for version in access.waiting_versions(member):
        yield WaitingItem(
            f"A change to {version.service.name} waits for a second look",
            page("directory:second-look", version.pk),
            version.proposed_at,
            is_late=now - version.proposed_at > _WAITS_AT_MOST,
        )
    if may(member, Action.KEEP_SERVICES):
        stale = access.own_services(member).filter(
            is_public=True, checked_on__lt=timezone.localdate() - STALE_AFTER
        )
        for service in stale:
            yield WaitingItem(
                f"Nobody has checked {service.name} for six months",
                page("directory:service", service.pk),
                service.changed_at,
                is_late=True,
            )
    if may(member, Action.IMPORT_SERVICES):
        for batch in access.feeds(member).filter(committed_at=None, put_aside_at=None):
            if batch.opened_by_id != member.person_id:
                yield WaitingItem(
                    f"The feed {batch.name} waits to be committed",
                    page("directory:feed", batch.pk),
                    batch.opened_at,
                    is_late=now - batch.opened_at > _WAITS_AT_MOST,
                )


def starting_points(member: Membership) -> Iterator[StartingPoint]:
    """Where entries are kept and feeds brought in."""
    if may(member, Action.KEEP_SERVICES):
        yield StartingPoint(
            "Your services",
            "What people who look for help read about you. A colleague looks at every change.",
            page("directory:services"),
        )
    if may(member, Action.IMPORT_SERVICES):
        yield StartingPoint(
            "Feeds of services",
            "Bring other organisations’ services in, as Open Referral UK.",
            page("directory:feeds"),
        )
