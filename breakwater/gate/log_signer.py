"""What the gate does for the logs: it signs what extends the last checkpoint it signed.

It never sees an entry. Who asks sends the new size and root and a consistency proof from the size
that the gate signed last; whoever took over the web process can grow a log and nothing else.
A log that was continued elsewhere is closed for ever, and the log that continues it is opened by
two people (``continue_log``).
"""

import re
import time
from dataclasses import dataclass
from pathlib import Path

from breakwater.domain.audit_log.check import consistency_holds
from breakwater.domain.audit_log.checkpoint import Checkpoint, SignedCheckpoint, check_origin
from breakwater.domain.audit_log.hashing import EMPTY_ROOT
from breakwater.domain.audit_log.note import SignatureType, VerifierKey
from breakwater.domain.audit_log.signing import SigningKey, cosign, sign
from breakwater.domain.plain_error import PlainError
from breakwater.witness import keys
from breakwater.witness.memory import Memory

MOST_LOGS = 1_000
_CONTINUED = re.compile("-[0-9]+$")
_TABLE = """CREATE TABLE IF NOT EXISTS continuation (
    closed TEXT PRIMARY KEY, opened TEXT NOT NULL UNIQUE,
    first_person INTEGER NOT NULL, second_person INTEGER
) WITHOUT ROWID"""


class RefusedError(PlainError):
    """The gate will not sign this. ``last`` is what it did sign last, where that explains why."""

    def __init__(self, says: str, last: SignedCheckpoint | None = None) -> None:
        super().__init__(says)
        self.last = last


@dataclass(frozen=True)
class Extension:
    """What somebody asks to have signed: ``checkpoint``, proved from the tree of ``old_size``."""

    checkpoint: Checkpoint
    old_size: int
    proof: tuple[bytes, ...]
    public: bool = False


