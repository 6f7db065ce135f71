"""Getting erased bytes off the disk.

``changes.erase`` deletes rows; this makes sure that nothing of them is left in the database's
files: SQLite overwrites what it deletes (``secure_delete``) and its write-ahead log is emptied into
the database and cut to nothing; PostgreSQL writes the table anew without its dead rows. Archived
write-ahead logs and backups keep the bytes until they expire; no database can reach those.
"""

import time

from django.db import connection, transaction

from breakwater.apps.audit_log.models import OwedPurge
from breakwater.domain.plain_error import PlainError

_TRIES = 50


def owe(*tables: str) -> None:
    """Remember that bytes have to leave the disk, until ``purge`` has done it.

    In the transaction that erases, so that neither a crash nor a busy database forgets it.
    ``tables`` are those beside the log's own from which rows were deleted.
    """
    OwedPurge.objects.create(tables=sorted(tables))


def is_owed() -> bool:
    """Whether something was erased whose bytes may still lie on the disk."""
    return OwedPurge.objects.exists()


def purge() -> None:
    """Finish every erasure that was committed; run it after the commit, never inside a change.

    Raises PlainError if others kept the file busy the whole time (about five seconds); nothing is
    lost then: it stays owed, and the next purge does it.
    """
    if connection.in_atomic_block:
        raise transaction.TransactionManagementError("purge belongs after the commit")
    # What is erased from here on may not be reached any more, and stays owed.
    owed = dict(OwedPurge.objects.values_list("pk", "tables"))
    tables = {"audit_log_record"}.union(*owed.values())
    if connection.vendor == "postgresql":
        _write_anew(sorted(tables))
    else:
        _cut_to_nothing()
    for pk in owed:
        OwedPurge.objects.filter(pk=pk).delete()


def _write_anew(tables: list[str]) -> None:
    with connection.cursor() as cursor:
        # Plain VACUUM only forgets dead rows; FULL leaves their bytes behind with the old file.
        for table in tables:
            cursor.execute(f"VACUUM FULL {connection.ops.quote_name(table)}")


def _cut_to_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (patience,) = cursor.fetchone()
        # A checkpoint that waits for readers lets nobody write meanwhile; so it only tries, often.
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            for _ in range(_TRIES):
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                if not cursor.fetchone()[0]:
                    return
                time.sleep(0.1)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
    raise PlainError("the database was too busy to finish an erasure; run “breakwater log purge”")
