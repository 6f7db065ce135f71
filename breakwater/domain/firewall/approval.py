"""Who approved a pack: two people, two listed keys, over the exact bytes of the file.

An approval is an Ed25519 signature (RFC 8032) over a fixed prefix, the signer's office, the day and
the bytes of ``rule.toml``. So a signature cannot serve for another office, day or text. Trusted are
the listed public keys alone; whoever lists them decides who may approve.
"""

import base64
import binascii
import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from breakwater.domain.plain_error import PlainError


class Office(StrEnum):
    """The two whose approval a pack needs."""

    DATA_PROTECTION_OFFICER = "data_protection_officer"
    SOLICITOR = "solicitor"

    @property
    def words(self) -> str:
        """As a person says it."""
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Signature:
    """One office's approval of one text on one day; ``value`` is 64 bytes."""

    signed_on: datetime.date
    value: bytes


Approvers = Mapping[Office, bytes]
Approval = Mapping[Office, Signature]


def read_approvers(file: bytes) -> Approvers:
    """The listed public keys, 32 bytes each, both offices present and different."""
    keys = {
        office: _bytes(_table(file, "the list of approvers").get(office), 32) for office in Office
    }
    if len(set(keys.values())) != len(keys):
        raise PlainError("the list of approvers has one key for two offices; it takes two people")
    return keys


def read_approval(file: bytes) -> Approval:
    """The signatures in an ``approval.toml``; an office may be absent."""
    table = _table(file, "the approval")
    approval = {}
    for office in Office:
        entry = table.get(office)
        if entry is None:
            continue
        day = entry.get("signed_on") if isinstance(entry, dict) else None
        if not isinstance(day, datetime.date) or isinstance(day, datetime.datetime):
            raise PlainError(f"the approval of the {office.words} has no day")
        approval[office] = Signature(day, _bytes(entry.get("signature"), 64))
    return approval


def is_signed_by_both(file: bytes | None) -> bool:
    """Whether an ``approval.toml`` carries both signatures; whether they hold, ``lacking`` says."""
    return file is not None and len(read_approval(file)) == len(Office)


def written(approval: Approval) -> str:
    """The text of an ``approval.toml``."""
    return "\n".join(
        f"[{office}]\nsigned_on = {signature.signed_on.isoformat()}\n"
        f'signature = "{base64.b64encode(signature.value).decode()}"\n'
        for office, signature in sorted(approval.items())
    )


def sign(
    rule: bytes, *, by: Office, on: datetime.date, private_key: Ed25519PrivateKey
) -> Signature:
    """The approval of the pack in ``rule`` by one office on one day."""
    return Signature(on, private_key.sign(_message(rule, by, on)))


def lacking(rule: bytes, approval: bytes | None, approvers: Approvers) -> tuple[str, ...]:
    """Why the pack is not approved for use, one sentence an office; empty when it is approved."""
    try:
        signatures = {} if approval is None else read_approval(approval)
    except PlainError as fault:
        return (str(fault),)
    faults = []
    for office in Office:
        if office not in signatures:
            faults.append(f"the {office.words} has not signed")
        elif office not in approvers:
            faults.append(f"no key of a {office.words} is listed")
        elif not _is_signed(rule, office, signatures[office], approvers[office]):
            faults.append(f"the signature of the {office.words} is not over this text")
    return tuple(faults)


def _is_signed(rule: bytes, office: Office, signature: Signature, key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(
            signature.value, _message(rule, office, signature.signed_on)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _message(rule: bytes, office: Office, on: datetime.date) -> bytes:
    return f"breakwater pack approval\n{office}\n{on.isoformat()}\n".encode() + rule


def _table(file: bytes, what: str) -> dict[str, Any]:
    try:
        return tomllib.loads(file.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise PlainError(f"{what} is not well-formed TOML") from None


def _bytes(text: object, length: int) -> bytes:
    try:
        found = base64.b64decode(text if isinstance(text, str) else "", validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != length:
        raise PlainError(f"a key or signature is not {length} bytes of base64")
    return found
