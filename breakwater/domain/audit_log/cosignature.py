"""C2SP tlog-cosignature: timestamped cosignatures over checkpoints, Ed25519 and ML-DSA-44."""

from __future__ import annotations

import enum

from breakwater.domain.audit_log.checkpoint import Checkpoint, SignedCheckpoint
from breakwater.domain.audit_log.encoding import LARGEST_NUMBER
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import (
    SignatureLine,
    SignatureType,
    VerifierKey,
    plain_signature_holds,
)
from breakwater.domain.audit_log.signatures import ed25519_holds, ml_dsa_44_holds

TIMESTAMP_SIZE = 8


class Check(enum.Enum):
    """What is known of one thing that was to be checked."""

    HOLDS = "holds"
    FAILS = "fails"
    NOT_CHECKED = "not checked"


def ed25519_message(text: str, at: int) -> bytes:
    """What an Ed25519 cosigner signs (tlog-cosignature, Ed25519 signed message)."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def ml_dsa_44_message(name: str, checkpoint: Checkpoint, at: int) -> bytes:
    """What an ML-DSA-44 cosigner signs: ``cosigned_message`` with start 0 (tlog-cosignature)."""
    return b"".join(
        (
            b"subtree/v1\n\0",
            _short(name),
            at.to_bytes(TIMESTAMP_SIZE, "big"),
            _short(checkpoint.origin),
            bytes(8),
            checkpoint.size.to_bytes(8, "big"),
            checkpoint.root,
        )
    )


def _short(text: str) -> bytes:
    encoded = text.encode()
    if not 0 < len(encoded) < 256:
        raise MalformedError("a name longer than 255 bytes cannot be cosigned")
    return bytes([len(encoded)]) + encoded


def cosigned_at(line: SignatureLine) -> int:
    """The moment a cosignature line states, in seconds since 1970."""
    at = int.from_bytes(line.signature[:TIMESTAMP_SIZE], "big")
    if len(line.signature) <= TIMESTAMP_SIZE or at > LARGEST_NUMBER:
        raise MalformedError("a cosignature states no possible time")
    return at


def check_signature(signed: SignedCheckpoint, line: SignatureLine, key: VerifierKey) -> Check:
    """HOLDS or FAILS: one line of a checkpoint against the key it claims, of any type."""
    if not line.is_by(key):
        return Check.FAILS
    if key.type is SignatureType.NOTE:
        held = plain_signature_holds(signed.note.text, line, key)
    else:
        held = _cosignature_holds(signed, line, key)
    return Check.HOLDS if held else Check.FAILS


def _cosignature_holds(signed: SignedCheckpoint, line: SignatureLine, key: VerifierKey) -> bool:
    signature = line.signature[TIMESTAMP_SIZE:]
    try:
        at = cosigned_at(line)
        if key.type is SignatureType.COSIGNATURE:
            return ed25519_holds(key.public_key, ed25519_message(signed.note.text, at), signature)
        message = ml_dsa_44_message(key.name, signed.checkpoint, at)
    except MalformedError:
        return False
    return ml_dsa_44_holds(key.public_key, message, signature)
