"""The organisations that run Breakwater together."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from breakwater.apps.organisations import roles
from breakwater.apps.organisations.models.pairs import both_or_neither


class Organisation(models.Model):
    """One participant in this installation; every private row belongs to exactly one.

    A support organisation is proposed by a policing body and takes part only once the sector has
    vouched for it; a force has no say in it. Others are proposed by one operator and admitted by
    another. Rows that the public register made for a body have nobody who proposed them, and no
    members.
    """

    Kind = roles.Kind

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=roles.Kind)
    # The register's stable key of the same body, where it is one that answers recommendations.
    body_key = models.CharField(max_length=80, blank=True)

    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    first_administrator_email = models.EmailField(blank=True)
    admitted_at = models.DateTimeField(null=True)
    admitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Where no support organisation is here yet to vouch: who did so in writing, and when.
    written_voucher = models.TextField(blank=True)
    declined_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    left_at = models.DateTimeField(null=True)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="organisation_admitted_by_another_person",
                condition=Q(admitted_by__isnull=True) | ~Q(admitted_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="organisation_admitted_or_declined",
                condition=Q(admitted_at__isnull=True) | Q(declined_at__isnull=True),
            ),
            models.CheckConstraint(
                name="organisation_left_has_a_person",
                condition=both_or_neither("left_at", "left_by"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def takes_part(self) -> bool:
        """Whether its members may work here."""
        return self.admitted_at is not None and self.left_at is None

    @property
    def is_waiting(self) -> bool:
        """Whether it was proposed and nobody has admitted or declined it yet."""
        return bool(self.proposed_at) and not (self.admitted_at or self.declined_at)
