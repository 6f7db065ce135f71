"""What an organisation's key says of itself, and the list that the gate signs."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import SignatureType
from breakwater.domain.audit_log.signing import SigningKey, sign
from breakwater.sealing.recipients import ListedRecipient, RecipientList, read_recipients
from breakwater.sealing.statement import read_statement
from tests.sealing.keys import make_key

_FIRST = make_key()
_GATE = SigningKey("breakwater.example", SignatureType.NOTE, bytes(32))


def test_a_statement_is_read_back_as_it_was_written() -> None:
    assert read_statement(str(_FIRST.signed).encode()) == _FIRST.signed


@given(st.data())
def test_a_statement_with_any_changed_letter_is_refused(data: st.DataObject) -> None:
    written = str(_FIRST.signed)
    place = data.draw(st.integers(0, len(_FIRST.signed.note.text) - 1))
    letter = data.draw(st.characters(min_codepoint=32, max_codepoint=126))
    if letter == written[place]:
        return

    with pytest.raises(MalformedError):
        read_statement((written[:place] + letter + written[place + 1 :]).encode())


def test_a_statement_signed_by_somebody_else_only_is_refused() -> None:
    stranger = make_key("breakwater.example/other")
    text = str(_FIRST.signed.statement)

    with pytest.raises(MalformedError):
        read_statement(str(sign(text, [stranger.signing])).encode())


def test_the_next_key_follows_only_with_the_signature_of_the_one_before() -> None:
    stranger = make_key()

    assert make_key(after=_FIRST).signed.follows(_FIRST.signed)
    assert not make_key(after=_FIRST, signed_by=stranger).signed.follows(_FIRST.signed)
    assert not make_key(after=_FIRST, version=3).signed.follows(_FIRST.signed)
    assert not make_key("breakwater.example/other", after=_FIRST).signed.follows(_FIRST.signed)


def test_a_list_is_read_back_only_under_the_key_that_signed_it() -> None:
    listed = ListedRecipient(1, _FIRST.signed.statement.recipient, _FIRST.signed.digest)
    made = RecipientList("breakwater.example", datetime.date(2026, 3, 1), {"rowan-house": listed})
    note = str(sign(str(made), [_GATE])).encode()
    other = SigningKey("breakwater.example", SignatureType.NOTE, b"\1" * 32)

    assert read_recipients(note, _GATE.verifier_key) == made
    assert listed.is_of(_FIRST.signed)
    assert not listed.is_of(make_key().signed)
    with pytest.raises(MalformedError):
        read_recipients(note, other.verifier_key)
