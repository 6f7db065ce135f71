"""Making proofs, from the recursive definitions of RFC 6962; ``check`` is written apart."""

from breakwater.domain.audit_log.tree import ReadNode, cover, range_root


def inclusion(index: int, size: int, read_node: ReadNode) -> list[bytes]:
    """PATH(index, D[size]) of RFC 6962 section 2.1.1: from the leaf's sibling up to the root.

    Raises ValueError where the tree of ``size`` has no entry ``index``.
    """
    return [range_root(start, end, read_node) for start, end in _inclusion_ranges(index, size)]


def consistency(old_size: int, new_size: int, read_node: ReadNode) -> list[bytes]:
    """PROOF(old_size, D[new_size]) of RFC 6962 section 2.1.2; empty from 0 and between equals.

    Raises ValueError where ``old_size`` is above ``new_size``.
    """
    return [
        range_root(start, end, read_node) for start, end in _consistency_ranges(old_size, new_size)
    ]


def inclusion_nodes(index: int, size: int) -> list[tuple[int, int]]:
    """The nodes ``inclusion`` will read, so that a store may fetch them in one query."""
    return _nodes(_inclusion_ranges(index, size))


def consistency_nodes(old_size: int, new_size: int) -> list[tuple[int, int]]:
    """The nodes ``consistency`` will read, so that a store may fetch them in one query."""
    return _nodes(_consistency_ranges(old_size, new_size))


def _nodes(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [node for start, end in ranges for node in cover(start, end)]


def _inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} entries has no entry {index}")
    ranges, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def _consistency_ranges(old_size: int, new_size: int) -> list[tuple[int, int]]:
    if not 0 <= old_size <= new_size:
        raise ValueError(f"a tree of {new_size} entries cannot extend one of {old_size}")
    if old_size == 0:
        return []
    ranges, start, end = [], 0, new_size
    while old_size != end:
        middle = start + _split(end - start)
        if old_size <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start:
        # SUBPROOF with b false: the old tree's last subtree is not its whole root.
        ranges.append((start, end))
    return ranges[::-1]


def _split(count: int) -> int:
    return 1 << (count - 1).bit_length() - 1
