"""What officers are told about the rule, who must read it, and who says they have."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from breakwater.apps.organisations.models import Membership, Organisation
from breakwater.apps.organisations.roles import ROLES, Role

_PERSON = settings.AUTH_USER_MODEL
LONGEST = 20_000


class BriefingQuerySet(models.QuerySet["Briefing"]):
    """Those in force, and those somebody has still to read."""

    def standing(self) -> "BriefingQuerySet":
        """Those that were not ended."""
        return self.filter(ended_at__isnull=True)

    def unread_by(self, member: Membership) -> "BriefingQuerySet":
        """Standing ones of the member's force without their receipt."""
        own = self.standing().filter(force=member.organisation)
        return own.exclude(readings__member=member)


class Briefing(models.Model):
    """One text, issued once and never changed; another takes its place.

    The database refuses a change of what was issued (``guards``), so that a receipt is always for
    the words that were read.
    """

    force = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="briefings")
    title = models.CharField(max_length=200)
    # As the force files it: "Bulletin 18/03/21".
    reference = models.CharField(max_length=80)
    dated = models.DateField()
    text = models.TextField(max_length=LONGEST)
    # Values of the roles whose holders must read it; all members may.
    roles = models.JSONField()
    read_by = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    objects = BriefingQuerySet.as_manager()

    class Meta:
        ordering = ["-dated", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_briefing_of_each_reference", fields=["force", "reference"]
            ),
            models.CheckConstraint(
                name="a_briefing_ends_by_somebody",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    @property
    def required_of(self) -> list[Role]:
        """The roles themselves."""
        return [ROLES[value] for value in self.roles if value in ROLES]

    def is_required_of(self, member: Membership, today: date) -> bool:
        """Whether ``member`` holds one of those roles today."""
        return bool(set(self.required_of) & member.roles_on(today))


class Reading(models.Model):
    """One member's receipt: they say that they have read this briefing."""

    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="readings")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="readings")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(name="a_briefing_is_read_once", fields=["briefing", "member"]),
        ]
