"""The only way into a log."""

import json
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from breakwater.apps.audit_log.models import Entry

REGISTER_LOG = "register-log"


def append(*, log: str, kind: str, record: Mapping[str, object]) -> int:
    """Append one entry to ``log`` in the caller's transaction; return its index (from 0).

    ``record`` holds JSON values only and never personal data. Refused outside a transaction,
    because an entry without the change it records, or the other way round, would be a lie.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "append belongs inside the change's transaction"
        )
    index = Entry.objects.filter(log=log).count()
    Entry.objects.create(
        log=log,
        index=index,
        kind=kind,
        day=timezone.localdate(),
        record=json.dumps(record, sort_keys=True, separators=(",", ":")).encode(),
    )
    return index
