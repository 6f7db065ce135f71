"""Open what was sealed. Only the gate imports this (import contract)."""

import pyrage

from breakwater.domain.plain_error import PlainError
from breakwater.sealing.padding import unpad


def open_sealed(sealed: bytes, *, identity: str) -> bytes:
    """The content of an age file sealed to ``identity`` (``AGE-SECRET-KEY-1…``).

    Errors never carry the identity or anything of the content.
    """
    try:
        key = pyrage.x25519.Identity.from_str(identity)
        padded = pyrage.decrypt(sealed, [key])
    except pyrage.IdentityError:
        raise PlainError("that is not a key that opens sealed mail") from None
    except pyrage.DecryptError:
        raise PlainError("this key does not open it, or it is damaged") from None
    return unpad(padded)
