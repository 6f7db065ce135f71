"""Padding, sealing, opening and fingerprints."""

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.plain_error import PlainError
from breakwater.sealing.fingerprint import fingerprint_words
from breakwater.sealing.opener import open_sealed
from breakwater.sealing.padding import pad, unpad
from breakwater.sealing.seal import is_recipient, seal


@given(st.binary(max_size=5000))
def test_padding_gives_back_what_it_was_given(content: bytes) -> None:
    assert unpad(pad(content)) == content


@pytest.mark.parametrize(
    ("length", "padded"),
    [(0, 1024), (1020, 1024), (1021, 4096), (16380, 16384), (65532, 65536), (65533, 131072)],
)
def test_a_padded_length_is_a_step(length: int, padded: int) -> None:
    assert len(pad(bytes(length))) == padded


@pytest.mark.parametrize("damaged", [b"", b"\0\0\0", b"\0\0\0\xff12", pad(b"a")[:-1] + b"x"])
def test_damaged_padding_is_refused(damaged: bytes) -> None:
    with pytest.raises(PlainError):
        unpad(damaged)


def test_each_recipient_opens_what_was_sealed_and_nobody_else() -> None:
    first, second, stranger = (pyrage.x25519.Identity.generate() for _ in range(3))

    sealed = seal(b"please help", recipients=[str(first.to_public()), str(second.to_public())])

    assert open_sealed(sealed, identity=str(first)) == b"please help"
    assert open_sealed(sealed, identity=str(second)) == b"please help"
    with pytest.raises(PlainError):
        open_sealed(sealed, identity=str(stranger))


def test_nothing_is_sealed_to_nobody() -> None:
    with pytest.raises(PlainError, match="nobody could open this"):
        seal(b"please help", recipients=[])


@pytest.mark.parametrize("text", ["", "age1", "AGE-SECRET-KEY-1", "age1pq1" + "q" * 50, "age1\n"])
def test_what_is_no_recipient_is_told_from_one(text: str) -> None:
    assert not is_recipient(text)


def test_an_error_never_carries_the_key() -> None:
    with pytest.raises(PlainError) as refusal:
        open_sealed(b"not an age file", identity="AGE-SECRET-KEY-1WRONG")
    assert "SECRET" not in str(refusal.value)


def test_a_fingerprint_is_six_words_and_changes_with_the_key() -> None:
    ours, other = (str(pyrage.x25519.Identity.generate().to_public()) for _ in range(2))

    assert len(fingerprint_words(ours).split()) == 6
    assert fingerprint_words(ours) == fingerprint_words(ours)
    assert fingerprint_words(ours) != fingerprint_words(other)
