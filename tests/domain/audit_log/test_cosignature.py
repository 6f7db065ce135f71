"""Timestamped cosignatures, of both kinds."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from breakwater.domain.audit_log.checkpoint import Checkpoint, SignedCheckpoint
from breakwater.domain.audit_log.cosignature import (
    Check,
    check_signature,
    cosigned_at,
    ed25519_message,
    ml_dsa_44_message,
)
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import Note, SignatureLine, SignatureType
from breakwater.domain.audit_log.signing import SigningKey, cosign
from tests.domain.audit_log.made_log import AT, LOG_KEY, key, made_log

CHECKPOINT = made_log(9).checkpoint()
COSIGNERS = [
    key("witness.example/w1", SignatureType.COSIGNATURE),
    key("witness.example/w1", SignatureType.ML_DSA_44_COSIGNATURE),
]


def checked(line: SignatureLine, cosigner: SigningKey, checkpoint: Checkpoint) -> Check:
    signed = SignedCheckpoint(checkpoint, Note(str(checkpoint), (line,)))
    return check_signature(signed, line, cosigner.verifier_key)


@pytest.mark.parametrize("cosigner", COSIGNERS)
def test_a_cosignature_holds_and_states_its_time(cosigner: SigningKey) -> None:
    line = cosign(CHECKPOINT, cosigner, at=AT)

    assert checked(line, cosigner, CHECKPOINT) is Check.HOLDS
    assert cosigned_at(line) == AT


@pytest.mark.parametrize("cosigner", COSIGNERS)
@settings(max_examples=30)
@given(data=st.data())
def test_a_cosignature_with_any_byte_changed_fails(
    cosigner: SigningKey, data: st.DataObject
) -> None:
    line = cosign(CHECKPOINT, cosigner, at=AT)
    changed = bytearray(line.signature)
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))

    wrong = SignatureLine(line.name, line.key_id, bytes(changed))

    assert checked(wrong, cosigner, CHECKPOINT) is Check.FAILS


@pytest.mark.parametrize("cosigner", COSIGNERS)
@pytest.mark.parametrize(
    "other",
    [
        Checkpoint(CHECKPOINT.origin + "x", CHECKPOINT.size, CHECKPOINT.root),
        Checkpoint(CHECKPOINT.origin, CHECKPOINT.size + 1, CHECKPOINT.root),
        Checkpoint(CHECKPOINT.origin, CHECKPOINT.size, bytes(32)),
    ],
)
def test_a_cosignature_is_for_one_origin_size_and_root(
    cosigner: SigningKey, other: Checkpoint
) -> None:
    assert checked(cosign(CHECKPOINT, cosigner, at=AT), cosigner, other) is Check.FAILS


def test_the_ed25519_message_is_two_lines_and_the_note() -> None:
    assert ed25519_message("a\n1\nb\n", 1679315147) == (
        b"cosignature/v1\ntime 1679315147\na\n1\nb\n"
    )


def test_the_ml_dsa_message_is_the_structure_of_the_text() -> None:
    message = ml_dsa_44_message("w.example", Checkpoint("log.example", 77, b"r" * 32), 5)

    # uint8 label[12]; opaque name<1..255>; uint64 time; opaque origin<1..255>; start; end; hash
    assert message == struct.pack(
        ">12s B9s Q B11s Q Q 32s",
        b"subtree/v1\n\0",
        9,
        b"w.example",
        5,
        11,
        b"log.example",
        0,
        77,
        b"r" * 32,
    )


@pytest.mark.parametrize("signature", [b"", b"1234567", b"\xff" * 72, bytes(2428), bytes(73)])
@pytest.mark.parametrize("cosigner", COSIGNERS)
def test_a_cosignature_of_any_shape_is_refused_not_raised(
    signature: bytes, cosigner: SigningKey
) -> None:
    mine = cosigner.verifier_key
    line = SignatureLine(mine.name, mine.key_id, signature)

    assert checked(line, cosigner, CHECKPOINT) is Check.FAILS


@pytest.mark.parametrize("cosigner", COSIGNERS)
def test_a_time_beyond_the_largest_is_refused_though_truly_signed(cosigner: SigningKey) -> None:
    at = 2**63
    if cosigner.type is SignatureType.COSIGNATURE:
        message = ed25519_message(str(CHECKPOINT), at)
    else:
        message = ml_dsa_44_message(cosigner.name, CHECKPOINT, at)

    line = cosigner.line(message, at.to_bytes(8, "big"))

    assert checked(line, cosigner, CHECKPOINT) is Check.FAILS


def test_a_note_key_cannot_cosign_and_no_time_is_impossible() -> None:
    with pytest.raises(MalformedError, match="cannot cosign"):
        cosign(CHECKPOINT, LOG_KEY, at=AT)
    for at in (-1, 2**63):
        with pytest.raises(MalformedError, match="cannot state this time"):
            cosign(CHECKPOINT, COSIGNERS[0], at=at)


def test_one_seed_under_two_types_makes_two_keys_that_do_not_pass_for_each_other() -> None:
    note_key = SigningKey("w.example", SignatureType.NOTE, COSIGNERS[0].seed)
    cosigner = SigningKey("w.example", SignatureType.COSIGNATURE, COSIGNERS[0].seed)

    line = cosign(CHECKPOINT, cosigner, at=AT)

    assert note_key.verifier_key.key_id != cosigner.verifier_key.key_id
    assert checked(line, note_key, CHECKPOINT) is Check.FAILS
