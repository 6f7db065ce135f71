"""Which counts may be shown, so that no small one can be worked out from what is shown.

Two rules:

1. A count under five is not shown (nor is a nought: it would say that nothing happened).
2. A count that has parts is shown only where every one of its parts is shown, and so on down.
   "Part" means that a reader could subtract: the rows of a sum, and also a row counted by itself
   of which others are the outcomes (offered: accepted, declined).

Rule 2 is the secondary suppression. It is coarser than choosing further cells to hide, and in
return it can be proved: a hidden count occurs in no shown row, in none of any month and in no sum
of them, because months are published one by one and no row spans two. So whatever set of published
statements somebody adds and subtracts, a hidden count is in none of them, and replacing it by any
other number under five leaves every published character as it is. Nothing in the choice of what to
hide depends on how large anything else is, so the pattern of hidden rows says nothing more either.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping

SMALLEST_SHOWN = 5


class Hidden(enum.Enum):
    """Why a count is not shown."""

    FEWER_THAN_FIVE = "fewer-than-5"
    NOT_SHOWN = "not-shown"


def suppress(
    counts: Mapping[str, int], parts: Mapping[str, tuple[str, ...]]
) -> dict[str, int | Hidden]:
    """What is shown of each row: its count, or why not.

    ``counts`` has every counted row; a row that is only in ``parts`` is the sum of its parts.
    ``parts`` must not be circular.
    """
    shown: dict[str, int | Hidden] = {}
    for row in [*counts, *parts]:
        _settle(row, counts, parts, shown)
    return shown


def _settle(
    row: str,
    counts: Mapping[str, int],
    parts: Mapping[str, tuple[str, ...]],
    shown: dict[str, int | Hidden],
) -> int | Hidden:
    if row not in shown:
        below = [_settle(part, counts, parts, shown) for part in parts.get(row, ())]
        numbers = [value for value in below if isinstance(value, int)]
        count = counts.get(row, sum(numbers))
        if len(numbers) < len(below):
            # Not even "fewer than 5": that would bound the parts by their sum.
            shown[row] = Hidden.NOT_SHOWN
        else:
            shown[row] = count if count >= SMALLEST_SHOWN else Hidden.FEWER_THAN_FIVE
    return shown[row]
