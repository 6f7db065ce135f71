"""To whose keys something is sealed, asked of the gate, and refused where nobody could read it."""

from dataclasses import dataclass
from datetime import datetime

from breakwater.apps.organisations import key_health
from breakwater.apps.organisations.models import Organisation
from breakwater.apps.organisations.recipients import key_in_use, signed_recipients
from breakwater.apps.organisations.roles import Kind
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.fingerprint import fingerprint_words


@dataclass(frozen=True)
class Reader:
    """An organisation that can read mail today, and the key to seal to."""

    organisation: Organisation
    recipient: str
    version: int

    @property
    def fingerprint(self) -> str:
        """The key's fingerprint in words."""
        return fingerprint_words(self.recipient)


def reader_of(organisation: Organisation, at: datetime) -> Reader | None:
    """The organisation with its key; None where nobody there could open mail today."""
    if not key_health.can_receive(organisation, at):
        return None
    try:
        key = key_in_use(organisation, signed_recipients())
    except PlainError:
        return None
    return Reader(organisation, key.recipient, key.version) if key else None


def forces_that_can_read(at: datetime) -> list[Reader]:
    """Every force that takes part and can read what is sealed to it today."""
    forces = Organisation.objects.filter(
        kind=Kind.FORCE, admitted_at__isnull=False, left_at__isnull=True
    ).order_by("name")
    return [reader for force in forces if (reader := reader_of(force, at))]
