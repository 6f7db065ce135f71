"""Who can be offered a referral now, with the key to seal to; and who only by telephone."""

from dataclasses import dataclass
from datetime import datetime

from breakwater.apps.disclosures.access import support_organisations
from breakwater.apps.organisations import key_health
from breakwater.apps.organisations.models import Organisation
from breakwater.apps.organisations.recipients import key_in_use, signed_recipients
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.fingerprint import fingerprint_words


@dataclass(frozen=True)
class Receiver:
    """One that can read what it is offered today."""

    organisation: Organisation
    recipient: str
    version: int

    def for_the_page(self) -> dict[str, object]:
        """What a browser needs to seal to it."""
        return {
            "name": self.organisation.name,
            "recipient": self.recipient,
            "version": self.version,
            "words": fingerprint_words(self.recipient),
        }


@dataclass(frozen=True)
class Reachable:
    """Those who can be offered a referral, by their key, and those who can't be today."""

    by_key: dict[str, Receiver]
    by_telephone: list[Organisation]


def reachable(sender: Organisation, at: datetime) -> Reachable:
    """Everyone a referral of ``sender`` could go to."""
    found: dict[str, Receiver] = {}
    by_telephone = []
    for organisation in support_organisations().exclude(pk=sender.pk):
        receiver = receiver_of(organisation, at)
        if receiver is None:
            by_telephone.append(organisation)
        else:
            found[str(organisation.pk)] = receiver
    return Reachable(found, by_telephone)


def receiver_of(organisation: Organisation, at: datetime) -> Receiver | None:
    """The same for one; None where nobody could read it today."""
    if not key_health.can_receive(organisation, at):
        return None
    try:
        key = key_in_use(organisation, signed_recipients())
    except PlainError:
        return None
    return Receiver(organisation, key.recipient, key.version) if key else None
