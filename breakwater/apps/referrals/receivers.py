"""Who can be offered a referral now, with the key to seal to; and who only by telephone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from breakwater.apps.directory.access import services_taking_referrals
from breakwater.apps.directory.models import Service
from breakwater.apps.directory.results import Result
from breakwater.apps.disclosures.access import support_organisations
from breakwater.apps.organisations import key_health
from breakwater.apps.organisations.models import Organisation
from breakwater.apps.organisations.recipients import key_in_use, signed_recipients
from breakwater.domain.open_referral.document import extras_of
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.fingerprint import fingerprint_words


@dataclass(frozen=True)
class Choice:
    """One service that a person can choose, or an organisation that lists none."""

    organisation: Organisation
    service: Service | None = None
    shown: Result | None = None

    @property
    def key(self) -> str:
        """What stands for it in a form."""
        return self.service.pk.hex if self.service else str(self.organisation.pk)

    @property
    def name(self) -> str:
        """What it is called."""
        return (
            f"{self.service.name}, {self.organisation}" if self.service else str(self.organisation)
        )


@dataclass(frozen=True)
class Receiver:
    """One that can read what it is offered today."""

    choice: Choice
    recipient: str
    version: int

    @property
    def organisation(self) -> Organisation:
        """Whose key it is sealed to."""
        return self.choice.organisation

    def for_the_page(self) -> dict[str, object]:
        """What a browser needs to seal to it."""
        return {"recipient": self.recipient, "words": fingerprint_words(self.recipient)}


@dataclass(frozen=True)
class Reachable:
    """What can be offered a referral, by its key, and what can't be today."""

    by_key: dict[str, Receiver]
    by_telephone: list[Choice]

    @property
    def choices(self) -> list[Choice]:
        """What can be chosen, in the order it is listed."""
        return [one.choice for one in self.by_key.values()]


def reachable(sender: Organisation, at: datetime) -> Reachable:
    """Everything a referral of ``sender`` could go to."""
    keys: dict[int, tuple[str, int] | None] = {}
    found: dict[str, Receiver] = {}
    by_telephone = []
    for choice in _choices(sender, at):
        organisation = choice.organisation
        if organisation.pk not in keys:
            keys[organisation.pk] = _key_of(organisation, at)
        key = keys[organisation.pk]
        if key is None:
            by_telephone.append(choice)
        else:
            found[choice.key] = Receiver(choice, *key)
    return Reachable(found, by_telephone)


def receiver_of(organisation: Organisation, at: datetime) -> Receiver | None:
    """The same for one; None where nobody could read it today."""
    key = _key_of(organisation, at)
    return Receiver(Choice(organisation), *key) if key else None


def _choices(sender: Organisation, at: datetime) -> Iterator[Choice]:
    others = support_organisations().exclude(pk=sender.pk)
    services = services_taking_referrals().filter(organisation__in=others)
    listing = set()
    for service in services.select_related("published"):
        if service.organisation is not None and service.published is not None:
            listing.add(service.organisation_id)
            content = service.published.content
            shown = Result(service, content, extras_of(content), today=timezone.localdate(at))
            yield Choice(service.organisation, service, shown)
    for organisation in others.exclude(pk__in=listing):
        yield Choice(organisation)


def _key_of(organisation: Organisation, at: datetime) -> tuple[str, int] | None:
    if not key_health.can_receive(organisation, at):
        return None
    try:
        key = key_in_use(organisation, signed_recipients())
    except PlainError:
        return None
    return (key.recipient, key.version) if key else None
