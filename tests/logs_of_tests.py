"""Emptying the logs after a test that really committed: what the guards exist to prevent."""

from django.db import connection

from breakwater.apps.audit_log import tables
from breakwater.apps.audit_log.models import Publication
from breakwater.apps.disclosures import models as disclosures
from breakwater.apps.referrals import models as referrals
from breakwater.domain.disclosures import guards as disclosure_guards


def forget_the_logs() -> None:
    """Lift the guards of the test database, delete every row, and put the guards back."""
    _forget_the_disclosures()
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


def _forget_the_disclosures() -> None:
    for model in (
        referrals.Referral,
        referrals.Consent,
        disclosures.Handover,
        disclosures.SealedField,
        disclosures.Link,
        disclosures.Account,
        disclosures.IncomingRequest,
    ):
        model.objects.all().delete()
    triggers = [
        text
        for text in disclosure_guards.statements(connection.vendor)
        if text.startswith("CREATE TRIGGER")
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            connection.connection.set_authorizer(None)
            for text in triggers:
                cursor.execute(f"DROP TRIGGER IF EXISTS {text.split()[2]}")
        for table in reversed(list(disclosure_guards.TABLES)):
            cursor.execute(f"DELETE FROM {table}")
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = origin")
        else:
            for text in triggers:
                cursor.execute(text)
            connection.let_release(False)  # type: ignore[attr-defined]
