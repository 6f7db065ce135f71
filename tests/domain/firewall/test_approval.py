"""Two offices approve the exact bytes of a pack, each with its own listed key."""

import base64
import datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from breakwater.domain.firewall.approval import (
    Approval,
    Office,
    lacking,
    read_approval,
    read_approvers,
    sign,
    written,
)
from breakwater.domain.plain_error import PlainError

DAY = datetime.date(2026, 11, 23)
KEYS = {
    Office.DATA_PROTECTION_OFFICER: Ed25519PrivateKey.from_private_bytes(b"\1" * 32),
    Office.SOLICITOR: Ed25519PrivateKey.from_private_bytes(b"\2" * 32),
}
LISTED = {office: key.public_key().public_bytes_raw() for office, key in KEYS.items()}
RULE = b"the bytes of a pack"


def approval(rule: bytes = RULE) -> Approval:
    return {o: sign(rule, by=o, on=DAY, private_key=key) for o, key in KEYS.items()}


def approvers_file(keys: dict[Office, bytes]) -> bytes:
    lines = [f'{office} = "{base64.b64encode(key).decode()}"' for office, key in keys.items()]
    return "\n".join(lines).encode()


def test_both_signatures_over_the_exact_bytes_approve_a_pack() -> None:
    file = written(approval()).encode()

    assert read_approval(file) == approval()
    assert read_approvers(approvers_file(LISTED)) == LISTED
    assert lacking(RULE, file, LISTED) == ()


def test_one_changed_byte_makes_both_signatures_void() -> None:
    faults = lacking(RULE + b" ", written(approval()).encode(), LISTED)

    assert faults == (
        "the signature of the data protection officer is not over this text",
        "the signature of the solicitor is not over this text",
    )


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (None, "the solicitor has not signed"),
        (b"", "the data protection officer has not signed"),
        (written({Office.SOLICITOR: approval()[Office.SOLICITOR]}).encode(), "has not signed"),
        (b"[", "the approval is not well-formed TOML"),
        (b'solicitor = "yes"', "the approval of the solicitor has no day"),
        (b'[solicitor]\nsigned_on = 2026-11-23\nsignature = "AAAA"', "not 64 bytes"),
    ],
)
def test_an_approval_that_is_absent_partial_or_malformed_approves_nothing(
    file: bytes | None, fault: str
) -> None:
    assert any(fault in said for said in lacking(RULE, file, LISTED))


def test_a_signature_serves_for_no_other_office_and_no_other_day() -> None:
    good = approval()
    officer, solicitor = good[Office.DATA_PROTECTION_OFFICER], good[Office.SOLICITOR]
    swapped = written({Office.DATA_PROTECTION_OFFICER: solicitor, Office.SOLICITOR: officer})
    redated = written(good).replace("2026-11-23", "2026-11-24")

    assert len(lacking(RULE, swapped.encode(), LISTED)) == 2
    assert len(lacking(RULE, redated.encode(), LISTED)) == 2


def test_a_key_that_is_not_listed_approves_nothing() -> None:
    file = written(approval()).encode()
    stranger = Ed25519PrivateKey.from_private_bytes(b"\3" * 32).public_key().public_bytes_raw()

    assert lacking(RULE, file, {**LISTED, Office.SOLICITOR: stranger}) == (
        "the signature of the solicitor is not over this text",
    )
    assert lacking(RULE, file, {}) == (
        "no key of a data protection officer is listed",
        "no key of a solicitor is listed",
    )


def test_one_person_cannot_be_listed_for_both_offices() -> None:
    key = LISTED[Office.SOLICITOR]

    with pytest.raises(PlainError, match="it takes two people"):
        read_approvers(approvers_file(dict.fromkeys(Office, key)))
    with pytest.raises(PlainError, match="not 32 bytes"):
        read_approvers(approvers_file({Office.SOLICITOR: key}))
