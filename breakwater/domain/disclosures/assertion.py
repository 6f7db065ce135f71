"""A supervisor's passkey signs one question: the challenge of the assertion is its digest.

Checked twice, by the web process against the passkeys it knows and by the gate against those that
two people pinned (W3C Web Authentication, section 7.2).
"""

import json
from collections.abc import Sequence
from typing import Any

from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import AttestedCredentialData, PublicKeyCredentialRpEntity

from breakwater.domain.plain_error import PlainError

# An assertion is about a thousand letters long.
LARGEST_ASSERTION = 16_384


class NotSignedError(PlainError):
    """The assertion is not by one of these passkeys, or not over this question."""


def request_options(
    digest: bytes, origin: str, credentials: Sequence[AttestedCredentialData]
) -> dict[str, Any]:
    """What the browser hands to ``navigator.credentials.get`` (JSON, base64url)."""
    return {
        "publicKey": {
            "challenge": websafe_encode(digest),
            "rpId": _host(origin),
            "allowCredentials": [
                {"type": "public-key", "id": websafe_encode(one.credential_id)}
                for one in credentials
            ],
            "userVerification": "required",
            "timeout": 120_000,
        }
    }


def check_assertion(
    assertion: str, *, digest: bytes, origin: str, credentials: Sequence[AttestedCredentialData]
) -> bytes:
    """The credential id of the passkey that signed ``digest`` at exactly ``origin``; or a refusal.

    The person must have been verified by the device (a fingerprint, a face or a PIN).
    """
    if len(assertion) > LARGEST_ASSERTION:
        raise NotSignedError("that is no signature of a passkey")
    party = PublicKeyCredentialRpEntity(id=_host(origin), name="Breakwater")
    server = Fido2Server(party, verify_origin=lambda said: said == origin)
    state = {"challenge": websafe_encode(digest), "user_verification": "required"}
    try:
        response: dict[str, Any] = dict(json.loads(assertion))
        signed = server.authenticate_complete(state, credentials, response)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NotSignedError("the passkey has not signed exactly this request") from None
    return bytes(signed.credential_id)


def _host(origin: str) -> str:
    # A passkey's address has a name for its host, never a bracketed number.
    return origin.partition("://")[2].partition("/")[0].partition(":")[0]
