"""Django's SQLite backend, made durable and fair.

Sixteen bare writers starve one another (SQLite's busy handler sleeps at random); a blocking
``flock`` taken before ``BEGIN IMMEDIATE`` queues them in the kernel, in order. The lock is a file
of its own beside the database, ``<name>.lock``, and is released when the transaction ends; if the
process dies, the kernel releases it.

A transaction is on the disk before its commit returns, but it does not keep the turn while the disk
works: it is written under the lock (``synchronous = NORMAL``) and flushed after it, so that whoever
commits at the same time shares one flush (docs/adr on the queue). What stands outside a transaction
is flushed by SQLite itself, as ever.

Where a flush fails, the commit stands in the log and is perhaps not on the disk, and the kernel
says so once: the next flush would succeed and acknowledge what is not there. So the first that
fails leaves ``<name>.not-flushed`` beside the database, and no process begins a transaction again
until a person has looked and removed it.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from breakwater.site.sqlite.seat_belt import seat_belt

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # an acknowledged report survives a power cut
    "PRAGMA recursive_triggers = ON",  # else INSERT OR REPLACE walks past the delete triggers
    "PRAGMA secure_delete = ON",  # erased means overwritten
    "PRAGMA foreign_keys = ON",
)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that waits its turn before it writes."""

    _lock_file: int | None = None
    _flushes = False

    def get_connection_params(self) -> dict[str, Any]:
        """Django's own, with every transaction begun as a writer and a patient time-out."""
        return super().get_connection_params() | {"timeout": 30}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection with the pragmas that durability and the guards rest on."""
        if not self.is_in_memory_db():
            Path(self.settings_dict["NAME"]).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = super().get_new_connection(conn_params)
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        # A disk that cannot keep a write-ahead log gets its flushes from SQLite, one by one.
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
        self._flushes = mode == "wal"
        connection.set_authorizer(seat_belt(may_release=False))
        return connection

    def let_release(self, may: bool) -> None:
        """Let this connection store releases, or no longer; statements are prepared anew."""
        self.connection.set_authorizer(seat_belt(may_release=may))

    def _start_transaction_under_autocommit(self) -> None:
        self._leave_flushing_to("NORMAL")
        try:
            self._wait_for_turn()
            self._require_flushed()
            with self.wrap_database_errors:
                self.connection.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._give_turn_away()
            self._leave_flushing_to("FULL")
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._give_turn_away()
        self._leave_flushing_to("FULL")
        self.flush()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn_away()
        self._leave_flushing_to("FULL")

    def _leave_flushing_to(self, level: str) -> None:
        """FULL: SQLite flushes at each commit. NORMAL: this class does, after it."""
        if self._flushes and self.connection is not None:
            self.connection.execute(f"PRAGMA synchronous = {level}")

    def flush(self) -> None:
        """Return once all that is committed by now, by anyone, is on the disk.

        ``OperationalError`` where the disk says no: then nothing may be acknowledged.
        """
        if not self._flushes:
            return
        # What another process could not flush is in the same file.
        self._require_flushed()
        try:
            handle = os.open(f"{self.settings_dict['NAME']}-wal", os.O_RDWR)
            try:
                os.fdatasync(handle)
            finally:
                os.close(handle)
        except OSError as refused:
            with suppress(OSError):  # a disk that takes no empty file takes no report either
                Path(self._not_flushed).touch()
            raise OperationalError("the disk did not take what was written") from refused
        self._require_flushed()

    @property
    def _not_flushed(self) -> str:
        return f"{self.settings_dict['NAME']}.not-flushed"

    def _require_flushed(self) -> None:
        if self._flushes and os.path.exists(self._not_flushed):  # noqa: PTH110 (thrice a commit)
            raise OperationalError(
                "the disk once did not take what was written, so nothing more is written: check the"
                f" disk and the database, then remove {Path(self._not_flushed).name} beside it"
            )

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_turn_away()

    def _wait_for_turn(self) -> None:
        if self.is_in_memory_db() or self._lock_file is not None:
            return
        handle = os.open(f"{self.settings_dict['NAME']}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        self._lock_file = handle

    def _give_turn_away(self) -> None:
        if self._lock_file is not None:
            os.close(self._lock_file)
            self._lock_file = None
