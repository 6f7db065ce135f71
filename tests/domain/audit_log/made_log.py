"""A log in memory, with keys, witnesses, openings and an export, for tests to make and break."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from breakwater.domain.audit_log import prove, tree
from breakwater.domain.audit_log.checkpoint import Checkpoint, SignedCheckpoint
from breakwater.domain.audit_log.entry import Opening, commit
from breakwater.domain.audit_log.exporting import (
    StoredLog,
    companions,
    export_files,
    manifest_of,
)
from breakwater.domain.audit_log.filling import fillers_needed
from breakwater.domain.audit_log.hashing import leaf_hash
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.audit_log.note import SignatureType
from breakwater.domain.audit_log.openings import OpenedEntry
from breakwater.domain.audit_log.receipt import Receipt
from breakwater.domain.audit_log.signing import SigningKey, cosign, sign

ORIGIN = "logs.northmere.example/disclosure-log"
DAY = datetime.date(2026, 10, 14)
AT = 1_760_000_000


def key(name: str, kind: SignatureType = SignatureType.NOTE) -> SigningKey:
    """A key that is always the same for a name and type."""
    return SigningKey(name, kind, sha256(f"{name} {kind}".encode()).digest())


LOG_KEY = key(ORIGIN)
LOG_ML_DSA_KEY = key(ORIGIN, SignatureType.ML_DSA_44_COSIGNATURE)
WITNESS_KEYS = {
    name: key(f"{name}.example/witness", SignatureType.COSIGNATURE)
    for name in ("commissioner", "inspectorate", "harbour")
}
AUDITOR_KEY = key("commissioner.example/auditor")
POLICY = (
    f"log {LOG_KEY.verifier_key}\n"
    f"log {LOG_ML_DSA_KEY.verifier_key}\n"
    + "".join(f"witness {name} {one.verifier_key}\n" for name, one in WITNESS_KEYS.items())
    + f"group two 2 {' '.join(WITNESS_KEYS)}\nquorum two\n#auditor {AUDITOR_KEY.verifier_key}\n"
).encode()


def salts(index: int) -> tuple[bytes, bytes]:
    """Two salts that look random and are the same in every run."""
    return sha256(b"1" + index.to_bytes(8, "big")).digest(), sha256(
        b"2" + index.to_bytes(8, "big")
    ).digest()


@dataclass
class MadeLog:
    """A log under ``ORIGIN``."""

    entries: list[bytes] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    nodes: dict[tuple[int, int], bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.entries)

    def read_node(self, level: int, index: int) -> bytes:
        """A stored node."""
        return self.nodes[level, index]

    def append(self, kind: Kind, record: bytes = b"", day: datetime.date = DAY) -> int:
        """Enter something; its index."""
        index = self.size
        salt1, salt2 = salts(index)
        self.entries.append(commit(kind, day, record, salt1, salt2))
        self.openings.append(Opening(kind, day, salt1))
        leaf = leaf_hash(self.entries[-1])
        self.nodes.update(tree.append(index, [leaf], self.read_node))
        return index

    def fill(self, multiple: int) -> None:
        """Fill up as a publication does."""
        for _ in range(fillers_needed(self.size, multiple)):
            self.append(Kind.FILLER)

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        """The checkpoint at a size, the present one by default."""
        size = self.size if size is None else size
        return Checkpoint(ORIGIN, size, tree.root(size, self.read_node))

    def signed(self, size: int | None = None, witnesses: int = 3) -> SignedCheckpoint:
        """The checkpoint signed by the log, twice, and so many witnesses."""
        checkpoint = self.checkpoint(size)
        cosigners = [LOG_ML_DSA_KEY, *list(WITNESS_KEYS.values())[:witnesses]]
        lines = [cosign(checkpoint, one, at=AT) for one in cosigners]
        return SignedCheckpoint(checkpoint, sign(str(checkpoint), [LOG_KEY]).with_signatures(lines))

    def opened(self, index: int) -> OpenedEntry:
        """An entry with its whole opening."""
        return OpenedEntry(self.entries[index], self.openings[index], salts(index)[1])

    def receipt(self, index: int, size: int | None = None) -> Receipt:
        """The receipt of an entry."""
        signed = self.signed(size)
        proof = prove.inclusion(index, signed.checkpoint.size, self.read_node)
        return Receipt(self.opened(index), index, tuple(proof), signed)

    def stored(self) -> StoredLog:
        """The log as an export reads it."""
        return StoredLog(ORIGIN, self.read_node, lambda start, end: self.entries[start:end])

    def export(
        self, multiple: int = 64, figures: dict[str, bytes] | None = None
    ) -> dict[str, bytes]:
        """Enter a MANIFEST, fill up, and give every file of the export by its path."""
        keys = [LOG_KEY.verifier_key, LOG_ML_DSA_KEY.verifier_key]
        beside = companions(keys, POLICY, figures or {})
        manifest = manifest_of(self.stored(), self.size, beside)
        index = self.append(Kind.MANIFEST, str(manifest).encode())
        self.fill(multiple)
        entry = (index, self.opened(index))
        return dict(export_files(self.stored(), self.signed(), manifest, entry, beside))


def made_log(size: int) -> MadeLog:
    """A log of ``size`` entries of mixed kinds, with records."""
    log = MadeLog()
    for kind, number in _mixed_kinds(size):
        log.append(kind, f"record {number}".encode())
    return log


def _mixed_kinds(size: int) -> Iterator[tuple[Kind, int]]:
    usual = (Kind.DECIDED_NEVER_SHARE, Kind.LINK_MADE, Kind.REPORT_RECEIVED, Kind.REFERRAL_OFFERED)
    return ((usual[number % len(usual)], number) for number in range(size))
