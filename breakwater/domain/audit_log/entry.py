"""One entry: two commitments of 32 bytes, so that events can be counted without being read.

``entry = SHA-256(salt1 ‖ kind ‖ day) ‖ SHA-256(salt2 ‖ record)``. The first half can be opened to
an auditor (kind, day, salt1) without the second; neither half says anything without its salt.
A filler is made by the same function from fresh salts, so it looks like every other entry.
Both salts are 32 random bytes from the caller, never used twice, and lie in a row that can be
deleted: without them the entry stays and the log still verifies, but nobody can guess it open.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from hashlib import sha256

from breakwater.domain.audit_log.encoding import shown
from breakwater.domain.audit_log.kinds import KINDS, Kind
from breakwater.domain.audit_log.malformed import MalformedError

SALT_SIZE = 32
ENTRY_SIZE = 64
_HALF = 32


def commit(
    kind: Kind, day: datetime.date, record_bytes: bytes, salt1: bytes, salt2: bytes
) -> bytes:
    """The 64 bytes of an entry; MalformedError unless both salts have 32 bytes and differ.

    The salt before the kind and the day after it are of fixed length, so no two pairs of kind and
    day give the same bytes.
    """
    if salt1 == salt2:
        raise MalformedError("an entry needs two different salts")
    return Opening(kind, day, salt1).commitment() + record_commitment(record_bytes, salt2)


def record_commitment(record_bytes: bytes, salt2: bytes) -> bytes:
    """The second half of an entry: SHA-256(salt2 ‖ exact record bytes)."""
    return sha256(_salt(salt2) + record_bytes).digest()


def _salt(salt: bytes) -> bytes:
    if len(salt) != SALT_SIZE:
        raise MalformedError(f"a salt has {SALT_SIZE} bytes")
    return salt


@dataclass(frozen=True)
class Opening:
    """What an auditor is given of one entry: it can be counted and not read."""

    kind: Kind
    day: datetime.date
    salt1: bytes

    def commitment(self) -> bytes:
        """The first half of the entry this opens: SHA-256(salt1 ‖ kind ‖ day)."""
        said = self.kind.value + self.day.isoformat()
        return sha256(_salt(self.salt1) + said.encode("ascii")).digest()

    def opens(self, entry: bytes) -> bool:
        """Say whether ``entry`` was committed under this kind, day and salt."""
        return len(entry) == ENTRY_SIZE and entry[:_HALF] == self.commitment()


def holds_record(entry: bytes, record_bytes: bytes, salt2: bytes) -> bool:
    """Say whether ``entry`` commits to exactly these record bytes."""
    return len(entry) == ENTRY_SIZE and entry[_HALF:] == record_commitment(record_bytes, salt2)


def read_kind(text: str) -> Kind:
    """Read a kind by its value; MalformedError if the table has none such."""
    if text not in KINDS:
        raise MalformedError(f"“{shown(text)}” is no kind of entry")
    return KINDS[text]


def read_day(text: str) -> datetime.date:
    """Read ``YYYY-MM-DD`` and nothing else."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise MalformedError(f"“{shown(text)}” is not a day")
    return day
