"""A little work done by the sender's own device, so that ten thousand reports cost something.

The sender finds a number such that SHA-256 of ``<token>:<number>`` begins with ``BITS`` zero bits:
about a second on a cheap phone while she writes, and nothing she has to do. Checking costs one
hash.
"""

import re
from hashlib import sha256

BITS = 14
_NUMBER = re.compile(r"[0-9]{1,12}")


def is_proof(token: str, number: str) -> bool:
    """Whether ``number`` proves the work for ``token``."""
    if not _NUMBER.fullmatch(number):
        return False
    digest = sha256(f"{token}:{number}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - BITS) == 0
