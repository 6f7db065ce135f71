"""What is asked, authorised, ended and released, and what is sealed for it."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models

from breakwater.apps.disclosures.models.decision import Decision
from breakwater.apps.disclosures.models.owner import owning_force
from breakwater.domain.disclosures.fields import FIELDS, Channel, Told
from breakwater.domain.disclosures.question import LASTS


class Receiver(models.Model):
    """A post to which a package can be sealed, with the key that alone opens it."""

    force = owning_force()
    name = models.CharField(max_length=200)
    recipient = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    listed_at = models.DateTimeField()
    listed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Request(models.Model):
    """What an officer asks to release; ``digest`` is what a supervisor's passkey signs."""

    class State(models.TextChoices):
        """Where a request stands, in the words of its page."""

        WAITING = "waiting", "Waits for a supervisor"
        AUTHORISED = "authorised", "Authorised, not released yet"
        RELEASED = "released", "Released"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"
        LAPSED = "lapsed", "Lapsed after 72 hours"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="requests")
    force = owning_force()
    incident = models.CharField(max_length=40)
    recipient = models.CharField(max_length=40)
    outcome = models.CharField(max_length=20)
    receiver_name = models.CharField(max_length=200)
    receiver_key = models.CharField(max_length=200)
    channel = models.CharField(max_length=20, choices=[(one.value, one.says) for one in Channel])
    offence = models.CharField(max_length=300)
    evidence = models.CharField(max_length=300)
    statute = models.CharField(max_length=300)
    purpose = models.CharField(max_length=1000)
    regime = models.CharField(max_length=40)
    necessity = models.CharField(max_length=2000)
    told = models.CharField(max_length=20, choices=[(one.value, one.says) for one in Told])
    told_reason = models.CharField(max_length=1000)
    digest = models.BinaryField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        managed = False
        db_table = "disclosures_request"
        ordering = ["-asked_at"]

    def state_at(self, at: datetime) -> "Request.State":
        """Where it stands at ``at``; a request nobody has released in time has lapsed."""
        if hasattr(self, "release"):
            return self.State.RELEASED
        if hasattr(self, "ending"):
            return self.State(self.ending.how)
        if at - self.asked_at > LASTS:
            return self.State.LAPSED
        return self.State.AUTHORISED if hasattr(self, "authorisation") else self.State.WAITING

    @property
    def lapses_at(self) -> datetime:
        """The moment after which it can no longer be released."""
        return self.asked_at + LASTS


class NamedField(models.Model):
    """One field that would leave, why, and the SHA-256 of its sealed content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="named_fields")
    name = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    sealed_digest = models.BinaryField()

    class Meta:
        managed = False
        db_table = "disclosures_namedfield"
        ordering = ["name"]

    @property
    def says(self) -> str:
        """What the field is called."""
        return FIELDS[self.name].says


class SealedField(models.Model):
    """The content of a named field, sealed to the gate; deleted once the request has ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="sealed_fields")
    name = models.CharField(max_length=40)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "name"], name="a_field_is_sealed_once")
        ]


class Authorisation(models.Model):
    """A second person's approval of exactly one request, signed by their passkey."""

    request = models.OneToOneField(
        Request, on_delete=models.PROTECT, primary_key=True, related_name="authorisation"
    )
    force = owning_force()
    incident = models.CharField(max_length=40)
    recipient = models.CharField(max_length=40)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    digest = models.BinaryField()
    # The WebAuthn assertion as JSON; its challenge is the digest.
    assertion = models.TextField()
    authorised_at = models.DateTimeField()
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        managed = False
        db_table = "disclosures_authorisation"


class Ending(models.Model):
    """How a request ended without a release."""

    request = models.OneToOneField(
        Request, on_delete=models.PROTECT, primary_key=True, related_name="ending"
    )
    how = models.CharField(max_length=20)
    reason = models.CharField(max_length=1000)
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        managed = False
        db_table = "disclosures_ending"


class Release(models.Model):
    """That something was handed to the gate for release; the gate decides again."""

    request = models.OneToOneField(
        Request, on_delete=models.PROTECT, primary_key=True, related_name="release"
    )
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    force = owning_force()
    incident = models.CharField(max_length=40)
    recipient = models.CharField(max_length=40)
    outcome = models.CharField(max_length=20)
    legal_basis = models.CharField(max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        managed = False
        db_table = "disclosures_release"


class Handover(models.Model):
    """What became of a release at the gate: a package, or the gate's refusal."""

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="handover")
    log_index = models.PositiveBigIntegerField()
    # SHA-256 of the sealed package in the gate's outbox, once there is one.
    package_digest = models.CharField(max_length=64, blank=True)
    # SHA-256 of the link that lets the receiver download it.
    link_digest = models.CharField(max_length=64, blank=True)
    refused = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(null=True)
