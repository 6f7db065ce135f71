"""Keys of invented organisations, as a member's browser would make them."""

import secrets
from dataclasses import dataclass

import pyrage

from breakwater.domain.audit_log.note import SignatureType
from breakwater.domain.audit_log.signing import SigningKey, sign
from breakwater.sealing.statement import KeyStatement, SignedStatement, read_statement


@dataclass(frozen=True)
class MadeKey:
    """Both halves of one version of an organisation's key."""

    identity: str
    signing: SigningKey
    signed: SignedStatement


def make_key(
    organisation: str = "breakwater.example/rowan-house",
    *,
    after: MadeKey | None = None,
    signed_by: MadeKey | None = None,
    version: int | None = None,
) -> MadeKey:
    """A first key, or the next one, signed by the key before it (or by ``signed_by``)."""
    identity = pyrage.x25519.Identity.generate()
    signing = SigningKey(organisation, SignatureType.NOTE, secrets.token_bytes(32))
    statement = KeyStatement(
        organisation=organisation,
        version=version or (after.signed.statement.version + 1 if after else 1),
        recipient=str(identity.to_public()),
        recovery=str(pyrage.x25519.Identity.generate().to_public()),
        verifier=signing.verifier_key,
    )
    agrees = signed_by or after
    note = sign(str(statement), [signing, *([agrees.signing] if agrees else [])])
    return MadeKey(str(identity), signing, read_statement(str(note).encode()))
