"""Receipts: made once, checked for ever, by anyone with the policy."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from breakwater.domain.audit_log.checkpoint import SignedCheckpoint
from breakwater.domain.audit_log.cosignature import Check
from breakwater.domain.audit_log.findings import Finding, all_hold
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.openings import OpenedEntry
from breakwater.domain.audit_log.policy import read_policy
from breakwater.domain.audit_log.receipt import Receipt, read_receipt
from breakwater.domain.audit_log.signing import sign
from breakwater.domain.audit_log.verify import verify_file, verify_receipt
from tests.domain.audit_log.made_log import POLICY, key, made_log

LOG = made_log(90)
TRUSTED = read_policy(POLICY)


def verified(data: bytes, record: bytes | None = None) -> bool:
    try:
        return all_hold(verify_file(data, TRUSTED, record))
    except MalformedError:
        return False


def sentences(findings: list[Finding], check: Check) -> str:
    return " ".join(finding.says for finding in findings if finding.check is check)


@given(st.integers(0, 89), st.integers(1, 90))
@settings(max_examples=20)
def test_a_receipt_reads_back_and_holds_with_its_record(index: int, size: int) -> None:
    size = max(size, index + 1)
    receipt = LOG.receipt(index, size)

    assert read_receipt(str(receipt).encode()) == receipt
    assert verified(str(receipt).encode(), f"record {index}".encode())
    assert not verified(str(receipt).encode(), b"another record")


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_receipt_with_any_byte_changed_does_not_hold(data: st.DataObject) -> None:
    good = bytearray(str(LOG.receipt(41)).encode())
    at, mask = data.draw(st.integers(0, len(good) - 1)), data.draw(st.integers(1, 255))
    good[at] ^= mask

    # Only a witness's line may become a stranger's, which signed-note says to ignore.
    if verified(bytes(good), b"record 41"):
        changed = read_receipt(bytes(good))
        before = LOG.receipt(41)
        assert (changed.opened, changed.index, changed.proof, changed.signed.checkpoint) == (
            before.opened,
            before.index,
            before.proof,
            before.signed.checkpoint,
        )
        names = {line.name for line in changed.signed.note.signatures}
        ids = {line.key_id for line in changed.signed.note.signatures}
        signers = before.signed.note.signatures
        assert names != {line.name for line in signers} or ids != {line.key_id for line in signers}


def test_a_receipt_says_what_was_entered_when_and_who_saw_it() -> None:
    said = sentences(verify_receipt(LOG.receipt(1), TRUSTED), Check.HOLDS)

    assert "entry 1 of logs.northmere.example/disclosure-log" in said
    assert "“A person was linked to support”, on 2026-10-14" in said
    assert "3 of 3 witnesses (commissioner, inspectorate, harbour)" in said


def test_without_a_policy_no_signature_is_believed() -> None:
    findings = verify_receipt(LOG.receipt(1), None)

    assert not all_hold(findings)
    assert "No policy was given" in sentences(findings, Check.FAILS)


def test_a_receipt_from_another_log_is_refused() -> None:
    other = POLICY.replace(b"northmere", b"southmere")
    listed = read_policy(b"\n".join(line for line in POLICY.split(b"\n") if line[:3] != b"log"))
    findings = verify_receipt(LOG.receipt(3), listed)

    assert "No key that the policy lists for this log" in sentences(findings, Check.FAILS)
    with pytest.raises(MalformedError, match="does not match its own id"):
        read_policy(other)


def test_another_listed_log_cannot_sign_in_this_ones_name() -> None:
    other = key("other.example/disclosure-log")
    policy = read_policy(POLICY + f"log {other.verifier_key}\n".encode())
    checkpoint = LOG.checkpoint()
    foreign = SignedCheckpoint(checkpoint, sign(str(checkpoint), [other]))

    findings = verify_file(str(foreign).encode(), policy)

    assert "No key that the policy lists for this log" in sentences(findings, Check.FAILS)


def test_too_few_witnesses_are_not_enough() -> None:
    one = LOG.receipt(3)
    seldom = Receipt(one.opened, one.index, one.proof, LOG.signed(witnesses=1))

    said = sentences(verify_receipt(seldom, TRUSTED), Check.FAILS)

    assert "1 of 3 witnesses (commissioner): not the quorum" in said


def test_an_opening_that_does_not_open_the_entry_fails() -> None:
    true, other = LOG.receipt(3), LOG.opened(4)
    lying = OpenedEntry(true.opened.entry, other.opening, true.opened.salt2)

    findings = verify_receipt(Receipt(lying, 3, true.proof, true.signed), TRUSTED)

    assert "was not entered as" in sentences(findings, Check.FAILS)


def test_a_receipt_of_one_entry_does_not_pass_for_another() -> None:
    one = LOG.receipt(3)

    findings = verify_receipt(Receipt(LOG.opened(4), 3, one.proof, one.signed), TRUSTED)

    assert "is not entry 3" in sentences(findings, Check.FAILS)


GOOD = str(LOG.receipt(0)).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"c2sp.org/tlog-proof@v2" + GOOD[22:],
        GOOD.replace(b"\nextra ", b"\nother "),
        GOOD.replace(b"\nindex 0", b"\nindex 00"),
        GOOD.replace(b"\nindex 0", b"\nindex 99999999999999999999"),
        GOOD.replace(b"\n\n", b"\n", 1),
        GOOD.replace(b"\n\n", b"\n" + b"A" * 43 + b"=\n" * 70 + b"\n", 1),
        GOOD[:200],
        GOOD + b"\x00" * (3 << 20),
    ],
    # Signatures differ each time, and what a test is called must not.
    ids=[
        *("empty", "another version", "no extra", "zero before it", "index too large"),
        *("one line", "too long a proof", "cut short", "three megabytes"),
    ],
)
def test_a_damaged_receipt_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedError):
        read_receipt(data)
