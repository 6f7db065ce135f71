"""The people who sign in, the links that let them in, and the failures that slow guessing."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class PersonManager(BaseUserManager["Person"]):
    """How Django finds a person at sign-in."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person with this e-mail address, whatever its case."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Someone who works here.

    There is no superuser and no staff flag: nobody stands outside the permission table. The key
    is random, so that a log or a passkey can name a person without saying anything about them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    class Email(models.TextChoices):
        """When notices are also sent by e-mail."""

        AT_ONCE = "at_once", "At once"
        DAILY = "daily", "Once a day"
        NEVER = "never", "Never: I look here"

    email_notices = models.CharField(max_length=10, choices=Email, default=Email.AT_ONCE)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_email_address")]

    def __str__(self) -> str:
        return self.name


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about links."""

    def open_at(self, at: datetime) -> "InvitationQuerySet":
        """Those that could still be used at ``at``."""
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)


class Invitation(models.Model):
    """A single-use link that lets one person in, or back in.

    The link itself is only in the e-mail; stored is its SHA-256, so that whoever reads the
    database cannot use it, and the link is signed, so that whoever writes the database cannot
    make one.
    """

    class Purpose(models.TextChoices):
        """What the link is for."""

        JOIN = "join", "Join an organisation"
        RETURN = "return", "Come back after losing a password or a second factor"

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="invitations"
    )
    purpose = models.CharField(max_length=10, choices=Purpose)
    email = models.EmailField()
    # Only for a way back: whose account it opens.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="ways_back"
    )
    # Role values asked for the person to hold from the first day.
    roles = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    # Nobody: the first operators, let in from the command line.
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Whoever admitted the organisation, for its first administrator: the roles are given at once.
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                name="a_way_back_belongs_to_a_person",
                condition=Q(purpose="join", person__isnull=True)
                | Q(purpose="return", person__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_used_or_withdrawn",
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
        ]


class FailedSignIn(models.Model):
    """One failed try to sign in, kept for a day to slow guessing.

    ``from_where`` and ``account`` are keyed hashes: nobody can read from them who tried to get in
    where.
    """

    account = models.CharField(max_length=64)
    from_where = models.CharField(max_length=64)
    from_known_device = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["account", "from_where", "at"]),
            models.Index(fields=["from_where", "at"]),
            models.Index(fields=["at"]),
        ]
