"""Giving the services of a listed organisation to the one that runs them, and taking them back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from breakwater.apps.directory.models.service import ListedOrganisation
from breakwater.apps.organisations.models import Organisation

_PERSON = settings.AUTH_USER_MODEL


class Handing(models.Model):
    """One move: asked for by one operator, confirmed by another, or put aside."""

    class Step(models.TextChoices):
        """Which way."""

        HAND = "hand", "Hand over"
        TAKE_BACK = "take-back", "Take back"

    listed = models.ForeignKey(
        ListedOrganisation, on_delete=models.PROTECT, related_name="handings"
    )
    # To whom; where it is taken back, from whom.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=10, choices=Step)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    put_aside_at = models.DateTimeField(null=True)
    put_aside_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    # How many services went with it.
    moved = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["listed"],
                condition=Q(confirmed_at__isnull=True, put_aside_at__isnull=True),
                name="one_handing_waits_at_a_time",
            ),
            models.CheckConstraint(
                name="a_handing_is_confirmed_by_another_person",
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & ~Q(confirmed_by=F("proposed_by"))
                ),
            ),
            models.CheckConstraint(
                name="a_handing_is_confirmed_or_put_aside",
                condition=Q(confirmed_at__isnull=True) | Q(put_aside_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listed_id} {self.step}"

    @property
    def gives(self) -> bool:
        """Whether the organisation gets the services, and does not lose them."""
        return self.step == self.Step.HAND
