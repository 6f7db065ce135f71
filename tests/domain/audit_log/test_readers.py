"""Every reader, given any bytes or a damaged good file, reads or says one plain sentence."""

import tracemalloc
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from breakwater.domain.audit_log.checkpoint import read_checkpoint, read_checkpoint_text
from breakwater.domain.audit_log.export import verify_export
from breakwater.domain.audit_log.figures import read_statement
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.manifest import read_manifest, read_manifest_entry
from breakwater.domain.audit_log.note import (
    read_note,
    read_signature_lines,
    read_verifier_key,
)
from breakwater.domain.audit_log.openings import read_opened_entry
from breakwater.domain.audit_log.policy import read_policy
from breakwater.domain.audit_log.receipt import read_receipt
from breakwater.domain.audit_log.signing import read_signing_key
from breakwater.domain.audit_log.tiles import Bundle, read_bundle, read_tile_path
from breakwater.domain.audit_log.verify import verify_file
from breakwater.domain.audit_log.witness import read_request
from tests.domain.audit_log.made_log import LOG_KEY, POLICY, made_log

LOG = made_log(30)
EXPORT = LOG.export()
TRUSTED = read_policy(POLICY)


def text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: read(data.decode("utf-8", "surrogateescape"))


READERS: dict[str, tuple[Callable[[bytes], object], bytes]] = {
    "note": (read_note, EXPORT["checkpoint"]),
    "signature lines": (text(read_signature_lines), EXPORT["checkpoint"].split(b"\n\n")[1]),
    "checkpoint": (read_checkpoint, EXPORT["checkpoint"]),
    "checkpoint text": (text(read_checkpoint_text), str(LOG.checkpoint()).encode()),
    "receipt": (read_receipt, str(LOG.receipt(7)).encode()),
    "opened entry": (text(read_opened_entry), str(LOG.opened(7)).encode()),
    "policy": (read_policy, POLICY),
    "manifest": (read_manifest, EXPORT["MANIFEST"]),
    "manifest entry": (read_manifest_entry, EXPORT["MANIFEST.entry"]),
    "figures": (read_statement, EXPORT["checkpoint"]),
    "verifier key": (text(read_verifier_key), str(LOG_KEY.verifier_key).encode()),
    "signing key": (text(read_signing_key), LOG_KEY.written().encode()),
    "bundle": (lambda data: read_bundle(Bundle(0, 30), data), EXPORT["tile/entries/000.p/30"]),
    "tile path": (text(read_tile_path), b"tile/0/x001/234.p/5"),
    "witness request": (read_request, b"old 0\n\n" + EXPORT["checkpoint"]),
    "verifier": (lambda data: verify_file(data, TRUSTED), EXPORT["checkpoint"]),
}


@pytest.mark.parametrize("name", READERS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_reader_raises_nothing_but_its_own_error(name: str, data: st.DataObject) -> None:
    read, good = READERS[name]
    kept = data.draw(st.integers(0, len(good)))
    resumed = data.draw(st.integers(0, len(good)))
    damaged = good[:kept] + data.draw(st.binary(max_size=20)) + good[resumed:]

    with suppress(MalformedError):
        read(damaged)


@pytest.mark.parametrize("name", READERS)
def test_an_empty_file_and_noise_are_refused_in_one_sentence(name: str) -> None:
    for data in (b"", b"\xff\x00 noise", READERS[name][1][:-9]):
        with pytest.raises(MalformedError) as refused:
            READERS[name][0](data)
        assert "\n" not in str(refused.value)
        assert 10 < len(str(refused.value)) < 300


def test_a_claimed_size_of_ten_billion_costs_neither_memory_nor_time() -> None:
    claimed = dict(EXPORT)
    claimed["checkpoint"] = claimed["checkpoint"].replace(b"\n64\n", b"\n10000000000\n")
    manifest = EXPORT["MANIFEST"].replace(b"# size 30\n", b"# size 9999999999\n")
    assert claimed["checkpoint"] != EXPORT["checkpoint"]
    assert manifest != EXPORT["MANIFEST"]

    tracemalloc.start()
    for files in (claimed, claimed | {"MANIFEST": manifest}):
        findings = verify_export(files.get, files, None)
        assert findings[-1].says.startswith(("The file tile/0/000 is missing", "The MANIFEST does"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 2_000_000
