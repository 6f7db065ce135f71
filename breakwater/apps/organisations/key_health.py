"""Who can open what people write to an organisation, who has shown it lately, and what follows.

A sealed report that nobody can open is a lost report. So an organisation can be written to only
while at least two members' keys have opened a test within 30 days. In a force one of them is a
supervisor's: where a person names somebody to keep away, supervisors alone may read it at first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from breakwater.apps.organisations import access
from breakwater.apps.organisations.models import (
    KeyCopy,
    KeyTest,
    MemberKey,
    Membership,
    Organisation,
    OrganisationKey,
)
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.recipients import key_in_use, signed_recipients
from breakwater.apps.organisations.roles import Kind, Role
from breakwater.domain.plain_error import PlainError

TEST_LASTS = timedelta(days=30)
# Asked for a little before the route would close.
TEST_IS_DUE = timedelta(days=25)
READERS_NEEDED = 2


class Standing(Enum):
    """How one member stands with the newest version of the key; ``value`` is the tag shown."""

    CAN_OPEN = "Can open"
    TEST_IS_DUE = "Test is due"
    NOT_TESTED = "Not tested yet"
    NEEDS_A_COPY = "Needs a copy"
    HAS_NO_KEY = "No key yet"
    SHOULD_NOT = "Should no longer"


@dataclass(frozen=True)
class Holder:
    """One member beside the newest version of the key."""

    membership: Membership
    key: MemberKey | None
    standing: Standing
    tested_at: datetime | None = None

    @property
    def opens(self) -> bool:
        """Whether a test within 30 days has shown it."""
        return self.standing is Standing.CAN_OPEN

    @property
    def needs_a_copy(self) -> bool:
        """Whether a colleague must let their key in."""
        return self.standing is Standing.NEEDS_A_COPY

    @property
    def should_no_longer(self) -> bool:
        """Whether they hold the key and may not any more."""
        return self.standing is Standing.SHOULD_NOT


def can_receive(organisation: Organisation, at: datetime) -> bool:
    """Whether a route to ``organisation`` may be open: its mail would be opened.

    True only while the key that the gate signed for is in use and at least two people who work
    there, may open mail, and hold it have opened a test of it within the last 30 days; in a force
    one of them a supervisor. Any doubt (the gate is away, the database says otherwise) is False.
    """
    try:
        key = key_in_use(organisation, signed_recipients())
    except PlainError:
        return False
    return organisation.takes_part and key is not None and _is_read(key, at)


def readers(key: OrganisationKey, at: datetime) -> set[int]:
    """The memberships (their keys) whose own key opened a test of this version within 30 days."""
    return {member.pk for member in _reading(key, at)}


def misses_supervisor(key: OrganisationKey, at: datetime) -> bool:
    """Whether it is a force's, and no supervisor's key has opened a test of it within 30 days."""
    is_force = key.organisation.kind == Kind.FORCE
    return is_force and not any(
        Role.SUPERVISOR in member.roles_on(access.today()) for member in _reading(key, at)
    )


def _is_read(key: OrganisationKey, at: datetime) -> bool:
    return len(_reading(key, at)) >= READERS_NEEDED and not misses_supervisor(key, at)


def _reading(key: OrganisationKey, at: datetime) -> list[Membership]:
    lately = KeyTest.objects.filter(organisation_key=key, opened_at__gt=at - TEST_LASTS)
    holding = KeyCopy.objects.filter(
        organisation_key=key,
        member_key__in=lately.values("member_key"),
        member_key__retired_at__isnull=True,
    ).select_related("member_key")
    ids = {copy.member_key.membership_id for copy in holding}
    return [member for member in entitled(key.organisation) if member.pk in ids]


def entitled(organisation: Organisation) -> list[Membership]:
    """Those who may open what people write to it."""
    members = (
        Membership.objects.current()
        .filter(organisation=organisation, person__is_active=True)
        .select_related("person", "organisation")
        .prefetch_related("grants", "keys")
    )
    return [member for member in members if access.may(member, Action.HOLD_KEY)]


def newest(organisation: Organisation) -> OrganisationKey | None:
    """The newest version: the one that waits to come into use, or else the one in use."""
    return OrganisationKey.objects.kept().filter(organisation=organisation).first()


def holders(organisation: Organisation, key: OrganisationKey | None, at: datetime) -> list[Holder]:
    """Everyone who may hold the key, and whoever still does and should not."""
    allowed = {member.pk: member for member in entitled(organisation)}
    found = [_holder(member, key, at) for member in allowed.values()]
    if key is None:
        return found
    stale = KeyCopy.objects.filter(
        organisation_key=key, member_key__retired_at__isnull=True
    ).exclude(member_key__membership__in=allowed)
    return found + [
        Holder(copy.member_key.membership, copy.member_key, Standing.SHOULD_NOT)
        for copy in stale.select_related("member_key__membership__person")
    ]


def own_key(member: Membership) -> MemberKey | None:
    """The member's key in use."""
    return MemberKey.objects.filter(membership=member, retired_at__isnull=True).first()


def _holder(member: Membership, key: OrganisationKey | None, at: datetime) -> Holder:
    own = own_key(member)
    if own is None:
        return Holder(member, None, Standing.HAS_NO_KEY)
    if key is None or not KeyCopy.objects.filter(organisation_key=key, member_key=own).exists():
        return Holder(member, own, Standing.NEEDS_A_COPY)
    test = KeyTest.objects.filter(organisation_key=key, member_key=own).first()
    if test is None:
        return Holder(member, own, Standing.NOT_TESTED)
    late = test.opened_at <= at - TEST_LASTS
    return Holder(member, own, Standing.TEST_IS_DUE if late else Standing.CAN_OPEN, test.opened_at)
