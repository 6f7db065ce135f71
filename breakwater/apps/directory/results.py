"""One service as a public page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise as LazyText

from breakwater.apps.directory import wording
from breakwater.apps.directory.models import Service
from breakwater.domain.matching.facts import Wish
from breakwater.domain.matching.fit import Fit, Reason
from breakwater.domain.matching.words import Group
from breakwater.domain.open_referral.document import PLACES, extras_of, languages_of
from breakwater.domain.open_referral.extras import Extras
from breakwater.domain.open_referral.hours import openings, said_in_words
from breakwater.domain.open_referral.outgoing import safely

_MOST_PHONES = 4


@dataclass(frozen=True)
class Phone:
    """A number, whether it takes texts, and what is said beside it."""

    number: str
    takes_texts: bool
    says: str

    @property
    def dialled(self) -> str:
        """The number as a link takes it."""
        return "".join(one for one in self.number if one in "+0123456789")


@dataclass(frozen=True)
class Result:
    """One service as a page shows it: already safe, whatever its document holds."""

    service: Service
    content: dict[str, Any]
    extras: Extras
    reasons: frozenset[Reason] = frozenset()
    speaks: frozenset[str] = frozenset()
    wish: Wish = field(default_factory=Wish)
    today: date = date.min

    @property
    def sentences(self) -> list[LazyText]:
        """Why it stands here, but for what names a place or a language."""
        made: list[LazyText] = []
        if Reason.OFFERS in self.reasons and self.wish.need:
            made.append(wording.OFFERS[self.wish.need])
        made += [wording.REASONS[one] for one in wording.REASONS if one in self.reasons]
        if Reason.MADE_FOR in self.reasons:
            named = {self.wish.group, Group.LGBT if self.wish.lgbt else None}
            made += [
                says
                for one, says in wording.FOR_GROUPS.items()
                if one in named and one in self.extras.groups
            ]
        return made

    @property
    def is_near(self) -> bool:
        """Whether to say that it works where the person named."""
        return Reason.NEAR in self.reasons

    @property
    def is_away(self) -> bool:
        """Whether to say that it is not there."""
        return Reason.AWAY in self.reasons

    @property
    def is_stale(self) -> bool:
        """Whether nobody has checked it for more than 180 days."""
        return self.service.is_stale(self.today)

    @property
    def policies(self) -> list[LazyText]:
        """What it says of telling authorities, of who may ask, and of advice."""
        extras = self.extras
        said = [
            wording.POLICE.get(extras.police),
            wording.HOME_OFFICE.get(extras.home_office),
            wording.ROUTES.get(extras.route),
            wording.ADVICE.get(extras.immigration_advice),
            wording.REGULATORS.get(extras.regulator) if extras.immigration_advice else None,
        ]
        return [one for one in said if one is not None]

    @property
    def phones(self) -> list[Phone]:
        """Its numbers, its own first."""
        listed = [*self.content.get("phones", [])]
        for contact in self.content.get("contacts", []):
            listed += contact.get("phones", [])
        numbers = {
            one["number"]: Phone(
                one["number"],
                one.get("type", "").lower() in {"text", "sms"},
                one.get("description", ""),
            )
            for one in listed
        }
        return list(numbers.values())[:_MOST_PHONES]

    @property
    def hours(self) -> list[str]:
        """When it is open, a line each."""
        return wording.hours_in_words(openings(self.content, self.today))

    @property
    def hours_said(self) -> Sequence[str]:
        """What it says of its hours in words of its own."""
        return list(said_in_words(self.content))

    @property
    def places(self) -> list[list[str]]:
        """Where it can be visited, as lines; nothing of a confidential one."""
        return [_address(place.get("location", {})) for place in self.content.get(PLACES, [])]


def result(
    service: Service, today: date, fit: Fit | None = None, wish: Wish | None = None
) -> Result:
    """A public service with why it stands where it does; ``fit`` None where nobody looked."""
    assert service.published is not None
    content = safely(service.published.content)
    wish = wish or Wish()
    speaks = wish.languages & (languages_of(content) or frozenset())
    reasons = frozenset(fit.reasons) if fit else frozenset()
    return Result(service, content, extras_of(content), reasons, speaks, wish, today)


def _address(location: dict[str, Any]) -> list[str]:
    lines = [location.get("name", "")]
    for one in location.get("addresses", [])[:1]:
        lines += [one.get(name, "") for name in ("address_1", "city", "postal_code")]
    return [line for line in lines if line]
