"""What is stored of a case: who looks after it, until when, and pieces nobody here can open."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from breakwater.apps.organisations.models import Membership, Organisation

_PERSON = settings.AUTH_USER_MODEL


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions about cases."""

    def of(self, organisation: Organisation) -> "CaseQuerySet":
        """Those of one organisation; no other may know that they exist."""
        return self.filter(organisation=organisation)


class Case(models.Model):
    """What one organisation holds about one person.

    Everything somebody wrote is sealed and stands in its pieces; here is only what the organisation
    needs to do its work. Whatever opened the case (a report, a referral) points at it.
    """

    class Origin(models.TextChoices):
        """How it came."""

        REPORT = "report", "Written on the public site"
        REFERRAL = "referral", "Referred by another organisation"
        IN_PERSON = "in_person", "Told in person"
        TELEPHONE = "telephone", "Told by telephone"

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", "Waits for somebody to open it"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # Said over the telephone and written on paper: random, so that it counts nothing.
    reference = models.CharField(max_length=12, unique=True)
    origin = models.CharField(max_length=20, choices=Origin)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # Ticked by the person, and sent unsealed so that somebody is called at once.
    is_in_danger = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["organisation", "state", "-opened_at"])]
        constraints = [
            models.CheckConstraint(
                name="a_closed_case_was_closed_by_someone",
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Piece(models.Model):
    """One sealed piece of a case: an age file that only the organisation's members can open."""

    class Sort(models.TextChoices):
        """What it is; it says nothing of what is in it."""

        REPORT = "report", "What was reported"
        REFERRAL = "referral", "What was referred"
        FROM_PERSON = "from_person", "From the person"
        TO_PERSON = "to_person", "To the person"
        NOTE = "note", "Note"
        CONTACT = "contact", "Attempt to reach the person"
        SAFETY_PLAN = "safety_plan", "Safety plan"
        RISK_ASSESSMENT = "risk_assessment", "Risk assessment"
        FILE = "file", "File"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pieces")
    sort = models.CharField(max_length=20, choices=Sort)
    sealed = models.BinaryField()
    # Which version of the organisation's key it is sealed to.
    key_version = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    # Nobody where the person or another organisation wrote it.
    added_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["added_at"]


class Assignment(models.Model):
    """Who looks after a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "membership"],
                condition=Q(ended_at__isnull=True),
                name="a_member_is_assigned_once",
            ),
        ]


class Exclusion(models.Model):
    """A member whom the person does not want near the case: they can't see it or be given it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exclusions")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "membership"], name="excluded_once"),
        ]
