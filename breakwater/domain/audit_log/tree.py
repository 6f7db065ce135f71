"""The RFC 6962 tree over stored nodes: append, frontier, root.

A *node* is the root of a complete subtree: ``(level, index)`` covers the leaves
``[index·2^level, (index+1)·2^level)``. Once complete it never changes, so a store may keep it
for ever. All of the world enters through one reader, ``read_node(level, index) -> 32 bytes``;
what must be stored comes back as a value. Nothing here knows where nodes live.
"""

from collections.abc import Callable, Iterable

from breakwater.domain.audit_log.hashing import EMPTY_ROOT, node_hash

ReadNode = Callable[[int, int], bytes]


def peaks(size: int) -> list[tuple[int, int]]:
    """The nodes ``(level, index)`` whose subtrees, left to right, make up a tree of ``size``.

    ``append`` and ``root`` read these nodes and no others (besides what they made), so a store
    may fetch them in one query.
    """
    return cover(0, size)


def cover(start: int, end: int) -> list[tuple[int, int]]:
    """The largest complete nodes that make up the leaves ``[start, end)``, left to right.

    ``start`` must be a multiple of the greatest power of two not above ``end − start``, as every
    range of a Merkle proof is.
    """
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


def append(
    size: int, leaf_hashes: Iterable[bytes], read_node: ReadNode
) -> dict[tuple[int, int], bytes]:
    """Append leaves to the tree of ``size``; return the nodes that became complete.

    The result holds every leaf hash at ``(0, index)`` and each parent it completed, two nodes for
    a leaf on average. ``read_node`` is asked only for peaks of the tree of ``size``. Nothing is
    stored here: if the caller dies before storing, nothing happened.
    """
    made: dict[tuple[int, int], bytes] = {}
    for leaf in leaf_hashes:
        level, index, value = 0, size, leaf
        made[0, index] = value
        while index & 1:
            left = made.get((level, index - 1)) or read_node(level, index - 1)
            value = node_hash(left, value)
            level, index = level + 1, index >> 1
            made[level, index] = value
        size += 1
    return made


def root(size: int, read_node: ReadNode) -> bytes:
    """The root hash of the tree of ``size`` (RFC 6962 section 2.1)."""
    return range_root(0, size, read_node)


def range_root(start: int, end: int, read_node: ReadNode) -> bytes:
    """The root hash of the leaves ``[start, end)``, a range that ``cover`` accepts."""
    if start == end:
        return EMPTY_ROOT
    *left, last = (read_node(level, index) for level, index in cover(start, end))
    for value in reversed(left):
        last = node_hash(value, last)
    return last
