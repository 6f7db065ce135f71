"""C2SP tlog-tiles: where tiles and entry bundles lie, and what bytes they hold.

A log is a finite set of static files under one prefix (tlog-tiles, APIs). This module names them,
writes them from stored nodes and entries, and reads them back strictly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from breakwater.domain.audit_log.malformed import MalformedError

TILE_WIDTH = 256
TILE_HEIGHT = 8
LARGEST_ENTRY = 2**16 - 1
_INDEX = r"(?P<index>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
_TILE_PATH = re.compile(r"tile/(?P<level>entries|0|[1-9][0-9]?)/" + _INDEX)


@dataclass(frozen=True)
class Tile:
    """A run of ``width`` hashes at ``level`` (tlog-tiles, Merkle Tree); 256 wide when full."""

    level: int
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """``tile/<L>/<N>[.p/<W>]``."""
        return f"tile/{self.level}/{_written_index(self.index, self.width)}"


@dataclass(frozen=True)
class Bundle:
    """A run of ``width`` entries (tlog-tiles, Log entries); 256 wide when full."""

    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """``tile/entries/<N>[.p/<W>]``."""
        return f"tile/entries/{_written_index(self.index, self.width)}"


def _written_index(index: int, width: int) -> str:
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    partial = "" if width == TILE_WIDTH else f".p/{width}"
    return "".join(f"x{group}/" for group in groups[:-1]) + groups[-1] + partial


def read_tile_path(path: str) -> Tile | Bundle:
    """Read the path of a tile or bundle back, in its one spelling.

    Raises MalformedError for anything else, so that a server may hand foreign paths straight in.
    """
    found = _TILE_PATH.fullmatch(path) if len(path) < LARGEST_ENTRY else None
    if found:
        index = int(re.sub("[x/]", "", found["index"]))
        width = int(found["width"] or TILE_WIDTH)
        if found["level"] == "entries":
            resource: Tile | Bundle = Bundle(index, width)
        else:
            resource = Tile(int(found["level"]), index, width)
        if resource.path == path and index < 2**63 and width <= TILE_WIDTH:
            return resource
    raise MalformedError("this is no address of a tile")


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a tree of ``size``, full ones and the partial one of each level, lazily."""
    level = 0
    while size:
        for index in range(size // TILE_WIDTH):
            yield Tile(level, index)
        if size % TILE_WIDTH:
            yield Tile(level, size // TILE_WIDTH, size % TILE_WIDTH)
        level, size = level + 1, size // TILE_WIDTH


def bundles_of(size: int) -> Iterator[Bundle]:
    """Every entry bundle of a log of ``size``, the partial one last, lazily."""
    for index in range(size // TILE_WIDTH):
        yield Bundle(index)
    if size % TILE_WIDTH:
        yield Bundle(size // TILE_WIDTH, size % TILE_WIDTH)


def write_tile(tile: Tile, read_node: Callable[[int, int], bytes]) -> bytes:
    """The bytes of a tile: ``width`` hashes of complete subtrees of height 8·level."""
    first = tile.index * TILE_WIDTH
    return b"".join(
        read_node(tile.level * TILE_HEIGHT, first + place) for place in range(tile.width)
    )


def write_bundle(entries: Iterable[bytes]) -> bytes:
    """The bytes of a bundle: each entry behind its length as a big-endian uint16."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def read_bundle(bundle: Bundle, data: bytes) -> list[bytes]:
    """The entries of a bundle; MalformedError unless there are exactly ``width``."""
    entries, at = [], 0
    for _ in range(bundle.width):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            raise MalformedError(f"the entry bundle {bundle.path} is cut short")
        entries.append(data[at + 2 : end])
        at = end
    if at != len(data):
        raise MalformedError(
            f"the entry bundle {bundle.path} holds more than {bundle.width} entries"
        )
    return entries
