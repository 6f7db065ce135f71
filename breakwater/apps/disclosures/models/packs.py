"""Which rule packs this installation was seen to run, and what each meant."""

from django.db import models
from django.db.models import Q


class PackInForce(models.Model):
    """One pack, from the start of the staff site that first ran it to the first that did not."""

    reference = models.CharField(max_length=120)
    # What it means (domain/firewall/meaning.py): the same name with another meaning is another row.
    meaning = models.CharField(max_length=64)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "meaning"],
                condition=Q(until_at__isnull=True),
                name="a_pack_is_in_force_once",
            )
        ]
