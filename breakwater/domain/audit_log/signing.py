"""Making signatures: note keys, Ed25519 and ML-DSA-44 cosigners, and how they are written down.

The private halves live in the gate and in witnesses only. A signing key is written as
``PRIVATE+KEY+name+id+base64(type ‖ 32-byte seed)``, the form Go's note package uses; whoever
stores it owns its secrecy. Seeds come from the caller: nothing here is random.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from breakwater.domain.audit_log.checkpoint import Checkpoint
from breakwater.domain.audit_log.cosignature import (
    TIMESTAMP_SIZE,
    ed25519_message,
    ml_dsa_44_message,
)
from breakwater.domain.audit_log.encoding import LARGEST_NUMBER, read_base64, write_base64
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import Note, SignatureLine, SignatureType, VerifierKey

SEED_SIZE = 32
_PRIVATE = "PRIVATE+KEY+"


@dataclass(frozen=True)
class SigningKey:
    """A named key that signs; ``repr()`` never shows the seed."""

    name: str
    type: SignatureType
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_SIZE:
            raise MalformedError("the seed of a signing key has 32 bytes")

    # Kept, because deriving the public half costs as much as a signature.
    @cached_property
    def verifier_key(self) -> VerifierKey:
        """The public half, to hand to everyone."""
        return VerifierKey(self.name, self.type, self._private.public_key().public_bytes_raw())

    @cached_property
    def _private(self) -> Ed25519PrivateKey | MLDSA44PrivateKey:
        if self.type is SignatureType.ML_DSA_44_COSIGNATURE:
            return MLDSA44PrivateKey.from_seed_bytes(self.seed)
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def line(self, message: bytes, prefix: bytes = b"") -> SignatureLine:
        """A signature line over ``message``, with ``prefix`` before the signature."""
        signature = self._private.sign(message)
        return SignatureLine(self.name, self.verifier_key.key_id, prefix + signature)

    def written(self) -> str:
        """The secret as one line of text; ``read_signing_key`` reads it back."""
        secret = write_base64(bytes([self.type]) + self.seed)
        return f"{_PRIVATE}{self.name}+{self.verifier_key.key_id.hex()}+{secret}"


def read_signing_key(text: str) -> SigningKey:
    """Read a written signing key; MalformedError, without a word of the secret, if it is none."""
    parts = text.strip().removeprefix(_PRIVATE).split("+", 2)
    if not text.startswith(_PRIVATE) or len(parts) != 3:
        raise MalformedError("this is not a signing key")
    typed = read_base64(parts[2], "signing key", SEED_SIZE + 1)
    try:
        key = SigningKey(parts[0], SignatureType(typed[0]), typed[1:])
    except ValueError:
        raise MalformedError("the signing key is of a type that is not used here") from None
    if key.verifier_key.key_id.hex() != parts[1]:
        raise MalformedError("the signing key does not match its own id: a letter is wrong")
    return key


def sign(text: str, keys: Iterable[SigningKey]) -> Note:
    """Sign ``text`` as a note with type 0x01 keys (signed-note, Ed25519 signatures).

    MalformedError for text that no note can carry, or for a key of another type.
    """
    if not text.endswith("\n") or any(letter < " " and letter != "\n" for letter in text):
        raise MalformedError("the text of a note ends in a newline and holds no control character")
    lines = []
    for key in keys:
        if key.type is not SignatureType.NOTE:
            raise MalformedError(
                f"the key of {key.name} is a cosigner's and signs checkpoints only"
            )
        lines.append(key.line(text.encode()))
    return Note(text, tuple(lines))


def cosign(checkpoint: Checkpoint, key: SigningKey, *, at: int) -> SignatureLine:
    """Cosign a checkpoint at ``at`` (whole seconds since 1970), as the type of ``key`` says.

    A log may sign with an ML-DSA-44 cosigner key of its own (tlog-checkpoint, Signatures).
    MalformedError for a plain note key or an impossible moment.
    """
    if not 0 <= at <= LARGEST_NUMBER:
        raise MalformedError("a cosignature cannot state this time")
    prefix = at.to_bytes(TIMESTAMP_SIZE, "big")
    match key.type:
        case SignatureType.COSIGNATURE:
            return key.line(ed25519_message(str(checkpoint), at), prefix)
        case SignatureType.ML_DSA_44_COSIGNATURE:
            return key.line(ml_dsa_44_message(key.name, checkpoint, at), prefix)
        case SignatureType.NOTE:
            raise MalformedError(f"the key of {key.name} is a note key and cannot cosign")
