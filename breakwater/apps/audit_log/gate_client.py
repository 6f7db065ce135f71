"""Asking the gate, over its socket; what it answers is believed only after it was checked.

Every question may be asked twice: the gate gives what it signed last again.
"""

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from breakwater.domain.audit_log.checkpoint import SignedCheckpoint, read_checkpoint
from breakwater.domain.audit_log.encoding import write_base64
from breakwater.domain.audit_log.note import VerifierKey, read_verifier_key
from breakwater.domain.plain_error import PlainError

PATIENCE = 10.0
_LARGEST_ANSWER = 64 * 1024


class GateAwayError(PlainError):
    """The gate does not answer. Entries still land; nothing can be signed until it is back."""


@dataclass(frozen=True)
class Answered:
    """What the gate has signed for a log (None: nothing yet), and why it would not sign more."""

    signed: SignedCheckpoint | None
    refused: str | None = None


def public_keys(origin: str) -> tuple[VerifierKey, ...]:
    """The keys the gate signs this log with: Ed25519, then ML-DSA-44."""
    return tuple(read_verifier_key(key) for key in _ask({"verb": "keys", "origin": origin})["keys"])


def last(origin: str) -> Answered:
    """The last checkpoint the gate signed for this log."""
    return _answered(_ask({"verb": "last", "origin": origin}))


def sign(
    *, origin: str, old: int, size: int, root: bytes, proof: list[bytes], public: bool = False
) -> Answered:
    """Ask for a checkpoint of ``size``, proved from ``old``; the answer may be an older one."""
    asked = {"verb": "sign", "origin": origin, "old": old, "size": size, "public": public}
    hashes = {"root": write_base64(root), "proof": [write_base64(value) for value in proof]}
    return _answered(_ask(asked | hashes))


def continue_log(*, closed: str, opened: str) -> bool:
    """Ask, as the user this process runs as, to continue a log; False: a second person must too."""
    said = _ask({"verb": "continue", "closed": closed, "opened": opened})
    if "refused" in said:
        raise PlainError(f"the gate refused: {said['refused']}")
    return bool(said["opened"])


def _answered(said: Mapping[str, Any]) -> Answered:
    note = said.get("checkpoint")
    return Answered(read_checkpoint(note.encode()) if note else None, said.get("refused"))


def _ask(request: Mapping[str, object]) -> dict[str, Any]:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(PATIENCE)
            connection.connect(str(Path(settings.GATE_SOCKET)))
            connection.sendall(json.dumps(request).encode() + b"\n")
            with connection.makefile("rb") as answers:
                line = answers.readline(_LARGEST_ANSWER)
        answer = json.loads(line)
    except (OSError, ValueError):
        answer = None
    if not isinstance(answer, dict):
        raise GateAwayError("the gate does not answer; is “breakwater gate” running?")
    return answer
