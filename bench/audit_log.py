"""The audit log beside pymerkle: append, prove, check, and auditing a million entries offline."""

import datetime
import random
import time
from collections.abc import Callable
from hashlib import sha256

import pymerkle

from bench import Table
from breakwater.domain.audit_log import prove, tree
from breakwater.domain.audit_log.check import inclusion_holds
from breakwater.domain.audit_log.checkpoint import Checkpoint, SignedCheckpoint
from breakwater.domain.audit_log.entry import Opening, commit
from breakwater.domain.audit_log.export import verify_export
from breakwater.domain.audit_log.exporting import (
    StoredLog,
    companions,
    export_files,
    manifest_of,
)
from breakwater.domain.audit_log.findings import all_hold
from breakwater.domain.audit_log.hashing import leaf_hash
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.audit_log.note import SignatureType
from breakwater.domain.audit_log.openings import OpenedEntry
from breakwater.domain.audit_log.signing import SigningKey, sign

RIVALS_SIZE = 20_000
SIZES = (1_000, 10_000, 100_000, 1_000_000)
PROOFS = 300
LEAST_AUDITED = 300_000
ORIGIN = "bench.example/disclosure-log"


def table() -> Table:
    """Microseconds an operation, and entries audited a second."""
    entries = [sha256(b"%d" % number).digest() * 2 for number in range(max(SIZES))]
    return [*_beside_pymerkle(entries[:RIVALS_SIZE]), *_by_size(entries), *_audit(entries)]


def _microseconds(work: Callable[[], object], operations: int, rounds: int = 3) -> float:
    """Of one operation, in the fastest round."""
    fastest = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        fastest = min(fastest, time.perf_counter() - started)
    return fastest / operations * 1e6


def _grown(entries: list[bytes]) -> dict[tuple[int, int], bytes]:
    nodes: dict[tuple[int, int], bytes] = {}
    for index, entry in enumerate(entries):
        nodes.update(tree.append(index, [leaf_hash(entry)], lambda *node: nodes[node]))
    return nodes


def _beside_pymerkle(entries: list[bytes]) -> Table:
    size, places = len(entries), random.Random(1).sample(range(len(entries)), PROOFS)
    nodes, rival = _grown(entries), pymerkle.InmemoryTree.init_from_entries(entries)
    top = tree.root(size, lambda *node: nodes[node])
    proofs = [(at, prove.inclusion(at, size, lambda *node: nodes[node])) for at in places]
    rivals = [rival.prove_inclusion(at + 1, size) for at in places]
    leaves = [rival.get_leaf(at + 1) for at in places]
    state = rival.get_state(size)

    def check_rivals() -> None:
        for leaf, proof in zip(leaves, rivals, strict=True):
            pymerkle.verify_inclusion(leaf, state, proof)

    pairs = [
        (
            "append one entry",
            _microseconds(lambda: _grown(entries), size),
            _microseconds(lambda: pymerkle.InmemoryTree.init_from_entries(entries), size),
        ),
        (
            "prove one entry included",
            _microseconds(
                lambda: [prove.inclusion(at, size, lambda *node: nodes[node]) for at in places],
                PROOFS,
            ),
            _microseconds(lambda: [rival.prove_inclusion(at + 1, size) for at in places], PROOFS),
        ),
        (
            "check such a proof",
            _microseconds(
                lambda: [
                    inclusion_holds(at, size, leaf_hash(entries[at]), proof, top)
                    for at, proof in proofs
                ],
                PROOFS,
            ),
            _microseconds(check_rivals, PROOFS),
        ),
    ]
    return [
        (
            f"{what}, at {size:,}",
            f"{ours:.1f} µs",
            f"pymerkle {theirs:.1f} µs: {theirs / ours:.1f} times ours, in memory, same run",
        )
        for what, ours, theirs in pairs
    ]


def _by_size(entries: list[bytes]) -> Table:
    nodes = tree.append(0, map(leaf_hash, entries), lambda *node: b"")
    return [
        _cost_at(size, nodes, [leaf_hash(entry) for entry in entries[:PROOFS]]) for size in SIZES
    ]


def _cost_at(
    size: int, nodes: dict[tuple[int, int], bytes], leaves: list[bytes]
) -> tuple[str, str, str]:
    dice = random.Random(size)
    places = [dice.randrange(size) for _ in range(PROOFS)]

    def read_node(level: int, index: int) -> bytes:
        return nodes[level, index]

    def prove_included() -> None:
        for at in places:
            prove.inclusion(at, size, read_node)

    def prove_consistent() -> None:
        for at in places:
            prove.consistency(at, size, read_node)

    append = _microseconds(lambda: tree.append(size, leaves, read_node), PROOFS)
    included = _microseconds(prove_included, PROOFS)
    consistent = _microseconds(prove_consistent, PROOFS)
    return (
        f"append, prove included, prove consistent, at {size:,}",
        f"{append:.1f}, {included:.1f}, {consistent:.1f} µs",
        f"appended {PROOFS} at once",
    )


def _audit(entries: list[bytes]) -> Table:
    files = _export(entries)
    started = time.perf_counter()
    findings = verify_export(files.get, files, None)
    seconds = time.perf_counter() - started
    if not all_hold(findings):
        raise AssertionError(findings)
    rate = len(entries) / seconds
    return [
        (
            f"audit an export of {len(entries):,} entries, all of it",
            f"{rate:,.0f} entries/s",
            f"{rate / LEAST_AUDITED:.1f} times the {LEAST_AUDITED:,} asked for",
        )
    ]


def _export(entries: list[bytes]) -> dict[str, bytes]:
    """An export whose MANIFEST lists all but the last entry, which is the MANIFEST's own."""
    key = SigningKey(ORIGIN, SignatureType.NOTE, b"k" * 32)
    policy = f"log {key.verifier_key}\nquorum none\n".encode()
    beside = companions([key.verifier_key], policy, {})
    nodes = tree.append(0, map(leaf_hash, entries), lambda *node: b"")
    whole = [*entries]
    log = StoredLog(ORIGIN, lambda *node: nodes[node], lambda start, end: whole[start:end])
    manifest = manifest_of(log, len(entries), beside)
    day, salts = datetime.date(2026, 10, 1), (b"1" * 32, b"2" * 32)
    whole.append(commit(Kind.MANIFEST, day, str(manifest).encode(), *salts))
    nodes |= tree.append(len(entries), [leaf_hash(whole[-1])], lambda *node: nodes[node])
    checkpoint = Checkpoint(ORIGIN, len(whole), tree.root(len(whole), lambda *node: nodes[node]))
    signed = SignedCheckpoint(checkpoint, sign(str(checkpoint), [key]))
    opened = OpenedEntry(whole[-1], Opening(Kind.MANIFEST, day, salts[0]), salts[1])
    return dict(export_files(log, signed, manifest, (len(entries), opened), beside))
