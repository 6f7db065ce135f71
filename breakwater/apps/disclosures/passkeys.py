"""The passkeys of the people here, as the sign-in library keeps them."""

import contextlib
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from fido2.webauthn import AttestedCredentialData

from breakwater.apps.audit_log import gate_client
from breakwater.apps.organisations.models import Person
from breakwater.domain.disclosures.assertion import check_assertion, request_options
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.fingerprint import fingerprint_words


def passkeys_of(person: Person) -> list[AttestedCredentialData]:
    """The public halves of this person's passkeys."""
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    return [one.wrap().authenticator_data.credential_data for one in found]


def options_for(person: Person, digest: bytes) -> dict[str, Any]:
    """What this person's browser must sign."""
    return request_options(digest, settings.STAFF_ADDRESS, passkeys_of(person))


def pin(person: Person) -> list[tuple[str, bool]]:
    """Ask the gate, as the user this process runs as, to believe this person's passkeys.

    For each, its fingerprint in words, and whether it is believed now; False: a second person must
    ask too.
    """
    force = person.membership.organisation.slug
    asked = []
    for credential in passkeys_of(person):
        is_pinned = gate_client.pin_passkey(
            person=person.pk.hex,
            force=force,
            origin=settings.STAFF_ADDRESS,
            credential=bytes(credential),
        )
        asked.append((fingerprint_words(bytes(credential).hex()), is_pinned))
    return asked


def pin_in_demonstration(person: Person) -> None:
    """Where one person may do what takes two, whoever authorises needs no command line."""
    if settings.DEMONSTRATION:
        with contextlib.suppress(PlainError):
            pin(person)


def require_signed_by(person: Person, assertion: str, digest: bytes) -> None:
    """Refuse unless one of this person's passkeys signed exactly ``digest`` on the staff site."""
    check_assertion(
        assertion, digest=digest, origin=settings.STAFF_ADDRESS, credentials=passkeys_of(person)
    )
