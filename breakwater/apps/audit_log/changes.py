"""The only way into a log, and the only way out of one: append, and erase.

Both run inside the caller's transaction. ``append`` takes the lock of every log until that
transaction ends, so it belongs at the end of a change, not at its beginning.
"""

import json
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from django.db import connection, transaction
from django.utils import timezone

from breakwater.apps.audit_log import erasure, logs
from breakwater.apps.audit_log.logs import OPERATOR_LOG, REGISTER_LOG, Standing, force_log
from breakwater.apps.audit_log.models import Entry, Record, StoredLog
from breakwater.apps.audit_log.stored_tree import StoredTree
from breakwater.domain.audit_log.entry import SALT_SIZE, commit, read_kind
from breakwater.domain.audit_log.hashing import leaf_hash
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError

__all__ = [
    "OPERATOR_LOG",
    "REGISTER_LOG",
    "append",
    "append_bytes",
    "erase",
    "erase_every",
    "fill",
    "force_log",
]

LARGEST_RECORD = 65_536

_ENTRY = (
    'INSERT INTO audit_log_entry (log_id, "index", commitment, kind, day, salt1) '
    "VALUES (%s, %s, %s, %s, %s, %s)"
)
_RECORD = 'INSERT INTO audit_log_record (log_id, "index", content, salt2) VALUES (%s, %s, %s, %s)'


def append(*, log: str, kind: Kind | str, record: Mapping[str, object]) -> int:
    """Append one entry to ``log`` in the caller's transaction; return its index.

    ``record`` holds JSON values only and never personal data; at most 64 KiB once written.
    Refused outside a transaction, because an entry without the change it records, or the other way
    round, would be a lie. A log that does not exist yet is started (its entry 0 says so).
    """
    written = _written(record)
    if len(written) > LARGEST_RECORD:
        raise PlainError(f"a record of the audit log has at most {LARGEST_RECORD} bytes")
    return append_bytes(log=log, kind=kind, record=written)


def append_bytes(*, log: str, kind: Kind | str, record: bytes) -> int:
    """The same, for a record whose exact bytes matter (a manifest, a signed statement); 16 MiB."""
    kind = read_kind(kind) if isinstance(kind, str) else kind
    return _append(_opened(log), [(kind, record)])


def fill(*, log: str, count: int) -> int:
    """Append ``count`` fillers, which nobody without their salts can tell from other entries.

    Their records are as empty as their meaning; returns the size of the log after them.
    """
    here = _opened(log)
    return _append(here, [(Kind.FILLER, b"")] * count) + 1 if count else here.size


def start(*, name: str, generation: int, first: Kind, record: bytes) -> Standing:
    """Start a tree whose entry 0 says why it exists; the caller holds the lock."""
    here = logs.start(name, generation)
    _append(here, [(first, record)])
    return Standing(here.log_id, here.origin, 1)


def erase(*, log: str, indexes: Iterable[int]) -> int:
    """Delete the records (and their salts) of these entries; return how many there still were.

    The entries stay and the log still verifies. What each entry is counted as stays too (kind, day
    and the salt of that half), so that the auditor can still count everything. An entry of kind
    ``record-erased`` says which. The bytes leave the disk with ``erasure.purge``, which must
    follow the commit and is owed until then.
    """
    here, wanted = _opened(log), sorted(set(indexes))
    if wanted and not 0 <= wanted[0] <= wanted[-1] < here.size:
        raise PlainError("there is no such entry to erase")
    deleted, _ = Record.objects.filter(log_id=here.log_id, index__in=wanted).delete()
    if deleted:
        _append(here, [(Kind.RECORD_ERASED, _written({"erased": wanted}))])
        erasure.owe()
    return deleted


def erase_every(*, kinds: Collection[str], tells: Callable[[Mapping[str, object]], bool]) -> int:
    """Erase each record of ``kinds`` that ``tells``, of every tree there is; return how many.

    For what should never have been entered: also of a tree that a later one continues, whose name
    the entry then gives. ``erasure.purge`` must follow, as after ``erase``.
    """
    telling: dict[StoredLog, list[int]] = {}
    trees = StoredLog.objects.in_bulk()
    for log_id, index in Entry.objects.filter(kind__in=kinds).values_list("log_id", "index"):
        record = Record.objects.filter(log_id=log_id, index=index).first()
        if record is not None and tells(json.loads(bytes(record.content))):
            telling.setdefault(trees[log_id], []).append(index)
    for tree, indexes in telling.items():
        for index in indexes:
            Record.objects.filter(log_id=tree.pk, index=index).delete()
        entry = {"erased": indexes, "origin": tree.origin}
        append_bytes(log=tree.name, kind=Kind.RECORD_ERASED, record=_written(entry))
        erasure.owe()
    return sum(map(len, telling.values()))


def _written(record: Mapping[str, object]) -> bytes:
    return json.dumps(record, sort_keys=True, separators=(",", ":")).encode()


def _opened(name: str) -> Standing:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "an entry belongs inside the change's transaction"
        )
    here = logs.locked_standing(name)
    if here is None:
        origin = {"origin": logs.origin_of(name, 1)}
        here = start(name=name, generation=1, first=Kind.LOG_STARTED, record=_written(origin))
    return here


def _append(here: Standing, entries: Sequence[tuple[Kind, bytes]]) -> int:
    """Append under the lock, all that one entry needs in three statements; the last index."""
    day, index = timezone.localdate(), here.size - 1
    entry_rows, record_rows, leaves = [], [], []
    for index, (kind, content) in enumerate(entries, start=here.size):
        if here.log not in kind.logs:
            raise PlainError(f"an entry of kind {kind.value} does not belong in {here.origin}")
        salt1, salt2 = secrets.token_bytes(SALT_SIZE), secrets.token_bytes(SALT_SIZE)
        commitment = commit(kind, day, content, salt1, salt2)
        entry_rows.append((here.log_id, index, commitment, kind.value, day, salt1))
        record_rows.append((here.log_id, index, content, salt2))
        leaves.append(leaf_hash(commitment))
    with connection.cursor() as cursor:
        cursor.executemany(_ENTRY, entry_rows)
        cursor.executemany(_RECORD, record_rows)
    StoredTree(here.log_id).append(here.size, leaves)
    return index
