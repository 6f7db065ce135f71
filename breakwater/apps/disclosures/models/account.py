"""What passed the gate by, requests that came in, and the tokens of records systems."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from breakwater.apps.disclosures.models.decision import Decision
from breakwater.apps.disclosures.models.owner import owning_force


class Account(models.Model):
    """Something that was said or handed over outside the gate, entered by a person afterwards."""

    class Sort(models.TextChoices):
        """Which of the ways that pass the gate by."""

        TELEPHONE = "telephone", "Said by telephone or in person"
        COMPELLED = "compelled", "Compelled by law"

    class Instrument(models.TextChoices):
        """What compels."""

        COURT_ORDER = "court_order", "A court order"
        WARRANT = "warrant", "A warrant"
        STATUTE = "statute", "A law that leaves no choice"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    force = owning_force()
    sort = models.CharField(max_length=20, choices=Sort)
    incident = models.CharField(max_length=40)
    fields = models.JSONField(default=list)
    happened_at = models.DateTimeField()
    because = models.CharField(max_length=1000)
    # Telephone: what the rule says about it. It counts as a decision, and may open a duty.
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, related_name="account"
    )
    instrument = models.CharField(max_length=20, choices=Instrument, blank=True)
    instrument_reference = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-entered_at"]
        constraints = [
            models.CheckConstraint(
                name="an_account_says_what_it_must",
                condition=Q(sort="telephone", decision__isnull=False)
                | (Q(sort="compelled") & ~Q(instrument="") & ~Q(instrument_reference="")),
            ),
        ]


class IncomingRequest(models.Model):
    """Something that Immigration Enforcement asked of the force, answered by the same rule."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    force = owning_force()
    their_reference = models.CharField(max_length=80)
    received_on = models.DateField()
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="incoming")
    is_refused = models.BooleanField()
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-answered_at"]


class ApiToken(models.Model):
    """What a force's records system shows to ask the rule; stored is its SHA-256."""

    force = owning_force()
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # The minute in which it last asked, and how often in it.
    minute = models.BigIntegerField(default=0)
    asked_in_minute = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-made_at"]


class AnsweredOnce(models.Model):
    """That the API answered under an idempotency key, so that a repeated question counts once.

    ``asked`` and ``answered`` are keyed digests, whose key is the system's token: enough to know
    the same question and the same answer again, and to tell nobody what they were.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    asked = models.CharField(max_length=64)
    answered = models.CharField(max_length=64)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="a_key_answers_once")]
