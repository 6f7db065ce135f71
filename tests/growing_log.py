"""A log in memory that can be grown, rewritten and proved, to put to a gate or a witness."""

from breakwater.domain.audit_log import prove, tree
from breakwater.domain.audit_log.checkpoint import Checkpoint
from breakwater.domain.audit_log.hashing import leaf_hash


class GrowingLog:
    """Entries by number; ``name`` makes another log's (or a rewritten log's) entries differ."""

    def __init__(self, origin: str, name: str = "") -> None:
        self.origin = origin
        self.name = name
        self.size = 0
        self._nodes: dict[tuple[int, int], bytes] = {}

    def grow(self, count: int, name: str | None = None) -> "GrowingLog":
        """Append ``count`` entries, under another name if one is given."""
        called = self.name if name is None else name
        leaves = [leaf_hash(f"{called}{self.size + n}".encode()) for n in range(count)]
        self._nodes.update(tree.append(self.size, leaves, self._read))
        self.size += count
        return self

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        """The unsigned checkpoint at ``size``."""
        at = self.size if size is None else size
        return Checkpoint(self.origin, at, tree.root(at, self._read))

    def proof(self, old: int, size: int | None = None) -> list[bytes]:
        """The consistency proof from ``old``."""
        return prove.consistency(old, self.size if size is None else size, self._read)

    def _read(self, level: int, index: int) -> bytes:
        return self._nodes[level, index]
