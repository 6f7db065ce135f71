"""Asking the gate, over its socket; what it answers is believed only after it was checked.

Every question may be asked twice: the gate gives what it signed last again.
"""

import json
import os
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import connection

from breakwater.domain.audit_log.checkpoint import SignedCheckpoint, read_checkpoint
from breakwater.domain.audit_log.encoding import write_base64
from breakwater.domain.audit_log.note import VerifierKey, read_verifier_key
from breakwater.domain.plain_error import PlainError

PATIENCE = 10.0
Signed = TypeVar("Signed", covariant=True)
_LARGEST_ANSWER = 64 * 1024


class GateAwayError(PlainError):
    """The gate does not answer. Entries still land; nothing can be signed until it is back."""


@dataclass(frozen=True)
class Answered(Generic[Signed]):
    """What the gate has signed for a log (None: nothing yet), and why it would not sign more."""

    signed: Signed
    refused: str | None = None


def public_keys(origin: str) -> tuple[VerifierKey, ...]:
    """The keys the gate signs this log with: Ed25519, then ML-DSA-44."""
    return tuple(read_verifier_key(key) for key in _ask({"verb": "keys", "origin": origin})["keys"])


def last(origin: str) -> Answered[SignedCheckpoint | None]:
    """The last checkpoint the gate signed for this log."""
    return _answered(_ask({"verb": "last", "origin": origin}))


def sign(
    *, origin: str, old: int, size: int, root: bytes, proof: list[bytes], public: bool = False
) -> Answered[SignedCheckpoint | None]:
    """Ask for a checkpoint of ``size``, proved from ``old``; the answer may be an older one.

    What the gate has signed it holds us to for ever, so what others committed a moment ago, and
    may be flushing still, is on the disk before it is asked.
    """
    if connection.vendor == "sqlite":
        connection.flush()  # type: ignore[attr-defined]  # our own wrapper: site/sqlite
    asked = {"verb": "sign", "origin": origin, "old": old, "size": size, "public": public}
    hashes = {"root": write_base64(root), "proof": [write_base64(value) for value in proof]}
    return _answered(_ask(asked | hashes))


def continue_log(*, closed: str, opened: str) -> bool:
    """Ask, as the user this process runs as, to continue a log; False: a second person must too."""
    said = _ask({"verb": "continue", "closed": closed, "opened": opened})
    if "refused" in said:
        raise PlainError(f"the gate refused: {said['refused']}")
    return bool(said["opened"])


def recipients(domain: str) -> tuple[str, VerifierKey]:
    """The signed list of the keys that mail is sealed to (a note), and the gate's key for it."""
    said = _ask({"verb": "recipients", "domain": domain})
    if "refused" in said:
        raise PlainError(f"the gate refused: {said['refused']}")
    return str(said["recipients"]), read_verifier_key(said["key"])


def take_recipient(statement: str) -> str | None:
    """Offer the next key of an organisation; why the gate refused it, or None: it was taken."""
    said = _ask({"verb": "take-recipient", "statement": statement})
    return str(said["refused"]) if "refused" in said else None


def release_recipient(organisation: str) -> bool:
    """Ask, as this process's user, to let it start anew; False: a second person must too."""
    said = _ask({"verb": "release-recipient", "organisation": organisation})
    if "refused" in said:
        raise PlainError(f"the gate refused: {said['refused']}")
    return bool(said["released"])


def release(request: str, *, receipt: str, record: bytes) -> Answered[str | None]:
    """Ask to release one request (in hex); the SHA-256 of the sealed package, or why not."""
    asked = {"verb": "release", "request": request, "receipt": receipt}
    said = _ask(asked | {"record": write_base64(record)})
    return Answered(said.get("package"), said.get("refused"))


def pin_passkey(*, person: str, force: str, origin: str, credential: bytes) -> bool:
    """Ask, as this process's user, to believe a passkey; False: a second person must too."""
    asked = {"verb": "pin-passkey", "person": person, "force": force, "origin": origin}
    said = _ask(asked | {"credential": write_base64(credential)})
    if "refused" in said:
        raise PlainError(f"the gate refused: {said['refused']}")
    return bool(said["pinned"])


def unpin_passkeys(person: str) -> int:
    """Ask to believe no passkey of this person any more; how many there were."""
    said = _ask({"verb": "unpin-passkeys", "person": person})
    if "refused" in said:
        raise PlainError(f"the gate refused: {said['refused']}")
    return int(said["unpinned"])


def _answered(said: Mapping[str, Any]) -> Answered[SignedCheckpoint | None]:
    note = said.get("checkpoint")
    return Answered(read_checkpoint(note.encode()) if note else None, said.get("refused"))


def _ask(request: Mapping[str, object]) -> dict[str, Any]:
    line = json.dumps(request).encode() + b"\n"
    try:
        try:
            answer = json.loads(_LINE.exchange(line))
        except (OSError, ValueError):
            # The gate hangs up on whoever is silent for a while, and may have been restarted.
            answer = json.loads(_LINE.exchange(line))
    except (OSError, ValueError):
        answer = None
    if not isinstance(answer, dict):
        raise GateAwayError("the gate does not answer; is “breakwater gate” running?")
    return answer


def hang_up() -> None:
    """Close this thread's connection; the next question opens another."""
    _LINE.give_up()


class _Line(threading.local):
    """This thread's connection to the gate, kept open from one question to the next."""

    connection: socket.socket | None = None
    process = 0
    path = ""

    def exchange(self, line: bytes) -> bytes:
        """Send one line and read one; on any error the connection is given up."""
        connection = self._connected()
        try:
            connection.sendall(line)
            return _line_from(connection)
        except BaseException:
            self.give_up()
            raise

    def give_up(self) -> None:
        """Close the connection, if there is one."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _connected(self) -> socket.socket:
        # A forked child must not talk on its parent's connection.
        path = str(settings.GATE_SOCKET)
        if self.connection is None or self.process != os.getpid() or self.path != path:
            self.give_up()
            self.connection, self.process, self.path = _connect(path), os.getpid(), path
        return self.connection


def _connect(path: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(PATIENCE)
    try:
        connection.connect(path)
    except BaseException:
        connection.close()
        raise
    return connection


def _line_from(connection: socket.socket) -> bytes:
    answer = bytearray()
    while not answer.endswith(b"\n"):
        piece = connection.recv(_LARGEST_ANSWER)
        if not piece or len(answer) + len(piece) > _LARGEST_ANSWER:
            raise ConnectionError
        answer += piece
    return bytes(answer)


_LINE = _Line()
