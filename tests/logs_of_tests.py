"""Emptying the logs after a test that really committed: what the guards exist to prevent."""

from django.db import connection

from breakwater.apps.audit_log import tables
from breakwater.apps.audit_log.models import Publication


def forget_the_logs() -> None:
    """Lift the guards of the test database, delete every row, and put the guards back."""
    Publication.objects.all().delete()
    guards = tables.guards(connection.vendor)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            for name in guards:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        for table in reversed(tables.TABLES):
            cursor.execute(f"DELETE FROM {table}")
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = origin")
        else:
            for statement in guards.values():
                cursor.execute(statement)
