"""Getting erased bytes off the disk.

``changes.erase`` deletes rows; this makes sure that nothing of them is left in the database's
files: SQLite overwrites what it deletes (``secure_delete``) and its write-ahead log is emptied into
the database and cut to nothing; PostgreSQL writes the table anew without its dead rows. Archived
write-ahead logs and backups keep the bytes until they expire; no database can reach those.
"""

import time

from django.db import connection, transaction

from breakwater.domain.plain_error import PlainError

_TRIES = 50


def purge(*tables: str) -> None:
    """Finish every erasure that was committed; run it after the commit, never inside a change.

    ``tables`` are those beside the log's own from which rows were deleted.

    Raises PlainError if others kept the file busy the whole time (about five seconds); nothing is
    lost then, and the next purge does it.
    """
    if connection.in_atomic_block:
        raise transaction.TransactionManagementError("purge belongs after the commit")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Plain VACUUM only forgets dead rows; FULL leaves their bytes behind with the old file.
            for table in ("audit_log_record", *tables):
                cursor.execute(f"VACUUM FULL {connection.ops.quote_name(table)}")
        return
    for _ in range(_TRIES):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, *_ = cursor.fetchone()
        if not busy:
            return
        time.sleep(0.1)
    raise PlainError("the database was too busy to finish an erasure; run “breakwater log purge”")
