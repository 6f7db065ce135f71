"""Going on after a restore, in the open.

A database that was restored from a backup has lost entries that the gate signed, so the gate will
never sign for that log again: a rewrite and a restore look alike. The log is continued under a new
origin instead. Its entry 0 holds the old log's last published checkpoint, is opened to everybody
(``CONTINUES`` among the public files), and two people must have asked the gate for it.
"""

import json

from django.db import transaction

from breakwater.apps.audit_log import changes, gate_client, logs
from breakwater.apps.audit_log.models import Entry, Record, StoredLog
from breakwater.domain.audit_log.encoding import write_base64
from breakwater.domain.audit_log.entry import Opening, read_kind
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.audit_log.manifest import CHECKPOINT_PATH
from breakwater.domain.audit_log.openings import OpenedEntry
from breakwater.domain.plain_error import PlainError


def continue_log(name: str) -> str | None:
    """Ask, as one of two people, to continue a log; the new origin, or None if one is missing.

    Each of the two runs this as their own user of the machine: the kernel tells the gate who asks.
    If we die after the gate agreed, running it once more finishes.
    """
    stored = StoredLog.objects.filter(name=name).order_by("-generation").first()
    if stored is None:
        raise PlainError(f"there is no log {name!r}")
    opened = logs.origin_of(name, stored.generation + 1)
    if not gate_client.continue_log(closed=stored.origin, opened=opened):
        return None
    with transaction.atomic():
        logs.locked_standing(name)
        changes.start(
            name=name,
            generation=stored.generation + 1,
            first=Kind.LOG_CONTINUED,
            record=_record(stored.origin),
        )
    return opened


def _record(closed: str) -> bytes:
    """What entry 0 commits to; the checkpoint comes from the public file, as the world saw it.

    The restored database may not know of it: that is why it was restored.
    """
    try:
        checkpoint = (logs.folder_of(closed) / CHECKPOINT_PATH).read_text(encoding="utf-8")
    except FileNotFoundError:
        checkpoint = ""
    said = {"continues": closed, "checkpoint": checkpoint}
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def continues(log: StoredLog) -> dict[str, str] | None:
    """What a continued log says of the one before it: for the public page and file."""
    entry = Entry.objects.filter(log=log, index=0, kind=Kind.LOG_CONTINUED.value).first()
    if entry is None:
        return None
    record = Record.objects.get(log_id=log.pk, index=0)
    opening = Opening(read_kind(entry.kind), entry.day, bytes(entry.salt1))
    opened = OpenedEntry(bytes(entry.commitment), opening, bytes(record.salt2))
    said: dict[str, str] = json.loads(bytes(record.content))
    return said | {"record": write_base64(bytes(record.content)), "entry": str(opened)}
