"""Hashing a whole log from its files, fast: the tight loops of an audit.

Two hashes for each entry, and nothing else that costs: entries are of one length, so a bundle is
cut at fixed places; tiles are handled as joined bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from breakwater.domain.audit_log.entry import ENTRY_SIZE
from breakwater.domain.audit_log.hashing import EMPTY_ROOT, HASH_SIZE
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.tiles import TILE_HEIGHT, TILE_WIDTH, Bundle, Tile, bundles_of

FRAMED_ENTRY = 2 + ENTRY_SIZE


def read_whole(read: Callable[[str], bytes | None], path: str) -> bytes:
    """Read a file that must be there; MalformedError names it if it is not."""
    data = read(path)
    if data is None:
        raise MalformedError(f"the file {path} is missing")
    return data


def bundle_leaves(bundle: Bundle, data: bytes) -> bytes:
    """The leaf hashes, joined, of a bundle of 64-byte entries; MalformedError if it is none."""
    lengths = (data[0::FRAMED_ENTRY], data[1::FRAMED_ENTRY])
    expected = (b"\x00" * bundle.width, bytes([ENTRY_SIZE]) * bundle.width)
    if len(data) != bundle.width * FRAMED_ENTRY or lengths != expected:
        raise MalformedError(
            f"the file {bundle.path} does not hold {bundle.width} entries of {ENTRY_SIZE} bytes"
        )
    return b"".join(
        [
            sha256(b"\x00" + data[at : at + ENTRY_SIZE]).digest()
            for at in range(2, len(data), FRAMED_ENTRY)
        ]
    )


def parents(hashes: bytes) -> bytes:
    """The parents, joined, of an even number of joined hashes."""
    return b"".join(
        [
            sha256(b"\x01" + hashes[at : at + 2 * HASH_SIZE]).digest()
            for at in range(0, len(hashes), 2 * HASH_SIZE)
        ]
    )


def subtree_root(hashes: bytes) -> bytes:
    """The root over joined hashes whose number is a power of two."""
    while len(hashes) > HASH_SIZE:
        hashes = parents(hashes)
    return hashes


def audit_tree(size: int, read: Callable[[str], bytes | None]) -> bytes:
    """Read every bundle and tile of a log of ``size``; return the root they hash to.

    MalformedError, naming the first file, if one is missing, has a wrong length, or is not what
    the level below hashes to. One bundle and one hash for each 256 entries are held in memory.
    """
    above: list[bytes] = []
    for bundle in bundles_of(size):
        leaves = bundle_leaves(bundle, read_whole(read, bundle.path))
        above += _checked_tile(Tile(0, bundle.index, bundle.width), leaves, read)
    level = 1
    while above:
        here, above = above, []
        for at in range(0, len(here), TILE_WIDTH):
            row = here[at : at + TILE_WIDTH]
            tile = Tile(level, at // TILE_WIDTH, len(row))
            above += _checked_tile(tile, b"".join(row), read)
        level += 1
    return root_from_tiles(size, size, read)


def _checked_tile(tile: Tile, hashes: bytes, read: Callable[[str], bytes | None]) -> list[bytes]:
    """Compare a tile with what it should hold; the one hash a full tile gives to the level above.

    Which entry is wrong can be told at level 0: the first hash that differs.
    """
    data = read_whole(read, tile.path)
    if data != hashes:
        raise MalformedError(_difference(tile, data, hashes))
    return [subtree_root(hashes)] if tile.width == TILE_WIDTH else []


def _difference(tile: Tile, data: bytes, hashes: bytes) -> str:
    place = 0
    for at in range(0, len(hashes), HASH_SIZE):
        if data[at : at + HASH_SIZE] != hashes[at : at + HASH_SIZE]:
            place = at // HASH_SIZE
            break
    if tile.level == 0:
        entry = tile.index * TILE_WIDTH + place
        return f"entry {entry:,} is not the one the log's tree was built from ({tile.path})"
    return f"the file {tile.path} does not follow from the tiles below it"


def root_from_tiles(size: int, of: int, read: Callable[[str], bytes | None]) -> bytes:
    """The root of the first ``size`` entries, from the tiles of a log of ``of`` entries."""
    root, end = b"", size
    while end:
        # From the right: the smallest complete subtree first.
        level = (end & -end).bit_length() - 1
        end -= 1 << level
        node = _node_from_tiles(level, end >> level, of, read)
        root = sha256(b"\x01" + node + root).digest() if root else node
    return root or EMPTY_ROOT


def _node_from_tiles(level: int, index: int, of: int, read: Callable[[str], bytes | None]) -> bytes:
    row, height = divmod(level, TILE_HEIGHT)
    number, place = divmod(index << height, TILE_WIDTH)
    width = min(TILE_WIDTH, (of >> row * TILE_HEIGHT) - number * TILE_WIDTH)
    data = read_whole(read, Tile(row, number, width).path)
    return subtree_root(data[place * HASH_SIZE : (place + (1 << height)) * HASH_SIZE])
