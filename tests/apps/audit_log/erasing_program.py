"""A program: enter a record, erase it, and purge, on the database of the environment.

``python -m tests.apps.audit_log.erasing_program enter|erase|hinder TEXT``
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django

LOG = "operator-log"


def main() -> None:
    """Do one of the two steps."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "breakwater.site.settings")
    django.setup()
    from django.db import DatabaseError, connection, transaction

    from breakwater.apps.audit_log import erasure
    from breakwater.apps.audit_log.changes import append, erase
    from breakwater.apps.audit_log.models import Record
    from breakwater.domain.plain_error import PlainError

    step, text = sys.argv[1:]
    if step == "enter":
        with transaction.atomic():
            for number in range(20):
                append(log=LOG, kind="key-added", record={"key": number})
            index = append(log=LOG, kind="key-added", record={"key": text})
        row = Record.objects.get(index=index)
        print(index, bytes(row.salt2).hex())
    elif step == "hinder":
        with transaction.atomic():
            erase(log=LOG, indexes=[int(text)])
        with _somebody_reads():
            try:
                erasure.purge()
            except (PlainError, DatabaseError) as error:
                print(type(error).__name__, end=" ")
        print(erasure.is_owed())
    else:
        # Done before, by a run whose purge was hindered.
        if not erasure.is_owed():
            with transaction.atomic():
                erase(log=LOG, indexes=[int(text)])
        erasure.purge()
        print(erasure.is_owed())
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Dirty pages reach the files at a checkpoint; ours are searched there.
                cursor.execute("CHECKPOINT")


@contextmanager
def _somebody_reads() -> Iterator[None]:
    """Another connection in the middle of reading what is erased, and a database that gives up."""
    from django.db import connection, connections

    other = connections.create_connection("default")
    with connection.cursor() as cursor, other.cursor() as reading:
        if connection.vendor == "postgresql":
            cursor.execute("SET lock_timeout = '200ms'")
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM audit_log_record")
        reading.fetchall()
        yield
    other.close()


if __name__ == "__main__":
    main()
