"""Signed notes, verifier keys and checkpoints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.audit_log.checkpoint import Checkpoint, read_checkpoint
from breakwater.domain.audit_log.hashing import EMPTY_ROOT
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import (
    Note,
    SignatureLine,
    SignatureType,
    VerifierKey,
    read_note,
    read_verifier_key,
    verify,
)
from breakwater.domain.audit_log.signing import read_signing_key, sign
from tests.domain.audit_log.made_log import LOG_KEY, ORIGIN, WITNESS_KEYS, key, made_log

TEXTS = st.text(st.characters(min_codepoint=32, codec="utf-8") | st.just("\n"), max_size=80).map(
    lambda text: text + "\n"
)
OTHER_KEY = key("elsewhere.example/log")


@given(TEXTS)
def test_a_signed_text_reads_back_and_verifies_blank_lines_and_all(text: str) -> None:
    signed = sign(text, [OTHER_KEY, LOG_KEY])

    read = read_note(str(signed).encode())

    assert read == signed
    assert verify(read, [LOG_KEY.verifier_key]) == (LOG_KEY.verifier_key,)


@given(TEXTS, st.data())
def test_a_note_with_any_byte_changed_is_no_longer_believed(text: str, data: st.DataObject) -> None:
    good = bytearray(str(sign(text, [LOG_KEY])).encode())
    at, mask = data.draw(st.integers(0, len(good) - 1)), data.draw(st.integers(1, 255))
    good[at] ^= mask

    with pytest.raises(MalformedError):
        verify(read_note(bytes(good)), [LOG_KEY.verifier_key])


def test_a_wrong_signature_by_a_known_key_spoils_the_note_and_an_unknown_one_does_not() -> None:
    note = sign("text\n", [LOG_KEY])
    claimed = OTHER_KEY.verifier_key
    wrong = SignatureLine(claimed.name, claimed.key_id, bytes(64))
    both = note.with_signatures([wrong])

    assert verify(both, [LOG_KEY.verifier_key]) == (LOG_KEY.verifier_key,)
    with pytest.raises(MalformedError, match="is wrong"):
        verify(both, [LOG_KEY.verifier_key, claimed])
    with pytest.raises(MalformedError, match="not signed by any key"):
        verify(note, [claimed])


def test_a_name_or_an_id_alone_does_not_make_a_signature_someones() -> None:
    mine = LOG_KEY.verifier_key
    line = sign("text\n", [LOG_KEY]).signatures[0]
    other_name = SignatureLine("else.example", line.key_id, line.signature)
    other_id = SignatureLine(line.name, b"abcd", line.signature)

    with pytest.raises(MalformedError, match="not signed by any key"):
        verify(Note("text\n", (other_name, other_id)), [mine])


NOTE = b"text\n\n\xe2\x80\x94 a.example AAAAAAA=\n"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no signatures"),
        (b"text\n", "no signatures"),
        (b"text\n\n", "no end"),
        (NOTE[:-1], "no end"),
        (NOTE.replace(b"\xe2\x80\x94", b"--"), "damaged"),
        (NOTE.replace(b" a.", b"  a."), "damaged"),
        (NOTE.replace(b"AAAAAAA=", b"AAAAAA"), "base64"),
        (NOTE.replace(b"AAAAAAA=", b"AAAAAA=="), "too short"),
        (NOTE.replace(b"a.example", b"a+example"), "name of a key"),
        (NOTE.replace(b"text", b"te\x00xt"), "control character"),
        (NOTE.replace(b"text", b"te\rxt"), "control character"),
        (NOTE.replace(b"text", b"te\xffxt"), "UTF-8"),
        (NOTE + NOTE[6:] * 99, "100 signatures"),
        (b"x" * (2 << 20) + NOTE, "larger than"),
    ],
)
def test_a_damaged_note_is_refused_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(MalformedError, match=says):
        read_note(data)


def test_a_signature_in_a_second_spelling_of_its_base64_does_not_hold() -> None:
    good = str(sign("text\n", [LOG_KEY]))
    assert good.endswith("=\n")
    twin = chr(ord(good[-3]) + 1)
    other = good[:-3] + twin + good[-2:]

    with pytest.raises(MalformedError, match="is wrong"):
        verify(read_note(other.encode()), [LOG_KEY.verifier_key])


def test_sixteen_signatures_are_accepted_as_the_text_demands() -> None:
    keys = [key(f"{number}.example") for number in range(16)]

    note = read_note(str(sign("text\n", keys)).encode())

    assert len(verify(note, [one.verifier_key for one in keys])) == 16


@pytest.mark.parametrize("kind", SignatureType)
def test_keys_written_down_read_back(kind: SignatureType) -> None:
    signing_key = key("written.example/key", kind)

    assert read_signing_key(signing_key.written()) == signing_key
    assert read_verifier_key(str(signing_key.verifier_key)) == signing_key.verifier_key


def test_a_signing_key_never_shows_its_secret_by_accident() -> None:
    secret = LOG_KEY.written().rpartition("+")[2]

    assert secret not in repr(LOG_KEY)
    assert str(LOG_KEY.seed) not in repr(LOG_KEY)
    with pytest.raises(MalformedError) as refused:
        read_signing_key(LOG_KEY.written()[:-3])
    assert secret[:8] not in str(refused.value)


@pytest.mark.parametrize(
    "change",
    [
        lambda vkey: vkey.replace("+", " "),
        lambda vkey: "x" + vkey,
        lambda vkey: vkey[:-4],
        lambda vkey: vkey.replace(vkey.split("+")[1], "00000000"),
        lambda vkey: vkey[:-3] + ("A" if vkey[-3] != "A" else "B") + vkey[-2:],
        lambda vkey: "a.example+00000000+",
        lambda vkey: "a.example+00000000+Av//",
        lambda vkey: "a\ud800b+00000000+AQ==",
    ],
)
def test_a_verifier_key_with_a_letter_wrong_is_refused(change: object) -> None:
    assert callable(change)
    with pytest.raises(MalformedError):
        read_verifier_key(change(str(LOG_KEY.verifier_key)))


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u2003b", "a\x7f", "a\ud800"])
def test_no_key_can_have_such_a_name(name: str) -> None:
    with pytest.raises(MalformedError):
        VerifierKey(name, SignatureType.NOTE, bytes(32))


def test_a_key_of_the_wrong_type_signs_nothing_it_should_not() -> None:
    with pytest.raises(MalformedError, match="signs checkpoints only"):
        sign("text\n", [WITNESS_KEYS["harbour"]])
    for text in ("no newline", "control\x00\n", ""):
        with pytest.raises(MalformedError):
            sign(text, [LOG_KEY])


def test_a_checkpoint_reads_back_extensions_and_all() -> None:
    signed = made_log(5).signed()
    extended = Checkpoint(ORIGIN, 5, bytes(32), ("one", "two"))

    assert read_checkpoint(str(signed).encode()) == signed
    assert read_checkpoint(str(sign(str(extended), [LOG_KEY])).encode()).checkpoint == extended


@pytest.mark.parametrize(
    "text",
    [
        "origin\n1\n",
        "\n1\nAAAA\n",
        "origin\n01\n" + "A" * 43 + "=\n",
        "origin\n-1\n" + "A" * 43 + "=\n",
        "origin\n١\n" + "A" * 43 + "=\n",
        "origin\n9223372036854775808\n" + "A" * 43 + "=\n",
        "origin\n" + "9" * 5000 + "\n" + "A" * 43 + "=\n",
        "origin\n1\n" + "A" * 42 + "==\n",
        "origin\n1\n" + "A" * 43 + "=\n\nextension\n",
        "two words\n1\n" + "A" * 43 + "=\n",
        "o" * 256 + "\n1\n" + "A" * 43 + "=\n",
        "origin\n0\n" + "A" * 43 + "=\n",
    ],
)
def test_a_text_that_is_no_checkpoint_is_refused_even_if_it_is_signed(text: str) -> None:
    with pytest.raises(MalformedError):
        read_checkpoint(str(sign(text, [LOG_KEY])).encode())


def test_an_empty_log_has_the_root_of_the_rfc() -> None:
    assert made_log(0).checkpoint().root == EMPTY_ROOT
