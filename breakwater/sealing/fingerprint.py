"""A recipient's fingerprint in six words, which two people can compare by telephone."""

import hashlib

from mnemonic import Mnemonic

_WORDS = Mnemonic("english").wordlist
_BITS_OF_A_WORD = 11
_COUNT = 6


def fingerprint_words(recipient: str) -> str:
    """Six words (66 bits of SHA-256 of ``recipient``) from the BIP 39 English list."""
    number = int.from_bytes(hashlib.sha256(recipient.encode()).digest(), "big")
    shifts = (256 - _BITS_OF_A_WORD * (place + 1) for place in range(_COUNT))
    return " ".join(_WORDS[(number >> shift) & 0x7FF] for shift in shifts)
