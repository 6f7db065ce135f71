"""What the home page shows about keys: to make one, to test it, to let a colleague in."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from breakwater.apps.organisations import access, key_health
from breakwater.apps.organisations.key_health import Holder, Standing
from breakwater.apps.organisations.models import Membership, OrganisationKey
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.waiting import StartingPoint, WaitingItem


def waiting_for(member: Membership) -> Iterator[WaitingItem]:
    """One's own key to make or to test, colleagues to let in, and leavers to leave out."""
    if not access.may(member, Action.HOLD_KEY):
        return
    now = timezone.now()
    newest = key_health.newest(member.organisation)
    holders = key_health.holders(member.organisation, newest, now)
    own = next((one for one in holders if one.membership == member), None)
    if own is None:
        return
    yield from _own(own, newest, now)
    if own.key is None or newest is None or own.needs_a_copy:
        return
    for one in holders:
        name = one.membership.person.name
        if one.needs_a_copy and one.key is not None:
            address = page("organisations:share-key", one.membership.pk)
            yield WaitingItem(f"{name}’s key waits to be let in", address, one.key.made_at)
        elif one.should_no_longer:
            yield WaitingItem(
                f"{name} could open what people write, and should no longer: change the key",
                page("organisations:organisation-key"),
                newest.made_at,
                is_late=True,
            )


def starting_points(member: Membership) -> Iterator[StartingPoint]:
    """The page of keys."""
    if access.may(member, Action.SEE_KEYS):
        yield StartingPoint(
            "Keys", "Who can open what people write, and your own key.", page("organisations:keys")
        )


def _own(own: Holder, newest: OrganisationKey | None, now: datetime) -> Iterator[WaitingItem]:
    if own.key is None:
        yield WaitingItem(
            "Make your key, to open what people write",
            page("organisations:make-key"),
            own.membership.since,
        )
    elif newest is None:
        yield WaitingItem(
            "Make your organisation’s key",
            page("organisations:organisation-key"),
            own.key.made_at,
        )
    elif own.standing in {Standing.NOT_TESTED, Standing.TEST_IS_DUE} or _is_due(own, now):
        yield WaitingItem(
            "Test your key",
            page("organisations:test-key"),
            own.tested_at or own.key.made_at,
            is_late=own.standing is Standing.TEST_IS_DUE,
        )


def _is_due(own: Holder, now: datetime) -> bool:
    return own.tested_at is not None and now - own.tested_at > key_health.TEST_IS_DUE