class LogSigner:
    """Holds the log keys and ``gate.db``; one for each gate process."""

    def __init__(self, folder: Path, *, one_person_may_continue: bool = False) -> None:
        self._secret = keys.secret_in(folder)
        self._memory = Memory(folder / "gate.db")
        self._memory.connection.execute(_TABLE)
        self._one_person_may_continue = one_person_may_continue
        self._keys: dict[tuple[str, SignatureType], SigningKey] = {}

    def public_keys(self, origin: str) -> tuple[VerifierKey, ...]:
        """The log's Ed25519 key and its ML-DSA-44 cosigner key."""
        kinds = (SignatureType.NOTE, SignatureType.ML_DSA_44_COSIGNATURE)
        return tuple(self._key(check_origin(origin), kind).verifier_key for kind in kinds)

    def last(self, origin: str) -> SignedCheckpoint | None:
        """What was signed last for this log."""
        return self._memory.last(origin)

    def sign(self, asked: Extension) -> SignedCheckpoint:
        """Sign, store, and only then answer; RefusedError for what extends nothing.

        Asked again for what it signed last, it gives that again: an answer that was lost in a
        crash is not lost. A public checkpoint also carries the ML-DSA-44 cosignature.
        """
        origin = asked.checkpoint.origin
        with self._memory.changing():
            last = self._memory.last(origin)
            self._may_sign(origin, last)
            _extends(asked, last)
            if last and last.checkpoint == asked.checkpoint and not asked.public:
                return last
            signed = self._signed(asked)
            self._memory.remember(signed)
        return signed

    def continue_log(self, closed: str, opened: str, by: int) -> bool:
        """Close one log and open its continuation, once two people asked for the same.

        ``by`` is the operating system's user number of who asks, as the kernel vouches for it.
        Returns False while a second person is awaited; what was agreed stays agreed, whoever asks.
        """
        if _CONTINUED.sub("", check_origin(closed)) != _CONTINUED.sub("", check_origin(opened)):
            raise RefusedError("a log is continued only under its own name with a new number")
        with self._memory.changing():
            if self._has_agreed(closed, opened):
                return True
            if self._is_closed(closed) or self._is_taken(opened, closed):
                raise RefusedError("that log was continued already")
            return self._agree(closed, opened, by)

    def _agree(self, closed: str, opened: str, by: int) -> bool:
        database = self._memory.connection
        row = database.execute(
            "SELECT opened, first_person FROM continuation WHERE closed = ?", [closed]
        ).fetchone()
        agreed = row is not None and row[0] == opened and row[1] != by
        if agreed or self._one_person_may_continue:
            database.execute(
                "INSERT INTO continuation VALUES (?, ?, ?, ?) ON CONFLICT (closed) DO UPDATE "
                "SET opened = excluded.opened, second_person = excluded.second_person",
                [closed, opened, by, by],
            )
            return True
        database.execute(
            "INSERT OR REPLACE INTO continuation VALUES (?, ?, ?, NULL)", [closed, opened, by]
        )
        return False

    def _may_sign(self, origin: str, last: SignedCheckpoint | None) -> None:
        if self._is_closed(origin):
            raise RefusedError("this log was closed and continued under another origin", last)
        if last is None:
            if _CONTINUED.search(origin) and not self._was_opened(origin):
                raise RefusedError("two people must open a log that continues another one")
            if len(self._memory.seen()) >= MOST_LOGS:
                raise RefusedError(f"the gate signs for at most {MOST_LOGS} logs")

    def _has_agreed(self, closed: str, opened: str) -> bool:
        row = self._memory.connection.execute(
            "SELECT 1 FROM continuation "
            "WHERE closed = ? AND opened = ? AND second_person IS NOT NULL",
            [closed, opened],
        )
        return row.fetchone() is not None

    def _is_taken(self, opened: str, closed: str) -> bool:
        """Whether that origin is a log already, or was promised to another one."""
        rows = self._memory.connection.execute(
            "SELECT closed FROM continuation WHERE opened = ?", [opened]
        ).fetchall()
        promised = any(other != closed for (other,) in rows)
        return opened == closed or promised or self._memory.last(opened) is not None

    def _is_closed(self, origin: str) -> bool:
        return self._continuation("closed", origin)

    def _was_opened(self, origin: str) -> bool:
        return self._continuation("opened", origin)

    def _continuation(self, column: str, origin: str) -> bool:
        found = self._memory.connection.execute(
            f"SELECT 1 FROM continuation WHERE {column} = ? AND second_person IS NOT NULL",  # noqa: S608
            [origin],
        )
        return found.fetchone() is not None

    def _signed(self, asked: Extension) -> SignedCheckpoint:
        origin, checkpoint = asked.checkpoint.origin, asked.checkpoint
        note = sign(str(checkpoint), [self._key(origin, SignatureType.NOTE)])
        if asked.public:
            key = self._key(origin, SignatureType.ML_DSA_44_COSIGNATURE)
            note = note.with_signatures([cosign(checkpoint, key, at=int(time.time()))])
        return SignedCheckpoint(checkpoint, note)

    def _key(self, origin: str, kind: SignatureType) -> SigningKey:
        if (origin, kind) not in self._keys:
            self._keys[origin, kind] = keys.derived(self._secret, origin, kind)
        return self._keys[origin, kind]


def _extends(asked: Extension, last: SignedCheckpoint | None) -> None:
    new = asked.checkpoint
    old_size, old_root = (last.checkpoint.size, last.checkpoint.root) if last else (0, EMPTY_ROOT)
    if new.extensions:
        raise RefusedError("a log of this gate signs checkpoints of three lines")
    if new.size < old_size:
        raise RefusedError("that would roll the log back", last)
    if asked.old_size != old_size:
        raise RefusedError("the proof does not begin at what was signed last", last)
    if not consistency_holds(old_size, new.size, old_root, new.root, asked.proof):
        raise RefusedError("that does not extend what was signed last", last)
