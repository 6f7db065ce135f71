"""C2SP tlog-checkpoint: the three lines a log signs."""

from __future__ import annotations

from dataclasses import dataclass

from breakwater.domain.audit_log.encoding import (
    read_base64,
    read_decimal,
    read_lines,
    write_base64,
)
from breakwater.domain.audit_log.hashing import EMPTY_ROOT, HASH_SIZE
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import Note, check_key_name, read_note

# The ML-DSA-44 cosignature carries the origin behind a one-byte length (tlog-cosignature).
LONGEST_ORIGIN = 255


def check_origin(origin: str) -> str:
    """Give the origin back; MalformedError if it cannot be one.

    Stricter than tlog-checkpoint, which only recommends it: an origin must be a key name too (no
    space, plus or newline) and at most 255 bytes, so that log key and log share one name.
    """
    if len(check_key_name(origin).encode()) > LONGEST_ORIGIN:
        raise MalformedError("the origin of the log is longer than 255 bytes")
    return origin


@dataclass(frozen=True)
class Checkpoint:
    """What a log says of itself: origin, size, 32-byte root; ``str()`` is the text to sign."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = (self.origin, str(self.size), write_base64(self.root), *self.extensions)
        return "".join(line + "\n" for line in lines)


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint as a note; reading one proves nothing about its signatures."""

    checkpoint: Checkpoint
    note: Note

    def __str__(self) -> str:
        return str(self.note)


def read_checkpoint_text(text: str) -> Checkpoint:
    """Read the text of a checkpoint (tlog-checkpoint, Note text); MalformedError if it is none."""
    lines = read_lines(text, "checkpoint")
    if len(lines) < 3 or not all(lines):
        raise MalformedError("the checkpoint does not have its three lines: origin, size, root")
    checkpoint = Checkpoint(
        origin=check_origin(lines[0]),
        size=read_decimal(lines[1], "tree size"),
        root=read_base64(lines[2], "root hash", HASH_SIZE),
        extensions=tuple(lines[3:]),
    )
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        raise MalformedError("the checkpoint says that the log is empty but has another root")
    return checkpoint


def read_checkpoint(data: bytes) -> SignedCheckpoint:
    """Read a signed checkpoint; MalformedError if it is none."""
    note = read_note(data)
    return SignedCheckpoint(read_checkpoint_text(note.text), note)
