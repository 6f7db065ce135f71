"""What a reporter's code stands for: a key that opens answers, and a name to find them under.

Both come from the code's 25 digits by HKDF-SHA256 (RFC 5869) under labels of their own, so that the
one says nothing of the other. The code has full entropy, so nothing slows the derivation: it must
be quick on a cheap phone. The browser's half is ``browser/code.mjs``.
"""

import unicodedata
from dataclasses import dataclass

import bech32
import pyrage
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_IDENTITY = "age-secret-key-"
_KEY_LABEL = b"breakwater reporter key v1"
_LOOKUP_LABEL = b"breakwater reporter lookup v1"
_WORD_LABEL = b"breakwater reporter safe word v1 "


@dataclass(frozen=True)
class ReporterKeys:
    """``identity`` opens (keep it for one request only); ``recipient`` is written to.

    ``lookup`` (32 hex digits) finds the conversation. It opens nothing, but whoever shows it may
    add to the conversation and withdraw it, so only its hash is stored.
    """

    identity: str
    recipient: str
    lookup: str

    def __repr__(self) -> str:
        return "ReporterKeys(…)"


def reporter_keys(digits: str) -> ReporterKeys:
    """The keys of the code with these 25 digits."""
    words = bech32.convertbits(_derived(digits, _KEY_LABEL, 32), 8, 5) or []
    identity = bech32.bech32_encode(_IDENTITY, words).upper()
    recipient = str(pyrage.x25519.Identity.from_str(identity).to_public())
    return ReporterKeys(identity, recipient, _derived(digits, _LOOKUP_LABEL, 16).hex())


def safe_word_mark(digits: str, word: str) -> str:
    """What is stored of a safe word: without the code nobody can try words against it (64 hex)."""
    plain = unicodedata.normalize("NFKC", " ".join(word.split())).lower()
    return _derived(digits, _WORD_LABEL + plain.encode(), 32).hex()


def _derived(digits: str, label: bytes, length: int) -> bytes:
    made = HKDF(algorithm=SHA256(), length=length, salt=None, info=label)
    return made.derive(digits.encode())
