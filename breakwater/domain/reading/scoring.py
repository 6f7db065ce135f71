"""Compares readings with truth files, field by field.

A field is one key of the document or one key of one recommendation. The key ``recommendations``
itself is a field too: it is right when the numbers are the right ones in the right order.
Items are paired by number, in order; an item that is lost or invented counts every key wrong.
Strings are equal when they are once white space is reduced. The order within ``flags``,
``responding_bodies``, ``signatory_posts``, ``addressees`` and ``evidence`` means nothing; that of
``cites`` is the order of the text and counts.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from breakwater.domain.reading.passages import plain
from breakwater.domain.reading.reading import DOCUMENT_KEYS, RECOMMENDATION_KEYS

_SETS = frozenset({"flags", "responding_bodies", "signatory_posts", "addressees", "evidence"})


@dataclass(frozen=True, slots=True)
class Wrong:
    """One field that is not what the truth file says."""

    document: str
    field: str
    expected: Any
    found: Any


@dataclass(slots=True)
class Score:
    """How many fields were right, by the name of the key, and which were wrong."""

    documents: int = 0
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    mistakes: list[Wrong] = field(default_factory=list)

    @property
    def fields(self) -> int:
        """How many fields were compared."""
        return self.right.total() + self.wrong.total()

    @property
    def percent(self) -> float:
        """The share of right fields, of 100; an empty comparison has none wrong."""
        return 100 * self.right.total() / self.fields if self.fields else 100.0

    def add(self, document: str, found: Mapping[str, Any], truth: Mapping[str, Any]) -> None:
        """Compare one document, as JSON holds it, with its truth."""
        self.documents += 1
        for name, expected, actual in _pairs(found, truth):
            key = name.rpartition(".")[2]
            if _same(key, expected, actual):
                self.right[key] += 1
            else:
                self.wrong[key] += 1
                self.mistakes.append(Wrong(document, name, expected, actual))

    def lines(self) -> Iterator[str]:
        """The table of fields, right and wrong, and the closing line."""
        for key in (*DOCUMENT_KEYS, *RECOMMENDATION_KEYS):
            yield f"{key:24} {self.right[key]:5} right {self.wrong[key]:5} wrong"
        found = f"{self.percent:.1f} % of {self.fields} fields right"
        yield f"score: {found} in {self.documents} documents"


ABSENT = "(no such item)"


def _pairs(found: Mapping[str, Any], truth: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for key in DOCUMENT_KEYS:
        if key == "recommendations":
            yield key, _numbers(truth[key]), _numbers(found[key])
        else:
            yield key, truth[key], found[key]
    for number, expected, actual in _paired(found["recommendations"], truth["recommendations"]):
        for key in RECOMMENDATION_KEYS:
            yield (
                f"recommendation {number}.{key}",
                expected[key] if expected else ABSENT,
                actual[key] if actual else ABSENT,
            )


def _numbers(items: Sequence[Mapping[str, Any]]) -> list[str]:
    return [item["number"] for item in items]


def _paired(
    found: Sequence[Mapping[str, Any]], truth: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, Mapping[str, Any] | None, Mapping[str, Any] | None]]:
    """Each item of either side with the one of the same number on the other; repeats in order."""
    waiting: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for item in found:
        waiting[item["number"]].append(item)
    for expected in truth:
        same = waiting[expected["number"]]
        yield expected["number"], expected, same.pop(0) if same else None
    for number, invented in waiting.items():
        for item in invented:
            yield number, None, item


def _same(key: str, expected: Any, actual: Any) -> bool:
    one, other = _normal(expected), _normal(actual)
    if key in _SETS and isinstance(one, list) and isinstance(other, list):
        return sorted(map(json.dumps, one)) == sorted(map(json.dumps, other))
    return bool(one == other)


def _normal(value: Any) -> Any:
    match value:
        case str():
            return plain(value)
        case list() | tuple():
            return [_normal(item) for item in value]
        case dict():
            return {key: _normal(held) for key, held in sorted(value.items())}
        case _:
            return value
