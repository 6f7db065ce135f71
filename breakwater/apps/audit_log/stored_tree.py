"""The stored nodes of one log, behind the one reader that the domain's tree asks for."""

from collections.abc import Iterable

from django.db import connection

from breakwater.domain.audit_log import prove, tree
from breakwater.domain.audit_log.tiles import TILE_WIDTH

_INSERT = "INSERT INTO audit_log_node (log_id, position, hash) VALUES (%s, %s, %s)"
# SQLite allows 32,766 parameters in a statement, PostgreSQL 65,535; a proof needs at most 126.
_AT_ONCE = 1_000


def position(level: int, index: int) -> int:
    """One number for each node: its place when the whole tree is read from left to right.

    Leaves are even; the parent of two nodes stands between them. It never changes as the tree
    grows.
    """
    return ((2 * index + 1) << level) - 1


class StoredTree:
    """Reads the nodes of one log; remembers what it read, which is safe as nodes never change."""

    def __init__(self, log_id: int) -> None:
        self._log_id = log_id
        self._known: dict[int, bytes] = {}

    def fetch(self, nodes: Iterable[tuple[int, int]]) -> None:
        """Read nodes in as few queries as may be, so that ``read_node`` finds them."""
        wanted = [place for node in nodes if (place := position(*node)) not in self._known]
        for start in range(0, len(wanted), _AT_ONCE):
            self._fetch(wanted[start : start + _AT_ONCE])

    def _fetch(self, places: list[int]) -> None:
        marks = ", ".join(["%s"] * len(places))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT position, hash FROM audit_log_node "  # noqa: S608 (marks only)
                f"WHERE log_id = %s AND position IN ({marks})",
                [self._log_id, *places],
            )
            self._known.update((place, bytes(value)) for place, value in cursor.fetchall())

    def read_node(self, level: int, index: int) -> bytes:
        """The hash of a complete node; KeyError where the tree has none (yet)."""
        place = position(level, index)
        if place not in self._known:
            self._fetch([place])
        return self._known[place]

    def append(self, size: int, leaf_hashes: list[bytes]) -> None:
        """Store the leaves after the first ``size`` and every node they complete."""
        if size & 1:
            # The parents that the first leaf completes hang on these peaks, and on no others.
            ones = (~size & (size + 1)).bit_length() - 1
            self.fetch(tree.peaks(size)[-ones:])
        made = tree.append(size, leaf_hashes, self.read_node)
        rows = [(self._log_id, position(*node), value) for node, value in made.items()]
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, rows)

    def root(self, size: int) -> bytes:
        """The root of the first ``size`` entries."""
        self.fetch(tree.peaks(size))
        return tree.root(size, self.read_node)

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """The proof that entry ``index`` is in the tree of ``size``."""
        self.fetch(prove.inclusion_nodes(index, size))
        return prove.inclusion(index, size, self.read_node)

    def consistency(self, old_size: int, new_size: int) -> list[bytes]:
        """The proof that the tree of ``new_size`` extends that of ``old_size``."""
        self.fetch(prove.consistency_nodes(old_size, new_size))
        return prove.consistency(old_size, new_size, self.read_node)


class TileReader:
    """Reads node after node of a whole log, a tile's worth at a time; holds one tile in memory."""

    def __init__(self, log_id: int) -> None:
        self._log_id = log_id
        self._tile: tuple[int, int] | None = None
        self._stored = StoredTree(log_id)

    def read_node(self, level: int, index: int) -> bytes:
        """The hash of a complete node; KeyError where the tree has none."""
        number = index // TILE_WIDTH
        if self._tile != (level, number):
            self._stored = StoredTree(self._log_id)
            first = number * TILE_WIDTH
            self._stored.fetch((level, first + place) for place in range(TILE_WIDTH))
            self._tile = (level, number)
        return self._stored.read_node(level, index)
