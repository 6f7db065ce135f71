"""Whose key mail is sealed to: what the gate signed, and whether the database agrees.

The gate's word counts, never the database's: a row can be changed by whoever breaks in, and the
gate takes a new key only from whoever held the one before.
"""

from dataclasses import dataclass

from django.conf import settings

from breakwater.apps.audit_log import gate_client
from breakwater.apps.organisations.models import Organisation, OrganisationKey
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.recipients import ListedRecipient, RecipientList, read_recipients
from breakwater.sealing.statement import SignedStatement, read_statement


class SwappedKeyError(PlainError):
    """The key in the database is not the key that the gate signed for."""


@dataclass(frozen=True)
class SignedRecipients:
    """The gate's list: as a note, which browsers check, and read, after its signature held."""

    note: str
    key: str
    recipients: RecipientList


def signed_recipients() -> SignedRecipients:
    """Today's list; ``GateAwayError`` where the gate does not answer."""
    note, key = gate_client.recipients(settings.DOMAIN)
    return SignedRecipients(note, str(key), read_recipients(note.encode(), key))


def key_name(organisation: Organisation) -> str:
    """The name under which an organisation's key signs."""
    return f"{settings.DOMAIN}/{organisation.slug}"


def statement_of(key: OrganisationKey) -> SignedStatement:
    """What the key says of itself; SwappedKeyError where the row says something else."""
    try:
        signed = read_statement(key.statement.encode())
    except MalformedError:
        raise _swapped() from None
    said = signed.statement
    if (said.organisation, said.version, said.recipient) != (
        key_name(key.organisation),
        key.version,
        key.recipient,
    ):
        raise _swapped()
    return signed


def key_in_use(organisation: Organisation, signed: SignedRecipients) -> OrganisationKey | None:
    """The version that the gate's list names; None where it names none.

    SwappedKeyError where the database holds no such key, or another one in its place.
    """
    listed = signed.recipients.recipients.get(organisation.slug)
    if listed is None:
        if OrganisationKey.objects.filter(
            organisation=organisation, in_use_at__isnull=False
        ).exists():
            raise _swapped()
        return None
    return _same(organisation, listed)


def recipient_of(organisation: Organisation) -> str:
    """The age recipient to seal this organisation's mail to, vouched for by the gate today.

    PlainError (also ``GateAwayError`` and ``SwappedKeyError``) where nobody could safely be written
    to: then nothing may be accepted. Ask ``key_health.can_receive`` first whether it would be read.
    """
    key = key_in_use(organisation, signed_recipients())
    if key is None:
        raise PlainError("this organisation has no key in use yet")
    return key.recipient


def _same(organisation: Organisation, listed: ListedRecipient) -> OrganisationKey:
    key = (
        OrganisationKey.objects.kept()
        .filter(organisation=organisation, version=listed.version)
        .select_related("organisation")
        .first()
    )
    if key is None or not listed.is_of(statement_of(key)):
        raise _swapped()
    return key


def _swapped() -> SwappedKeyError:
    return SwappedKeyError(
        "the key in the database is not the key that was signed for, so nothing is sealed to it"
    )
