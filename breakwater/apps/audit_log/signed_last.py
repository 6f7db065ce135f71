"""What the gate signed last for each log, as the processes of this machine tell one another.

One file for each log, and a lock. Whoever needs a checkpoint takes the lock, and finds in the file
what the one before it got; so a checkpoint is asked for once and shared. The file saves questions
and decides nothing: what is handed out is proved against its root, and the gate alone knows where
it stands. If it is lost, or a process dies with the lock, the next one just asks the gate.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from breakwater.domain.audit_log.checkpoint import SignedCheckpoint, read_checkpoint
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import LARGEST_NOTE


@contextmanager
def asking(origin: str) -> Iterator["SignedLast"]:
    """Be the only one on this machine who asks the gate for this log; others wait in order."""
    path = Path(settings.DATA) / "signed" / origin
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield SignedLast(handle)
    finally:
        os.close(handle)


class SignedLast:
    """What was signed last, as far as this machine heard; ours alone while the lock is held."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        note = os.pread(handle, LARGEST_NOTE, 0)
        self._length = len(note)
        try:
            self.signed: SignedCheckpoint | None = read_checkpoint(note)
        except MalformedError:
            # Nothing was heard yet, or somebody died while writing.
            self.signed = None

    def hear(self, signed: SignedCheckpoint) -> None:
        """Tell the others. Not flushed: it need not outlive the machine."""
        note = str(signed).encode()
        os.pwrite(self._handle, note, 0)
        if len(note) < self._length:
            os.ftruncate(self._handle, len(note))
        self._length, self.signed = len(note), signed
