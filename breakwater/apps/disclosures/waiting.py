"""What the home page shows of this app."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from breakwater.apps.disclosures import access
from breakwater.apps.disclosures.models import Request
from breakwater.apps.organisations.access import may
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.waiting import StartingPoint, WaitingItem
from breakwater.domain.disclosures.question import LASTS

_LINK_WITHIN = timedelta(days=2)
_DECIDE_WITHIN = timedelta(days=1)
_MOST = 20


def waiting_for(member: Membership) -> Iterator[WaitingItem]:
    """Duties to link that are still open, and requests that wait for a decision or a release."""
    now = timezone.now()
    if may(member, Action.CHECK_BEFORE_SHARING):
        for decision in access.decisions(member).to_link().order_by("decided_at")[:_MOST]:
            yield WaitingItem(
                sentence=f"Link the person of incident {decision.incident} to support",
                address=page("disclosures:decision", decision.pk),
                since=decision.decided_at,
                is_late=now - decision.decided_at > _LINK_WITHIN,
            )
    if may(member, Action.ASK_TO_RELEASE):
        yield from _requests(member, now)


def starting_points(member: Membership) -> Iterator[StartingPoint]:
    """Checking comes first: it is what most people come here for, at a door and in a hurry."""
    for actions, title, says, name in _STARTING_POINTS:
        if any(may(member, action) for action in actions):
            yield StartingPoint(title, says, page(name), comes_first=name == _CHECK)


def _requests(member: Membership, now: datetime) -> Iterator[WaitingItem]:
    recent = access.requests(member).filter(asked_at__gte=now - LASTS, ending__isnull=True)
    for asked in recent.order_by("asked_at"):
        state = asked.state_at(now)
        is_own = asked.asked_by == member.person
        waits = (state == Request.State.WAITING and access.may_authorise(member, asked)) or (
            is_own and state in {Request.State.WAITING, Request.State.AUTHORISED}
        )
        if waits:
            whose = "Your request" if is_own else "Request"
            yield WaitingItem(
                sentence=f"{whose} about incident {asked.incident}: {state.label.lower()}",
                address=page("disclosures:request", asked.pk),
                since=asked.asked_at,
                is_late=now - asked.asked_at > _DECIDE_WITHIN,
            )


_CHECK = "disclosures:check"
_STARTING_POINTS: tuple[tuple[tuple[Action, ...], str, str, str], ...] = (
    (
        (Action.CHECK_BEFORE_SHARING,),
        "Check before you share",
        "A few questions about the situation. One clear answer.",
        _CHECK,
    ),
    (
        (Action.CHECK_BEFORE_SHARING,),
        "Recorded decisions",
        "What was recorded, and who is still to be linked to support.",
        "disclosures:decisions",
    ),
    (
        access.SEES_REQUESTS,
        "Requests to release",
        "What was asked, what waits for a supervisor, and what was released.",
        "disclosures:requests",
    ),
    (
        (Action.ASK_TO_RELEASE,),
        "They asked us",
        "A request by Immigration Enforcement, and the letter that answers it.",
        "disclosures:incoming",
    ),
    (
        (Action.ASK_TO_RELEASE,),
        "Outside the gate",
        "What was said by telephone.",
        "disclosures:accounts",
    ),
    (
        (Action.ANSWER_COMPULSION,),
        "Compelled by law",
        "What a court or a law left no choice about.",
        "disclosures:compelled",
    ),
    (
        (Action.LIST_RECEIVERS,),
        "Receivers",
        "To whom a package can be sealed.",
        "disclosures:receivers",
    ),
    (
        (Action.KEEP_API_TOKENS,),
        "Records systems",
        "Which systems may ask the rule by themselves.",
        "disclosures:tokens",
    ),
)
