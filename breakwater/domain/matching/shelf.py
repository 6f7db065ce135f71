"""Matching a hundred thousand services at once.

The services stand on a shelf in the part of their order that no wish changes: by whether they help
people who cannot get benefits, by name, by id. For each thing a wish may ask there is one whole
number whose bits say which places on the shelf have it. A wish is then a few ANDs, and its order is
taken tier by tier, lowest bit first. ``fit.py`` is the rule; nothing is decided here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from breakwater.domain.matching.facts import Facts, Wish, area_of
from breakwater.domain.matching.fit import (
    Fit,
    Language,
    fit,
    helps,
    home_office_tier,
    language_of,
    recourse_tier,
)
from breakwater.domain.matching.words import Group

_Key = TypeVar("_Key")


class Shelf:
    """Every public service, ready to be matched on one day."""

    def __init__(self, services: Iterable[Facts], today: date) -> None:
        self._today = today
        self._facts = sorted(
            services, key=lambda one: (recourse_tier(one), one.name.casefold(), one.id)
        )
        self._all = (1 << len(self._facts)) - 1
        self._needs = self._marked(lambda one: one.needs)
        self._groups = self._marked(lambda one: one.groups)
        self._helped = self._marked(lambda one: [each for each in Group if helps(each, one)])
        self._languages = self._marked(lambda one: one.languages or ())
        self._without_language = self._marked(lambda one: [language_of(_NOBODYS, one)])
        self._stale = self._marked(lambda one: [one.is_stale(today)])
        self._home_office = self._marked(lambda one: [home_office_tier(one)])
        self._everywhere = self._marked(lambda one: [True] if one.everywhere else ())[True]
        self._nowhere = self._marked(lambda one: () if one.areas else [True])[True]
        # Thousands of districts, each with few services: lists of places are smaller than numbers.
        self._districts: dict[str, list[int]] = defaultdict(list)
        self._areas: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(self._facts):
            for code in one.areas:
                self._districts[code].append(place)
            for area in {area_of(code) for code in one.areas}:
                self._areas[area].append(place)

    def __len__(self) -> int:
        return len(self._facts)

    def count(self, wish: Wish) -> int:
        """How many fit."""
        return self._fitting(wish).bit_count()

    def best(self, wish: Wish, most: int) -> list[Fit]:
        """The first ``most`` of those that fit, in order, each with its reasons."""
        found: list[Fit] = []
        for tier in self._tiers(wish):
            for place in _places(tier, most - len(found)):
                made = fit(wish, self._facts[place], self._today)
                assert made is not None, "the shelf and the rule disagree"
                found.append(made)
            if len(found) == most:
                break
        return found

    def _fitting(self, wish: Wish) -> int:
        fitting = self._all
        if wish.need is not None:
            fitting &= self._needs[wish.need]
        if wish.group is not None:
            fitting &= self._helped[wish.group]
        if fitting and (wish.home or wish.away):
            near, everywhere, unknown = self._reach(wish)
            fitting &= near | everywhere | unknown
        return fitting

    def _tiers(self, wish: Wish) -> Iterator[int]:
        """Those that fit, in groups of equal standing, the best group first."""
        levels = [
            [self._stale[False], self._stale[True]],
            [self._home_office[0], self._home_office[1], self._home_office[2]],
            self._by_language(wish),
            list(self._reach(wish)) if wish.home or wish.away else [self._all],
            self._by_group(wish),
        ]
        return _divided(self._fitting(wish), levels)

    def _by_language(self, wish: Wish) -> list[int]:
        if not wish.languages:
            return [self._all]
        speaks = 0
        for language in wish.languages:
            speaks |= self._languages[language]
        rest = self._all & ~speaks
        others = (Language.INTERPRETS, Language.NOT_SAID, Language.NO)
        return [speaks, *(self._without_language[tier] & rest for tier in others)]

    def _by_group(self, wish: Wish) -> list[int]:
        if wish.group is None and not wish.lgbt:
            return [self._all]
        made_for = self._groups[wish.group] if wish.group else 0
        made_for |= self._groups[Group.LGBT] if wish.lgbt else 0
        return [made_for, self._all & ~made_for]

    def _reach(self, wish: Wish) -> tuple[int, int, int]:
        """Near, reached from everywhere, and those of which nobody has said where they are."""
        area = area_of(wish.home)
        if wish.away:
            near = self._all & ~self._nowhere & ~self._number(self._areas[area]) if area else 0
            return near, self._everywhere & ~near, 0
        if wish.home == area:
            places = self._areas[area]
        else:
            places = [*self._districts[wish.home], *self._districts[area]]
        near = self._number(places)
        everywhere = self._everywhere & ~near
        return near, everywhere, self._nowhere & ~everywhere & ~near

    def _marked(self, of: Callable[[Facts], Iterable[_Key]]) -> dict[_Key, int]:
        places: dict[_Key, list[int]] = defaultdict(list)
        for place, one in enumerate(self._facts):
            for key in of(one):
                places[key].append(place)
        numbers: dict[_Key, int] = defaultdict(int)
        numbers.update((key, self._number(where)) for key, where in places.items())
        return numbers

    def _number(self, places: Sequence[int]) -> int:
        bits = bytearray(len(self._facts) // 8 + 1)
        for place in places:
            bits[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(bits, "little")


# A language that no service speaks: what is left is what a service can do without it.
_NOBODYS = frozenset({""})


def _divided(fitting: int, levels: Sequence[Sequence[int]]) -> Iterator[int]:
    if not fitting:
        return
    if not levels:
        yield fitting
        return
    for part in levels[0]:
        yield from _divided(fitting & part, levels[1:])


def _places(bits: int, most: int) -> Iterator[int]:
    while bits and most > 0:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
        most -= 1
