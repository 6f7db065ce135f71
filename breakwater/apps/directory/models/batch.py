"""One feed that was brought in, or waits for a second person to say so."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

_PERSON = settings.AUTH_USER_MODEL


class Batch(models.Model):
    """A feed: previewed by one person, committed by another.

    At the command line whoever runs the installation does both, so nobody is named.
    """

    name = models.CharField(max_length=200)
    # The file as it came, until it is committed or put aside; nothing where it came by command.
    content = models.BinaryField(default=bytes)
    digest = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    committed_at = models.DateTimeField(null=True)
    committed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    put_aside_at = models.DateTimeField(null=True)
    put_aside_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    # How many services it added and changed.
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                name="a_feed_is_committed_by_another_person",
                condition=Q(committed_by__isnull=True) | ~Q(committed_by=F("opened_by")),
            ),
            models.CheckConstraint(
                name="a_feed_that_a_person_opened_a_person_commits",
                condition=Q(opened_by__isnull=True)
                | Q(committed_at__isnull=True)
                | Q(committed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_feed_is_committed_or_put_aside",
                condition=Q(committed_at__isnull=True) | Q(put_aside_at__isnull=True),
            ),
            models.CheckConstraint(
                name="only_a_stored_feed_is_undone",
                condition=Q(undone_at__isnull=True) | Q(committed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name
