"""Pacing: how many of one sort are let through from one place, so that a flood drowns nobody.

A bucket for each place holds ``burst`` and refills evenly over ``seconds``. Places are forgotten
when their bucket is full again; nothing is written anywhere. ``Recent`` only counts.
"""

import math
from dataclasses import dataclass, field

_MOST_PLACES = 50_000


@dataclass
class Pacing:
    """``let`` says whether one more may pass now; times are seconds on any steady clock."""

    burst: int
    seconds: float
    _levels: dict[str, tuple[float, float]] = field(default_factory=dict)

    def let(self, place: str, now: float) -> bool:
        """Whether one more from ``place`` may pass at ``now``; it is counted if it does."""
        level, since = self._levels.get(place, (float(self.burst), now))
        level = min(self.burst, level + (now - since) * self.burst / self.seconds)
        if level < 1:
            return False
        if len(self._levels) >= _MOST_PLACES:
            self._forget_full(now)
        self._levels[place] = (level - 1, now)
        return True

    def give_back(self, place: str) -> None:
        """The last one that passed from ``place`` is not counted after all."""
        if place in self._levels:
            level, since = self._levels[place]
            self._levels[place] = (min(self.burst, level + 1), since)

    def wait(self, place: str, now: float) -> float:
        """Seconds until one more from ``place`` may pass."""
        level, since = self._levels.get(place, (float(self.burst), now))
        level += (now - since) * self.burst / self.seconds
        return max(0.0, (1 - level) * self.seconds / self.burst)

    def forget(self) -> None:
        """Every bucket is full again."""
        self._levels.clear()

    def _forget_full(self, now: float) -> None:
        self._levels = {
            place: (level, since)
            for place, (level, since) in self._levels.items()
            if level + (now - since) * self.burst / self.seconds < self.burst
        }
        if len(self._levels) >= _MOST_PLACES:
            # More places than anyone has: a forged one each. Then all share what one place has.
            self._levels.clear()


@dataclass
class Recent:
    """About how many came from one place in the last ``seconds``: each counts less as it ages."""

    seconds: float
    _counts: dict[str, tuple[float, float]] = field(default_factory=dict)

    def came(self, place: str, now: float) -> None:
        """One more came from ``place`` at ``now``."""
        if len(self._counts) >= _MOST_PLACES and place not in self._counts:
            self._forget_old(now)
        self._counts[place] = (self.count(place, now) + 1, now)

    def count(self, place: str, now: float) -> float:
        """How many did."""
        count, since = self._counts.get(place, (0.0, now))
        return count * math.exp((since - now) / self.seconds)

    def forget(self) -> None:
        """Nobody came."""
        self._counts.clear()

    def _forget_old(self, now: float) -> None:
        self._counts = {
            place: kept for place, kept in self._counts.items() if self.count(place, now) >= 1
        }
        if len(self._counts) >= _MOST_PLACES:
            # A forged place each: only what came from everywhere still tells.
            self._counts.clear()
