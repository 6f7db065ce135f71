"""Fetching and authorising in one step: a force's own briefings, and who has read them."""

from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from breakwater.apps.briefings.changes import those_who_must_read
from breakwater.apps.briefings.models import Briefing, BriefingQuerySet, Reading
from breakwater.apps.organisations.access import may, require, today
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.permissions import Action


@dataclass(frozen=True)
class Reach:
    """How far one briefing has got: who has read it, and who must and has not."""

    readings: list[Reading]
    missing: list[Membership]
    required: int
    is_late: bool

    @property
    def read(self) -> int:
        """How many of those who must."""
        return self.required - len(self.missing)


def briefings(member: Membership) -> BriefingQuerySet:
    """Those of the member's own force, the newest first."""
    require(member, Action.READ_BRIEFINGS)
    return Briefing.objects.filter(force=member.organisation).select_related("force")


def briefing(member: Membership, pk: int) -> Briefing:
    """One of them."""
    found = briefings(member).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def briefing_to_watch(member: Membership, pk: int) -> Briefing:
    """One of them, for those who issue briefings."""
    found = briefing(member, pk)
    require(member, Action.ISSUE_BRIEFINGS)
    return found


def reach(member: Membership, of: Briefing) -> Reach:
    """Who has read it and who has not, for those who issue briefings."""
    require(member, Action.ISSUE_BRIEFINGS)
    readings = list(of.readings.select_related("member__person"))
    done = {one.member_id for one in readings}
    required = those_who_must_read(of, today())
    missing = [one for one in required if one.pk not in done]
    return Reach(readings, missing, len(required), bool(missing) and is_late(of))


def to_read(member: Membership) -> list[Briefing]:
    """Those that the member must read and has not."""
    if not may(member, Action.READ_BRIEFINGS):
        return []
    unread = Briefing.objects.unread_by(member).order_by("read_by")
    return [one for one in unread if one.is_required_of(member, today())]


def is_late(briefing: Briefing) -> bool:
    """Whether its last day is past."""
    return briefing.ended_at is None and briefing.read_by < timezone.localdate()
