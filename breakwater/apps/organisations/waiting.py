"""What the home page shows: what waits for a member, and where they can begin.

Each app has a module ``waiting`` with these two functions; ``breakwater/site/home.py`` asks them
all, so that no app here has to know the ones above it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from breakwater.apps.organisations import access
from breakwater.apps.organisations.models import Absence, Agreement, Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.permissions import Action

_ROLE_WAITS_AT_MOST = timedelta(days=3)
_PROPOSAL_WAITS_AT_MOST = timedelta(days=14)


@dataclass(frozen=True)
class WaitingItem:
    """One thing that waits for this member: a sentence, the page to do it, since when."""

    sentence: str
    address: str
    since: datetime
    is_late: bool = False


@dataclass(frozen=True)
class StartingPoint:
    """One thing this member can begin: a title, one sentence, a page.

    ``comes_first`` makes it a button above everything that waits.
    """

    title: str
    says: str
    address: str
    comes_first: bool = False


def waiting_for(member: Membership) -> Iterator[WaitingItem]:
    """Roles to confirm, organisations to admit, agreements to answer or to review."""
    now = timezone.now()
    for grant in access.grants_to_confirm(member):
        yield WaitingItem(
            sentence=f"{grant.person.name} waits to be confirmed as {grant.means.says.lower()}",
            address=page("organisations:role", grant.pk),
            since=grant.asked_at,
            is_late=now - grant.asked_at > _ROLE_WAITS_AT_MOST,
        )
    for proposal in access.proposals(member):
        if access.may_admit(member, proposal) and proposal.proposed_at:
            yield WaitingItem(
                sentence=f"{proposal.name} waits to be admitted",
                address=page("organisations:proposal", proposal.pk),
                since=proposal.proposed_at,
                is_late=now - proposal.proposed_at > _PROPOSAL_WAITS_AT_MOST,
            )
    if access.may(member, Action.MAKE_AGREEMENTS):
        yield from _agreements(member)


def covers(member: Membership) -> list[Absence]:
    """Colleagues this member covers for today."""
    return list(
        Absence.objects.on(access.today()).filter(cover=member).select_related("membership__person")
    )


def starting_points(member: Membership) -> Iterator[StartingPoint]:
    """Pages about people, organisations and agreements."""
    name = member.organisation.name
    yield StartingPoint(
        "People", f"Who works at {name}, their roles and cover.", page("organisations:people")
    )
    yield StartingPoint(
        "Agreements",
        "What may be passed between organisations, and what never is.",
        page("organisations:agreements"),
    )
    yield StartingPoint(
        "Organisations", "Who takes part here.", page("organisations:organisations")
    )


def _agreements(member: Membership) -> Iterator[WaitingItem]:
    today = access.today()
    for agreement in access.agreements(member).filter(ended_at__isnull=True):
        other = agreement.other_than(member.organisation).name
        address = page("organisations:agreement", agreement.pk)
        if agreement.agreed_at is None and agreement.other == member.organisation:
            yield WaitingItem(
                f"{other} offers an agreement and waits for an answer",
                address,
                agreement.proposed_at,
            )
        elif agreement.agreed_at is not None and _review_is_due(agreement):
            yield WaitingItem(
                f"The agreement with {other} was to be reviewed by {agreement.review_on:%-d %B %Y}",
                address,
                agreement.agreed_at,
                is_late=agreement.review_on < today,
            )


def _review_is_due(agreement: Agreement) -> bool:
    return agreement.review_on <= access.today()
