"""Trees and proofs: made by one module, checked by another, both held to public cases."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.audit_log import prove, tree
from breakwater.domain.audit_log.check import (
    LONGEST_PROOF,
    consistency_holds,
    inclusion_holds,
)
from breakwater.domain.audit_log.hashing import EMPTY_ROOT, leaf_hash, node_hash
from tests.shared_input import shared

LEAVES = [leaf_hash(number.to_bytes(4, "big")) for number in range(700)]
NODES = tree.append(0, LEAVES, lambda level, index: b"")
SIZES = st.integers(0, len(LEAVES))


def read_node(level: int, index: int) -> bytes:
    return NODES[level, index]


def root(size: int) -> bytes:
    return tree.root(size, read_node)


def slow_root(leaves: list[bytes]) -> bytes:
    """MTH exactly as RFC 6962 section 2.1 writes it."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(slow_root(leaves[:split]), slow_root(leaves[split:]))


def cases(folder: str) -> list[Path]:
    return sorted(shared(f"vectors/merkle/testdata/{folder}").rglob("*.json"))


def decoded(value: str | None) -> bytes:
    return base64.b64decode(value or "")


def test_all_public_inclusion_cases_are_judged_as_published() -> None:
    paths = cases("inclusion")

    for path in paths:
        case = json.loads(path.read_text())
        proof = [decoded(value) for value in case["proof"] or []]
        held = inclusion_holds(
            case["leafIdx"],
            case["treeSize"],
            decoded(case["leafHash"]),
            proof,
            decoded(case["root"]),
        )
        assert held is not case["wantErr"], path.name

    assert len(paths) == 98


def test_all_public_consistency_cases_are_judged_as_published() -> None:
    paths = cases("consistency")

    for path in paths:
        case = json.loads(path.read_text())
        proof = [decoded(value) for value in case["proof"] or []]
        held = consistency_holds(
            case["size1"], case["size2"], decoded(case["root1"]), decoded(case["root2"]), proof
        )
        assert held is not case["wantErr"], path.name

    assert len(paths) == 98


@given(st.lists(st.integers(0, 40), max_size=12))
def test_any_sequence_of_appends_gives_the_tree_of_the_rfc(batches: list[int]) -> None:
    stored: dict[tuple[int, int], bytes] = {}

    def read_stored(level: int, index: int) -> bytes:
        return stored[level, index]

    size = 0
    for count in batches:
        made = tree.append(size, LEAVES[size : size + count], read_stored)
        assert not stored.keys() & made.keys(), "a stored node never changes"
        stored.update(made)
        size += count

    assert tree.root(size, read_stored) == slow_root(LEAVES[:size])


@given(SIZES, st.integers(0, 9))
def test_append_reads_nothing_but_the_peaks(size: int, count: int) -> None:
    asked: list[tuple[int, int]] = []

    def reading(level: int, index: int) -> bytes:
        asked.append((level, index))
        return NODES.get((level, index), b"?" * 32)

    tree.append(size, [b"x" * 32] * count, reading)

    assert set(asked) <= set(tree.peaks(size))


@given(st.integers(1, len(LEAVES)), st.data())
def test_every_entry_of_any_size_is_proved_included(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))

    proof = prove.inclusion(index, size, read_node)

    assert inclusion_holds(index, size, LEAVES[index], proof, root(size))


@given(SIZES, SIZES)
def test_any_two_sizes_are_proved_consistent(one: int, other: int) -> None:
    old, new = sorted((one, other))

    proof = prove.consistency(old, new, read_node)

    assert consistency_holds(old, new, root(old), root(new), proof)


@given(st.integers(2, len(LEAVES)), st.data())
def test_a_changed_byte_anywhere_in_an_inclusion_proof_is_refused(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    parts = [LEAVES[index], root(size), *prove.inclusion(index, size, read_node)]
    changed = data.draw(one_byte_changed(parts))

    assert not inclusion_holds(index, size, changed[0], changed[2:], changed[1])


@given(st.integers(1, len(LEAVES)), st.integers(1, len(LEAVES)), st.data())
def test_a_changed_byte_anywhere_in_a_consistency_proof_is_refused(
    one: int, other: int, data: st.DataObject
) -> None:
    old, new = sorted((one, other))
    parts = [root(old), root(new), *prove.consistency(old, new, read_node)]
    changed = data.draw(one_byte_changed(parts))

    assert not consistency_holds(old, new, changed[0], changed[1], changed[2:])


@given(st.integers(1, len(LEAVES)), st.data())
def test_a_proof_cut_short_grown_or_used_elsewhere_is_refused(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof, leaf, top = prove.inclusion(index, size, read_node), LEAVES[index], root(size)
    other = data.draw(st.integers(-1, size + 1).filter(lambda number: number != index))

    assert not inclusion_holds(index, size, leaf, [*proof, leaf], top)
    assert not inclusion_holds(other, size, leaf, proof, top)
    if proof:
        assert not inclusion_holds(index, size, leaf, proof[:-1], top)


@given(st.integers(1, len(LEAVES)), st.data())
def test_the_nodes_named_beforehand_are_exactly_those_read(size: int, data: st.DataObject) -> None:
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    asked: list[tuple[int, int]] = []

    def reading(level: int, index: int) -> bytes:
        asked.append((level, index))
        return NODES[level, index]

    prove.inclusion(index, size, reading)
    prove.consistency(old, size, reading)

    assert asked == prove.inclusion_nodes(index, size) + prove.consistency_nodes(old, size)


def test_an_entry_or_an_order_that_is_not_there_cannot_be_proved() -> None:
    with pytest.raises(ValueError, match="no entry 3"):
        prove.inclusion(3, 3, read_node)
    with pytest.raises(ValueError, match="cannot extend"):
        prove.consistency(4, 3, read_node)


def test_a_proof_of_ten_thousand_hashes_is_refused_before_it_is_hashed() -> None:
    endless = [b"x" * 32] * 10_000

    assert not inclusion_holds(0, 2**62, b"x" * 32, endless, b"x" * 32)
    assert len(prove.inclusion_nodes(0, 2**62)) <= LONGEST_PROOF


def one_byte_changed(parts: list[bytes]) -> st.SearchStrategy[list[bytes]]:
    """The same values with one bit pattern of one byte of one of them changed."""

    def change(place: tuple[int, int, int]) -> list[bytes]:
        part, at, mask = place
        altered = bytearray(parts[part])
        altered[at] ^= mask
        return [*parts[:part], bytes(altered), *parts[part + 1 :]]

    return st.tuples(st.integers(0, len(parts) - 1), st.integers(0, 31), st.integers(1, 255)).map(
        change
    )
