"""A program: enter a record, erase it, and purge, on the database of the environment.

``python -m tests.apps.audit_log.erasing_program enter|erase TEXT``
"""

import os
import sys

import django

LOG = "operator-log"


def main() -> None:
    """Do one of the two steps."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "breakwater.site.settings")
    django.setup()
    from django.db import connection, transaction

    from breakwater.apps.audit_log import erasure
    from breakwater.apps.audit_log.changes import append, erase
    from breakwater.apps.audit_log.models import Record

    step, text = sys.argv[1:]
    if step == "enter":
        with transaction.atomic():
            for number in range(20):
                append(log=LOG, kind="key-added", record={"key": number})
            index = append(log=LOG, kind="key-added", record={"key": text})
        row = Record.objects.get(index=index)
        print(index, bytes(row.salt2).hex())
    else:
        index = int(text)
        with transaction.atomic():
            erase(log=LOG, indexes=[index])
        erasure.purge()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Dirty pages reach the files at a checkpoint; ours are searched there.
                cursor.execute("CHECKPOINT")


if __name__ == "__main__":
    main()
