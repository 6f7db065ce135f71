"""Tiles and bundles: the paths and bytes of C2SP tlog-tiles, held to a public log."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.audit_log import note, tiles, tree
from breakwater.domain.audit_log.checkpoint import read_checkpoint
from breakwater.domain.audit_log.hashing import leaf_hash
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.tiles import Bundle, Tile
from tests.shared_input import shared

TESSERA_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"


def test_the_public_log_is_rebuilt_byte_for_byte() -> None:
    folder = shared("vectors/tessera/testdata/log")
    newest = Bundle(0, 15)
    entries = tiles.read_bundle(newest, (folder / newest.path).read_bytes())
    stored = tree.append(0, map(leaf_hash, entries), lambda *node: b"")
    key = note.read_verifier_key(TESSERA_KEY)

    for size in range(16):
        published = read_checkpoint((folder / f"checkpoint.{size}").read_bytes())
        assert note.verify(published.note, [key]) == (key,)
        assert published.checkpoint.size == size
        assert published.checkpoint.root == tree.root(size, lambda *node: stored[node])
        for tile in tiles.tiles_of(size):
            made = tiles.write_tile(tile, lambda *node: stored[node])
            assert made == (folder / tile.path).read_bytes()
        for bundle in tiles.bundles_of(size):
            made = tiles.write_bundle(entries[:size])
            assert made == (folder / bundle.path).read_bytes()


def test_a_tree_of_seventy_thousand_has_the_tiles_the_text_lists() -> None:
    paths = [tile.path for tile in tiles.tiles_of(70_000)]

    assert len([path for path in paths if path.startswith("tile/0/")]) == 274
    assert paths[273:] == [
        "tile/0/273.p/112",
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]
    assert [tile.path for tile in tiles.tiles_of(256)] == ["tile/0/000", "tile/1/000.p/1"]
    assert list(tiles.tiles_of(0)) == []


def test_an_index_is_written_in_groups_of_three() -> None:
    assert Tile(3, 1_234_067).path == "tile/3/x001/x234/067"
    assert Bundle(1_234_067, 8).path == "tile/entries/x001/x234/067.p/8"


@given(
    st.integers(0, 63),
    st.integers(0, 2**62),
    st.integers(1, 256),
    st.booleans(),
)
def test_every_path_reads_back(level: int, index: int, width: int, entries: bool) -> None:
    resource = Bundle(index, width) if entries else Tile(level, index, width)

    assert tiles.read_tile_path(resource.path) == resource


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/0/x000/001",
        "tile/00/000",
        "tile/64/000.p/256",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/08",
        "tile/0/../checkpoint",
        "tile/0/000/",
        "tile/0/٠٠٠",
        "tile/0/" + "x001/" * 40_000 + "000",
    ],
)
def test_a_path_in_any_other_spelling_is_refused(path: str) -> None:
    with pytest.raises(MalformedError):
        tiles.read_tile_path(path)


@given(st.lists(st.binary(max_size=70), min_size=1, max_size=9), st.integers(1, 40))
def test_a_bundle_cut_short_or_grown_is_refused(entries: list[bytes], cut: int) -> None:
    bundle, data = Bundle(0, len(entries)), tiles.write_bundle(entries)

    assert tiles.read_bundle(bundle, data) == entries
    for wrong in (data[: -min(cut, len(data))], data + b"\0" * cut):
        with pytest.raises(MalformedError):
            tiles.read_bundle(bundle, wrong)
