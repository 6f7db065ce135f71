"""The MANIFEST of an export: SHA-256 sums of its files, itself an entry of the log it lists.

A list cannot contain the tree that contains the list. So an export is made in two steps, and its
two sizes are both in it:

1. At size *M* the files of the log at that size (tiles, bundles), the log's keys, the policy and
   the figures are summed into the MANIFEST.
2. An entry of kind ``manifest`` whose record is exactly those bytes is appended at index *M* or
   later; fillers follow; a checkpoint of size *N* above it is signed and cosigned.

The export then holds the files of both sizes. What lies between *M* and *N* is not in the list and
needs none: tiles and bundles hash to the root that the checkpoint signs. What the tree cannot
cover (keys, policy, figures) is in the list, the list is in the tree, the tree is signed.

The text is that of ``sha256sum``, its header in comment lines, so ``sha256sum -c MANIFEST`` works.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from breakwater.domain.audit_log.checkpoint import check_origin
from breakwater.domain.audit_log.encoding import read_decimal, read_lines, read_text
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.openings import OpenedEntry, read_opened_entry
from breakwater.domain.audit_log.tiles import bundles_of, tiles_of

MANIFEST_HEADER = "# breakwater-manifest/v1"
CHECKPOINT_PATH = "checkpoint"
KEYS_PATH = "log.vkey"
POLICY_PATH = "policy"
MANIFEST_PATH = "MANIFEST"
MANIFEST_ENTRY_PATH = "MANIFEST.entry"
_FIGURES_PATH = re.compile(r"figures/[0-9]{4}-[0-9]{2}")
_LINE = re.compile(r"(?P<sum>[0-9a-f]{64})  (?P<path>[A-Za-z0-9._/-]{1,255})")


def log_paths(size: int) -> Iterator[str]:
    """The paths of every tile and bundle of a log of ``size``, lazily."""
    for tile in tiles_of(size):
        yield tile.path
    for bundle in bundles_of(size):
        yield bundle.path


def is_figures_path(path: str) -> bool:
    """Say whether a path is ``figures/YYYY-MM``, a statement of one month."""
    return _FIGURES_PATH.fullmatch(path) is not None


@dataclass(frozen=True)
class Manifest:
    """The sums of the files of a log at ``size``; ``str()`` is the file."""

    origin: str
    size: int
    sums: Mapping[str, str]

    def __str__(self) -> str:
        lines = [MANIFEST_HEADER, f"# origin {self.origin}", f"# size {self.size}"]
        lines += [f"{self.sums[path]}  {path}" for path in sorted(self.sums)]
        return "".join(line + "\n" for line in lines)

    def matches(self, path: str, data: bytes) -> bool:
        """Say whether ``data`` is what was listed for ``path``."""
        return self.sums.get(path) == sha256(data).hexdigest()


def make_manifest(origin: str, size: int, files: Mapping[str, bytes]) -> Manifest:
    """Sum the files of an export at ``size`` (step 1)."""
    return Manifest(origin, size, {path: sha256(data).hexdigest() for path, data in files.items()})


def read_manifest(data: bytes) -> Manifest:
    """Read a MANIFEST; MalformedError if it is none or not in its one plain form."""
    text = read_text(data, "MANIFEST")
    lines = read_lines(text, "MANIFEST")
    if lines[0] != MANIFEST_HEADER or len(lines) < 3:
        raise MalformedError("the MANIFEST does not begin as it should")
    origin = check_origin(lines[1].partition("# origin ")[2])
    size = read_decimal(lines[2].partition("# size ")[2], "size in the MANIFEST")
    sums = {}
    for line in lines[3:]:
        found = _LINE.fullmatch(line)
        if not found:
            raise MalformedError("a line of the MANIFEST is damaged")
        sums[found["path"]] = found["sum"]
    manifest = Manifest(origin, size, sums)
    if str(manifest) != text:
        raise MalformedError("the MANIFEST is not in its plain form")
    return manifest


@dataclass(frozen=True)
class ManifestEntry:
    """Where the MANIFEST is in the log: ``str()`` is ``MANIFEST.entry``, an opened entry."""

    index: int
    opened: OpenedEntry

    def __str__(self) -> str:
        return f"index {self.index}\n{self.opened}"


def read_manifest_entry(data: bytes) -> ManifestEntry:
    """Read ``MANIFEST.entry``: a line ``index <n>`` and the text of an opened entry."""
    first, _, rest = read_text(data, "entry of the MANIFEST").partition("\n")
    if not first.startswith("index "):
        raise MalformedError("the entry of the MANIFEST does not begin with its index")
    return ManifestEntry(read_decimal(first[6:], "index of the MANIFEST"), read_opened_entry(rest))
