"""What the directory puts on the home page."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from breakwater.apps.directory import access
from breakwater.apps.organisations.access import may
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.waiting import StartingPoint, WaitingItem
from breakwater.domain.matching.facts import STALE_AFTER

_WAITS_AT_MOST = timedelta(days=3)


def waiting_for(member: Membership) -> Iterator[WaitingItem]:
    """Colleagues' changes, what was handed over, entries nobody checked for long, feeds."""
    if may(member, Action.KEEP_SERVICES):
        yield from _for_keepers(member)
    if may(member, Action.IMPORT_SERVICES):
        yield from _feeds(member)
    if may(member, Action.HAND_SERVICES):
        yield from _handings(member)


def _for_keepers(member: Membership) -> Iterator[WaitingItem]:
    for version in access.waiting_versions(member):
        yield WaitingItem(
            f"A change to {version.service.name} waits for a second look",
            page("directory:second-look", version.pk),
            version.proposed_at,
            is_late=_is_late(version.proposed_at),
        )
    for listed in access.handed_to(member):
        assert listed.handed_at is not None
        yield WaitingItem(
            f"You now look after the services of {listed.name}: check what they say",
            page("directory:services"),
            listed.handed_at,
        )
    stale = access.own_services(member).filter(
        is_public=True, checked_on__lt=timezone.localdate() - STALE_AFTER
    )
    # Of what was just handed over, the one item above speaks.
    for service in stale.exclude(listed__handed_at__isnull=False, checked_by=None):
        yield WaitingItem(
            f"Nobody has checked {service.name} for six months",
            page("directory:service", service.pk),
            service.changed_at,
            is_late=True,
        )


def _feeds(member: Membership) -> Iterator[WaitingItem]:
    waiting = access.feeds(member).filter(committed_at=None, put_aside_at=None)
    for batch in waiting.exclude(opened_by=member.person):
        yield WaitingItem(
            f"The feed {batch.name} waits to be committed",
            page("directory:feed", batch.pk),
            batch.opened_at,
            is_late=_is_late(batch.opened_at),
        )


def _handings(member: Membership) -> Iterator[WaitingItem]:
    for one in access.waiting_handings(member).exclude(proposed_by=member.person):
        wish = (
            f"handed to {one.organisation}" if one.gives else f"taken back from {one.organisation}"
        )
        yield WaitingItem(
            f"{one.listed} waits to be {wish}",
            page("directory:handing", one.pk),
            one.proposed_at,
            is_late=_is_late(one.proposed_at),
        )


def _is_late(since: datetime) -> bool:
    return timezone.now() - since > _WAITS_AT_MOST


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
    if may(member, Action.HAND_SERVICES):
        yield StartingPoint(
            "Organisations from feeds",
            "Hand what came in a feed to the organisation that runs it, or take it back.",
            page("directory:listed"),
        )
