"""Checking proofs, written from RFC 9162 and apart from ``prove``, so that one catches the other.

``prove`` descends the tree by recursion on ranges (RFC 6962); this climbs from the leaf by the
bits of the index (RFC 9162 sections 2.1.3.2 and 2.1.4.2). Both describe the same proofs.
"""

from __future__ import annotations

from collections.abc import Sequence

from breakwater.domain.audit_log.hashing import EMPTY_ROOT, HASH_SIZE, node_hash

# 2^63 leaves make a path of 63 hashes; tlog-witness allows a client no more.
LONGEST_PROOF = 63


def inclusion_holds(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> bool:
    """Say whether ``leaf`` (a leaf hash) is entry ``index`` of the tree of ``size`` under ``root``.

    RFC 9162 section 2.1.3.2. Never raises: a proof of any length, with hashes of any length, for
    any numbers, is simply refused.
    """
    if not 0 <= index < size or not _well_formed(proof, leaf, root):
        return False
    at, last, climbed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            climbed = node_hash(sibling, climbed)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            climbed = node_hash(climbed, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and climbed == root


def consistency_holds(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether the tree of ``new_size`` under ``new_root`` extends that of ``old_size``.

    RFC 9162 section 2.1.4.2; from the empty tree and between equal sizes the proof is empty
    (tlog-witness, add-checkpoint). Never raises.
    """
    if old_size == new_size:
        same = not proof and old_root == new_root
        return same and (old_size > 0 or (old_size == 0 and old_root == EMPTY_ROOT))
    if not 0 <= old_size < new_size or not _well_formed(proof, old_root, new_root):
        return False
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    return _climbs_to_both(old_size, new_size, old_root, new_root, list(proof))


def _climbs_to_both(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, path: list[bytes]
) -> bool:
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    at, last = old_size - 1, new_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def _well_formed(proof: Sequence[bytes], first: bytes, second: bytes) -> bool:
    return len(proof) <= LONGEST_PROOF and all(
        len(value) == HASH_SIZE for value in (first, second, *proof)
    )
