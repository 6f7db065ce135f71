"""Counting what happens, in the transaction in which it happens."""

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from breakwater.apps.cases.models import Tally
from breakwater.apps.organisations.models import Organisation


def count(organisation: Organisation, row: str, at: datetime) -> None:
    """Count one ``row`` in the month of ``at``."""
    month = timezone.localdate(at).replace(day=1)
    Tally.objects.bulk_create(
        [Tally(organisation=organisation, month=month, row=row)], ignore_conflicts=True
    )
    Tally.objects.filter(organisation=organisation, month=month, row=row).update(
        count=F("count") + 1
    )
