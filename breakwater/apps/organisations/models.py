"""The organisations that run Breakwater together."""

from django.conf import settings
from django.db import models


class Organisation(models.Model):
    """One participant in this installation; every private row belongs to exactly one."""

    class Kind(models.TextChoices):
        """What an organisation is; it decides what its members may do."""

        FORCE = "force", "Police force"
        POLICING_BODY = "policing_body", "Local policing body"
        SUPPORT_ORGANISATION = "support_organisation", "Support organisation"
        NATIONAL_BODY = "national_body", "National body"
        INSPECTORATE = "inspectorate", "Inspectorate"
        OPERATOR = "operator", "Operator of this installation"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=Kind)
    # The register's stable key of the same body, where it is one that answers recommendations.
    body_key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person's place in one organisation."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="one_membership_each")
        ]
