"""C2SP signed-note: text, signature lines, verifier keys.

A note is trusted only for the keys its reader already knows; reading one proves nothing.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from breakwater.domain.audit_log.encoding import (
    read_base64,
    read_lines,
    read_loose_base64,
    read_text,
    shown,
    write_base64,
)
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.ml_dsa_44 import ML_DSA_44_KEY_SIZE
from breakwater.domain.audit_log.signatures import (
    ED25519_KEY_SIZE,
    ed25519_holds,
)

# signed-note asks for at least 16; an ML-DSA-44 line takes 3.3 kB.
MOST_SIGNATURES = 32
LARGEST_NOTE = 1 << 20
KEY_ID_SIZE = 4
_DASH = "\u2014 "


class SignatureType(enum.IntEnum):
    """The signature types Breakwater reads (signed-note, Signature types; tlog-cosignature)."""

    NOTE = 0x01
    COSIGNATURE = 0x04
    ML_DSA_44_COSIGNATURE = 0x06


_KEY_SIZES = {
    SignatureType.NOTE: ED25519_KEY_SIZE,
    SignatureType.COSIGNATURE: ED25519_KEY_SIZE,
    SignatureType.ML_DSA_44_COSIGNATURE: ML_DSA_44_KEY_SIZE,
}


def check_key_name(name: str) -> str:
    """Give the name back; MalformedError if it is empty or holds a space, plus or control."""
    if not name or "+" in name or any(c.isspace() or not c.isprintable() for c in name):
        raise MalformedError(f"“{shown(name)}” cannot be the name of a key")
    return name


@dataclass(frozen=True)
class VerifierKey:
    """Whom to believe: a name, what its signatures mean, and a public key.

    ``str()`` is the vkey ``name+keyid+base64(type ‖ key)``; ``read_verifier_key`` reads it back.
    """

    name: str
    type: SignatureType
    public_key: bytes

    def __post_init__(self) -> None:
        """Refuse a name or a key that no note could carry."""
        check_key_name(self.name)
        if len(self.public_key) != _KEY_SIZES[self.type]:
            raise MalformedError(
                f"the key of “{shown(self.name)}” has the wrong length for its type"
            )

    @property
    def key_id(self) -> bytes:
        """SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4] (signed-note, Signatures)."""
        return sha256(self.name.encode() + b"\n" + self._typed()).digest()[:KEY_ID_SIZE]

    def _typed(self) -> bytes:
        return bytes([self.type]) + self.public_key

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{write_base64(self._typed())}"


def read_verifier_key(text: str) -> VerifierKey:
    """Read a vkey; MalformedError if a part is missing or wrong, its key id too."""
    parts = text.split("+", 2)
    if len(parts) != 3:
        raise MalformedError(f"“{shown(text)}” is not a verifier key: name+id+key is expected")
    name, key_id, encoded = parts
    typed = read_base64(encoded, "verifier key")
    try:
        kind = SignatureType(typed[0] if typed else 0)
    except ValueError:
        raise MalformedError(
            f"the key of “{shown(name)}” is of a type that is not used here"
        ) from None
    key = VerifierKey(check_key_name(name), kind, typed[1:])
    if key.key_id.hex() != key_id:
        raise MalformedError(
            f"the key of “{shown(name)}” does not match its own id: a letter is wrong"
        )
    return key


@dataclass(frozen=True)
class SignatureLine:
    """One signature line: who claims to have signed, and the bytes after the key id."""

    name: str
    key_id: bytes
    signature: bytes

    def is_by(self, key: VerifierKey) -> bool:
        """Say whether this line claims that key: both name and id, never one alone."""
        return self.name == key.name and self.key_id == key.key_id

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {write_base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True)
class Note:
    """A text (its last newline included) and its signature lines; ``str()`` is the whole note."""

    text: str
    signatures: tuple[SignatureLine, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(str(line) for line in self.signatures)

    def with_signatures(self, lines: Iterable[SignatureLine]) -> Note:
        """The same note with lines added; a line whose key is already there is replaced."""
        kept = {(line.name, line.key_id): line for line in self.signatures}
        kept.update({(line.name, line.key_id): line for line in lines})
        return Note(self.text, tuple(kept.values()))


def read_note(data: bytes) -> Note:
    """Read a signed note (signed-note, Format); MalformedError if it is none or too large.

    The text ends at the *last* blank line, so text may hold blank lines. Bounded: 1 MiB, 32
    signatures.
    """
    if len(data) > LARGEST_NOTE:
        raise MalformedError(f"the signed note is larger than {LARGEST_NOTE} bytes")
    whole = read_text(data, "signed note")
    split = whole.rfind("\n\n")
    if split < 0:
        raise MalformedError("the signed note has no signatures")
    return Note(whole[: split + 1], read_signature_lines(whole[split + 2 :]))


def read_signature_lines(text: str) -> tuple[SignatureLine, ...]:
    """Read one or more signature lines, as a note or a witness's answer carries them."""
    lines = read_lines(text, "list of signatures")
    if len(lines) > MOST_SIGNATURES:
        raise MalformedError(
            f"the note carries {len(lines)} signatures; at most {MOST_SIGNATURES} are read"
        )
    return tuple(_read_signature_line(line) for line in lines)


def _read_signature_line(line: str) -> SignatureLine:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] + " " != _DASH:
        raise MalformedError("a signature line is damaged")
    signed = read_loose_base64(parts[2], "signature")
    if len(signed) <= KEY_ID_SIZE:
        raise MalformedError("a signature is too short")
    # Others read on over a second spelling, so the note stands; but as a signature it never holds.
    plain = write_base64(signed) == parts[2]
    signature = signed[KEY_ID_SIZE:] if plain else b""
    return SignatureLine(check_key_name(parts[1]), signed[:KEY_ID_SIZE], signature)


def plain_signature_holds(text: str, line: SignatureLine, key: VerifierKey) -> bool:
    """Say whether an Ed25519 note signature (type 0x01) over ``text`` holds."""
    return (
        key.type is SignatureType.NOTE
        and line.is_by(key)
        and ed25519_holds(key.public_key, text.encode(), line.signature)
    )


def verify(note: Note, keys: Sequence[VerifierKey]) -> tuple[VerifierKey, ...]:
    """The type 0x01 keys, of those given, whose signature holds.

    MalformedError if none does, or if the signature of any of them is wrong, as signed-note
    (Signatures) recommends. Lines by unknown keys are ignored.
    """
    held = []
    for line in note.signatures:
        for key in keys:
            if not line.is_by(key):
                continue
            if not plain_signature_holds(note.text, line, key):
                raise MalformedError(f"the signature by {shown(key.name)} is wrong")
            held.append(key)
    if not held:
        raise MalformedError("the note is not signed by any key you trust")
    return tuple(held)
