"""Whose a row is."""

from django.db import models

from breakwater.apps.organisations.models import Organisation


def owning_force() -> "models.ForeignKey[Organisation, Organisation]":
    """The force that the row belongs to, from its first migration on."""
    return models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
