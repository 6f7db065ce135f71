"""The code a reporter comes back with: 25 digits of chance, and ten that mend one wrong group.

Written in seven groups of five. The first five groups are the code; the last two are checks: over
the prime 100,003, the sum of all groups and the sum of all groups weighted by their place are zero.
So one wrong group has exactly one place and one value that mend it, and two wrong groups are almost
always noticed. Digits, because words differ between scripts; those of any script are read.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

GROUP = 5
DATA_GROUPS = 5
GROUPS = 7
DIGITS = GROUP * DATA_GROUPS
TYPED_DIGITS = GROUP * GROUPS
_PRIME = 100_003
_LARGEST = 10**GROUP


class Trouble(Enum):
    """Why something typed is no code."""

    TOO_FEW = "too few digits"
    TOO_MANY = "too many digits"
    NOT_ONE = "more than one group is wrong"


class CodeError(Exception):
    """What was typed is no code; ``trouble`` says why. It never carries the digits."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True)
class Code:
    """One code: its 25 ``digits``, in ASCII. ``was_mended``: one group had been typed wrong."""

    digits: str
    was_mended: bool = False

    @property
    def groups(self) -> tuple[str, ...]:
        """Seven groups of five digits, the checks last."""
        return tuple(f"{group:05}" for group in _with_checks(_split(self.digits)))

    def __str__(self) -> str:
        return " ".join(self.groups)

    def __repr__(self) -> str:
        return "Code(…)"


def code_from(secret: bytes) -> Code:
    """The one code that belongs to at least 16 bytes of chance (HKDF-SHA256, RFC 5869).

    The same secret always gives the same code, so that an answer that was lost on its way can be
    asked for again. About one draw in 17,000 has a check of six digits and is drawn anew.
    """
    if len(secret) < 16:
        raise ValueError("a code needs at least 16 bytes of chance")
    for attempt in range(256):
        info = b"breakwater code v1 " + bytes([attempt])
        drawn = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)
        digits = f"{int.from_bytes(drawn, 'big') % 10**DIGITS:0{DIGITS}}"
        if max(_with_checks(_split(digits))) < _LARGEST:
            return Code(digits)
    raise AssertionError("256 draws in a row are not chance")


def read_code(typed: str) -> Code:
    """The code that was typed, with one wrong group mended; else CodeError.

    Digits of every script count (Unicode Nd); everything that is no digit is passed over.
    """
    digits = "".join(str(unicodedata.digit(one)) for one in typed if one.isdecimal())
    if len(digits) != TYPED_DIGITS:
        few = len(digits) < TYPED_DIGITS
        raise CodeError(Trouble.TOO_FEW if few else Trouble.TOO_MANY)
    groups = _split(digits)
    mended = _mended(groups)
    written = "".join(f"{group:05}" for group in mended[:DATA_GROUPS])
    return Code(written, was_mended=mended != groups)


def _mended(groups: list[int]) -> list[int]:
    total, weighted = _sums(groups)
    if total == 0 == weighted:
        return groups
    if total == 0:
        raise CodeError(Trouble.NOT_ONE)
    # One error e in place p (from 1): total = e, weighted = p·e.
    place = weighted * pow(total, -1, _PRIME) % _PRIME
    if not 1 <= place <= GROUPS:
        raise CodeError(Trouble.NOT_ONE)
    right = (groups[place - 1] - total) % _PRIME
    if right >= _LARGEST:
        raise CodeError(Trouble.NOT_ONE)
    return [*groups[: place - 1], right, *groups[place:]]


def _with_checks(data: list[int]) -> list[int]:
    """``data`` and the two groups that make both sums zero."""
    total, weighted = _sums(data)
    # x + y = -total and 6x + 7y = -weighted.
    second = (6 * total - weighted) % _PRIME
    first = (-total - second) % _PRIME
    return [*data, first, second]


def _sums(groups: Sequence[int]) -> tuple[int, int]:
    weighted = sum(place * group for place, group in enumerate(groups, start=1))
    return sum(groups) % _PRIME, weighted % _PRIME


def _split(digits: str) -> list[int]:
    return [int(digits[at : at + GROUP]) for at in range(0, len(digits), GROUP)]
