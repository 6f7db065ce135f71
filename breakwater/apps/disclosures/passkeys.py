"""The passkeys of the people here, as the sign-in library keeps them."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from fido2.webauthn import AttestedCredentialData

from breakwater.apps.organisations.models import Person
from breakwater.domain.disclosures.assertion import check_assertion, request_options


def passkeys_of(person: Person) -> list[AttestedCredentialData]:
    """The public halves of this person's passkeys."""
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    return [one.wrap().authenticator_data.credential_data for one in found]


def options_for(person: Person, digest: bytes) -> dict[str, Any]:
    """What this person's browser must sign."""
    return request_options(digest, settings.STAFF_ADDRESS, passkeys_of(person))


def require_signed_by(person: Person, assertion: str, digest: bytes) -> None:
    """Refuse unless one of this person's passkeys signed exactly ``digest`` on the staff site."""
    check_assertion(
        assertion, digest=digest, origin=settings.STAFF_ADDRESS, credentials=passkeys_of(person)
    )
