"""A passkey in software: what a phone or security key does, for tests."""

import json
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
)

from breakwater.apps.organisations.models import Person

_FLAG = AuthenticatorData.FLAG


@dataclass
class Passkey:
    """One key for one address; signs whatever it is asked, as devices do."""

    origin: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    @property
    def credential(self) -> AttestedCredentialData:
        """The public half."""
        public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        return AttestedCredentialData.create(Aaguid.NONE, self.id, public)

    def assertion(
        self, challenge: bytes, *, verified: bool = True, origin: str | None = None
    ) -> str:
        """What the browser posts after ``navigator.credentials.get``."""
        client = self._client("webauthn.get", challenge, origin or self.origin)
        flags = _FLAG.UP | _FLAG.UV if verified else _FLAG.UP
        data = AuthenticatorData.create(self._host_hash, flags, 1)
        signature = self.key.sign(bytes(data) + sha256(client).digest(), ec.ECDSA(SHA256()))
        return json.dumps(
            self._envelope(
                {
                    "clientDataJSON": websafe_encode(client),
                    "authenticatorData": websafe_encode(bytes(data)),
                    "signature": websafe_encode(signature),
                    "userHandle": None,
                }
            )
        )

    def belongs_to(self, person: Person) -> "Passkey":
        """Store it as this person's, as the sign-in library does."""
        client = self._client("webauthn.create", b"made in a test", self.origin)
        flags = _FLAG.UP | _FLAG.UV | _FLAG.AT
        data = AuthenticatorData.create(self._host_hash, flags, 0, self.credential)
        attestation = AttestationObject.create("none", data, {})
        Authenticator.objects.create(
            user=person,
            type=Authenticator.Type.WEBAUTHN,
            data={
                "name": "Passkey 1",
                "credential": self._envelope(
                    {
                        "clientDataJSON": websafe_encode(client),
                        "attestationObject": websafe_encode(bytes(attestation)),
                        "transports": [],
                    }
                ),
            },
        )
        return self

    @property
    def _host_hash(self) -> bytes:
        return sha256((urlsplit(self.origin).hostname or "").encode()).digest()

    def _client(self, kind: str, challenge: bytes, origin: str) -> bytes:
        content = {"type": kind, "challenge": websafe_encode(challenge), "origin": origin}
        return json.dumps(content).encode()

    def _envelope(self, response: dict[str, object]) -> dict[str, object]:
        name = websafe_encode(self.id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }
