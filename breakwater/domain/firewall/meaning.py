"""The meaning hash: what a pack answers, however it is written.

A reduced ordered decision diagram (Bryant, 1986, with many-valued nodes) is the same for two packs
exactly when every case has the same answer. Facts and values are taken in the order of their names,
each node is named by the SHA-256 of its children, and a fact that never matters has no node. So
reordering or splitting rules keeps the hash, and changing the outcome or duties of one case
changes it. Sentences and sources are not meaning; signatures cover those, over the file's bytes.
"""

import json
from collections.abc import Sequence
from hashlib import sha256

from breakwater.domain.firewall.facts import Box, Space
from breakwater.domain.firewall.rules import PackError

_MOST_NODES = 50_000  # a pack of ten rules has about twenty


def meaning_hash(space: Space, answers: Sequence[tuple[Box, str]]) -> str:
    """64 hexadecimal digits for boxes that partition ``space``, each with its answer as text."""
    return _Diagram(space, answers).node(0, tuple(range(len(answers))))


class _Diagram:
    def __init__(self, space: Space, answers: Sequence[tuple[Box, str]]) -> None:
        self.boxes = [box for box, _ in answers]
        self.leaves = [_hash(["answer", answer]) for _, answer in answers]
        self.facts = [
            (
                fact.name,
                [(value, space.bit(fact.name, value)) for value in sorted(fact.value_names)],
            )
            for fact in sorted(space.facts, key=lambda fact: fact.name)
        ]
        self.known: dict[tuple[int, tuple[int, ...]], str] = {}

    def node(self, place: int, live: tuple[int, ...]) -> str:
        """The hash of what is open while the rules ``live`` remain and the facts from ``place``."""
        leaves = {self.leaves[row] for row in live}
        if len(leaves) == 1:
            return leaves.pop()
        place, branches = self._next_that_matters(place, live)
        if (place, live) not in self.known:
            if len(self.known) >= _MOST_NODES:
                raise PackError("the rules are too entangled for their meaning to be computed")
            children = [[value, self.node(place + 1, rows)] for value, rows in branches]
            same = len({child for _, child in children}) == 1
            name = self.facts[place][0]
            self.known[place, live] = children[0][1] if same else _hash([name, children])
        return self.known[place, live]

    def _next_that_matters(
        self, place: int, live: tuple[int, ...]
    ) -> tuple[int, list[tuple[str, tuple[int, ...]]]]:
        """The first fact on which the live rules differ, with the rules left for each value.

        There is one: rules that no fact tells apart would overlap, which the proof excluded.
        """
        while True:
            branches = [
                (value, tuple(row for row in live if self.boxes[row] & bit))
                for value, bit in self.facts[place][1]
            ]
            if any(rows != live for _, rows in branches):
                return place, branches
            place += 1


def _hash(content: object) -> str:
    return sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()
