"""Emptying the logs after a test that really committed: what the guards exist to prevent."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from breakwater.apps.audit_log import tables
from breakwater.apps.audit_log.models import Publication
from breakwater.apps.briefings import models as briefings
from breakwater.apps.disclosures import models as disclosures
from breakwater.apps.referrals import models as referrals
from breakwater.domain.disclosures import guards as disclosure_guards

_MODELS = (
    briefings.Reading,
    briefings.Briefing,
    referrals.Referral,
    referrals.Named,
    referrals.Consent,
    disclosures.Handover,
    disclosures.SealedField,
    disclosures.Link,
    disclosures.Account,
    disclosures.IncomingRequest,
    Publication,
)


def forget_the_logs() -> None:
    """Lift the guards of the test database, delete every row, and put the guards back."""
    names = [model._meta.db_table for model in _MODELS]
    names += [*reversed(list(disclosure_guards.TABLES)), *reversed(tables.TABLES)]
    with _lifted(names), connection.cursor() as cursor:
        # Cosignatures go with what they sign.
        Publication.objects.all().delete()
        for name in names:
            cursor.execute(f"DELETE FROM {name}")


@contextmanager
def _lifted(names: list[str]) -> Iterator[None]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = origin")
        return
    connection.connection.set_authorizer(None)
    marks = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({marks})",
            names,
        )
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
    yield
    with connection.cursor() as cursor:
        for _, text in triggers:
            cursor.execute(text)
    connection.let_release(False)  # type: ignore[attr-defined]
