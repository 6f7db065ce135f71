"""What was last signed for each log, on disk before the signature leaves.

The witness and the gate both rest on this: the gate is the log's own first witness.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from breakwater.domain.audit_log.checkpoint import SignedCheckpoint, read_checkpoint
from breakwater.domain.audit_log.witness import Seen

_TABLE = """CREATE TABLE IF NOT EXISTS last_signed (
    origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL
) WITHOUT ROWID"""


class Memory:
    """One row for each log: the last checkpoint that was signed for it.

    Safe to share between threads, and between processes on one file: ``changing`` holds the
    database's write lock from the first read to the commit, so nothing that was decided on an old
    state can be stored (tlog-witness, add-checkpoint, last paragraph).
    """

    def __init__(self, path: Path) -> None:
        self._one_at_a_time = threading.RLock()
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        path.chmod(0o600)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("PRAGMA busy_timeout = 5000")
        self.connection.execute(_TABLE)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """One transaction: all of it is on disk when this ends, or none of it after an error."""
        with self._one_at_a_time:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")

    def last(self, origin: str) -> SignedCheckpoint | None:
        """The last checkpoint signed for this log, with its signatures; None if there is none."""
        with self._one_at_a_time:
            row = self.connection.execute(
                "SELECT note FROM last_signed WHERE origin = ?", [origin]
            ).fetchone()
        return read_checkpoint(row[0].encode()) if row else None

    def seen(self) -> dict[str, Seen]:
        """The size and root last signed, for every log."""
        with self._one_at_a_time:
            rows = self.connection.execute("SELECT origin, size, root FROM last_signed").fetchall()
        return {origin: Seen(size, root) for origin, size, root in rows}

    def remember(self, signed: SignedCheckpoint) -> None:
        """Put this checkpoint in the place of the last one; inside ``changing``."""
        checkpoint = signed.checkpoint
        self.connection.execute(
            "INSERT INTO last_signed VALUES (?, ?, ?, ?) ON CONFLICT (origin) DO UPDATE "
            "SET size = excluded.size, root = excluded.root, note = excluded.note",
            [checkpoint.origin, checkpoint.size, checkpoint.root, str(signed)],
        )

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()
