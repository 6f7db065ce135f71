"""The meaning hash: what a pack answers, however it is written.

A reduced ordered decision diagram (Bryant, 1986, with many-valued nodes) is the same for two packs
exactly when every case has the same answer. Facts and values are taken in the order of their names,
each node is named by the SHA-256 of its children, and a fact that never matters has no node. So
reordering or splitting rules keeps the hash, and changing the outcome or duties of one case
changes it. Sentences and sources are not meaning; signatures cover those, over the file's bytes.
"""

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256

from breakwater.domain.firewall.facts import Box, Space
from breakwater.domain.firewall.rules import PackError

_MOST_NODES = 50_000  # a pack of ten rules has about twenty


def meaning_hash(space: Space, answers: Sequence[tuple[Box, str]]) -> str:
    """64 hexadecimal digits for boxes that partition ``space``, each with its answer as text."""
    return _Diagram(space, answers).node(0, (1 << len(answers)) - 1)


class _Diagram:
    """Sets of rules are integers: bit ``n`` stands for the rule ``n`` of ``answers``."""

    def __init__(self, space: Space, answers: Sequence[tuple[Box, str]]) -> None:
        boxes = [box for box, _ in answers]
        self.rules_of_leaf: dict[str, int] = {}
        for rule, (_, answer) in enumerate(answers):
            leaf = _hash(["answer", answer])
            self.rules_of_leaf[leaf] = self.rules_of_leaf.get(leaf, 0) | 1 << rule
        self.facts = []  # of each: its name, the rules that name it, the rules with each value
        for fact in sorted(space.facts, key=lambda fact: fact.name):
            mask = space.mask(fact.name)
            named = _set(box & mask != mask for box in boxes)
            values = [
                (value, _set(bool(box & space.bit(fact.name, value)) for box in boxes))
                for value in sorted(fact.value_names)
            ]
            self.facts.append((fact.name, named, values))
        self.known: dict[tuple[int, int], str] = {}

    def node(self, place: int, live: int) -> str:
        """The hash of what is open while the rules ``live`` remain and the facts from ``place``."""
        for leaf, rules in self.rules_of_leaf.items():
            if not live & ~rules:
                return leaf
        # There is such a fact: rules that no fact tells apart would overlap, and the proof has
        # excluded that.
        while not live & self.facts[place][1]:
            place += 1
        if (place, live) not in self.known:
            if len(self.known) >= _MOST_NODES:
                raise PackError("the rules are too entangled for their meaning to be computed")
            name, _, values = self.facts[place]
            children = [[value, self.node(place + 1, live & rules)] for value, rules in values]
            same = len({child for _, child in children}) == 1
            self.known[place, live] = children[0][1] if same else _hash([name, children])
        return self.known[place, live]


def _set(members: Iterable[bool]) -> int:
    return sum(1 << place for place, is_member in enumerate(members) if is_member)


def _hash(content: object) -> str:
    return sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()
