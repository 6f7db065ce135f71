"""What is stored of a document while people look at it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from breakwater.apps.organisations.models import Organisation
from breakwater.apps.register.models import ImportBatch

_PERSON = settings.AUTH_USER_MODEL


def _by(**options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+", **options)


class Review(models.Model):
    """One uploaded document: its bytes, what was read in it, and how far the people are.

    ``reading`` is never changed; what a person put right is a :class:`Correction`.
    """

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    document_name = models.CharField(max_length=200)
    document_sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    reading = models.JSONField()
    # What it answers and who answers in it: slugs and keys of the register.
    inspections = models.JSONField(default=list)
    bodies = models.JSONField(default=list)
    # What the register does not hold yet and gets with this document: [title, day or None] and
    # [name], and whether all of it is made up for training.
    new_inspections = models.JSONField(default=list)
    new_bodies = models.JSONField(default=list)
    is_invented = models.BooleanField(default=False)
    source_url = models.URLField(max_length=500, blank=True)
    opened_at = models.DateTimeField()
    opened_by = _by()
    proposed_at = models.DateTimeField(null=True)
    proposed_by = _by(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = _by(null=True)
    # The batch it was stored as; a closed review without one was put aside.
    batch = models.OneToOneField(
        ImportBatch, null=True, on_delete=models.PROTECT, related_name="review"
    )

    class Meta:
        ordering: ClassVar = ["-opened_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="review_proposed_at_has_its_by",
                condition=Q(proposed_at=None, proposed_by=None)
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="review_closed_at_has_its_by",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="review_is_stored_only_when_closed",
                condition=Q(batch=None) | Q(closed_at__isnull=False),
            ),
            # Two people: whoever proposed an import never commits it.
            models.CheckConstraint(
                name="review_is_committed_by_a_second_person",
                condition=Q(batch=None) | ~Q(closed_by=models.F("proposed_by")),
            ),
        ]


class Correction(models.Model):
    """One field of one item that a person put right, in the words they gave."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="corrections")
    row = models.PositiveIntegerField()
    field = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = _by()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["review", "row", "field"], name="one_correction_for_each_field"
            )
        ]


class Decision(models.Model):
    """What a person decided of one item where the document does not settle it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="decisions")
    row = models.PositiveIntegerField()
    answers = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = _by()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "row"], name="one_decision_for_each_item")
        ]
