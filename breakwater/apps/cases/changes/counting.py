"""Counting what happens, in the transaction in which it happens."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from breakwater.apps.organisations.models import Organisation

# One statement, in words both databases know: it runs under every new report.
_COUNT_ONE = """
    INSERT INTO cases_tally (organisation_id, month, "row", count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (organisation_id, month, "row") DO UPDATE SET count = cases_tally.count + 1
"""


def count(organisation: Organisation, row: str, at: datetime) -> None:
    """Count one ``row`` in the month of ``at``."""
    month = timezone.localdate(at).replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ONE, [organisation.pk, month.isoformat(), row])
