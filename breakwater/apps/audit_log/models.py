"""Stored entries; written by ``changes.append`` alone."""

from django.db import models


class Entry(models.Model):
    """One thing that happened: which log, its place there, what kind, and its deletable record."""

    log = models.CharField(max_length=120)
    index = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=60)
    day = models.DateField()
    record = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "index"], name="entry_has_one_place")]
