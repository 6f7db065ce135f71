"""Making an export: the files whose checking is ``export``."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from breakwater.domain.audit_log.checkpoint import SignedCheckpoint
from breakwater.domain.audit_log.manifest import (
    CHECKPOINT_PATH,
    KEYS_PATH,
    MANIFEST_ENTRY_PATH,
    MANIFEST_PATH,
    POLICY_PATH,
    Manifest,
    ManifestEntry,
    make_manifest,
)
from breakwater.domain.audit_log.note import VerifierKey
from breakwater.domain.audit_log.openings import OpenedEntry
from breakwater.domain.audit_log.tiles import (
    TILE_WIDTH,
    bundles_of,
    tiles_of,
    write_bundle,
    write_tile,
)
from breakwater.domain.audit_log.tree import ReadNode

ReadEntries = Callable[[int, int], Iterable[bytes]]


@dataclass(frozen=True)
class StoredLog:
    """How to read a log: ``read_node(level, index)`` and ``read_entries(start, end)``."""

    origin: str
    read_node: ReadNode
    read_entries: ReadEntries

    def files(self, size: int) -> Iterator[tuple[str, bytes]]:
        """Every tile and bundle of the log at ``size``, lazily: (path, bytes)."""
        for tile in tiles_of(size):
            yield tile.path, write_tile(tile, self.read_node)
        for bundle in bundles_of(size):
            start = bundle.index * TILE_WIDTH
            yield bundle.path, write_bundle(self.read_entries(start, start + bundle.width))


def companions(
    keys: Iterable[VerifierKey], policy: bytes, figures: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The files of an export that are no part of the tree; ``figures`` by month, ``YYYY-MM``."""
    return {
        KEYS_PATH: "".join(f"{key}\n" for key in keys).encode(),
        POLICY_PATH: policy,
        **{f"figures/{month}": statement for month, statement in figures.items()},
    }


def manifest_of(log: StoredLog, size: int, beside: Mapping[str, bytes]) -> Manifest:
    """The MANIFEST at ``size``: append ``str()`` of it as the record of a ``manifest`` entry."""
    return make_manifest(log.origin, size, {**dict(log.files(size)), **beside})


def export_files(
    log: StoredLog,
    signed: SignedCheckpoint,
    manifest: Manifest,
    manifest_entry: tuple[int, OpenedEntry],
    beside: Mapping[str, bytes],
) -> Iterator[tuple[str, bytes]]:
    """Every file of an export: (path, bytes); a path of both sizes comes once.

    ``signed`` covers the manifest's entry; ``manifest_entry`` is its index and opening (salt2
    included, so that anyone can see that the record is the MANIFEST).
    """
    index, opened = manifest_entry
    yield CHECKPOINT_PATH, str(signed).encode()
    yield MANIFEST_PATH, str(manifest).encode()
    yield MANIFEST_ENTRY_PATH, str(ManifestEntry(index, opened)).encode()
    yield from beside.items()
    yield from log.files(signed.checkpoint.size)
    later = {tile.path for tile in tiles_of(signed.checkpoint.size)}
    later |= {bundle.path for bundle in bundles_of(signed.checkpoint.size)}
    yield from ((path, data) for path, data in log.files(manifest.size) if path not in later)
