"""A little work done by the sender's own device, so that ten thousand reports cost something.

The sender finds a number such that SHA-256 of ``<token>:<number>`` begins with so many zero bits,
while she writes, and nothing she has to do. Checking costs one hash. The more reports came from
the same place in the last minutes, the more bits: each doubles the work. ``MOST_BITS`` take a cheap
phone 14 seconds on average and seldom a minute (measured: docs/adr/0041).
"""

import re
from hashlib import sha256

BITS = 14
MOST_BITS = 20
# Reports of the last minutes for which one more bit is asked: a hostel's evening asks for none.
_FROM_ONE_PLACE = 40
_FROM_EVERYWHERE = 400
_NUMBER = re.compile(r"[0-9]{1,12}")


def bits_needed(from_here: float, from_everywhere: float) -> int:
    """The bits asked of the next report, after so many in the last minutes."""
    more = int(from_here // _FROM_ONE_PLACE) + int(from_everywhere // _FROM_EVERYWHERE)
    return min(BITS + more, MOST_BITS)


def bits_shown(token: str, number: str) -> int:
    """How much work ``number`` proves for ``token``: leading zero bits, 32 at most."""
    if not _NUMBER.fullmatch(number):
        return 0
    digest = sha256(f"{token}:{number}".encode()).digest()
    return 32 - int.from_bytes(digest[:4], "big").bit_length()
