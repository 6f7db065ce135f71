"""What the page of a case shows of referrals: the one that opened it, and a way to offer one."""

from collections.abc import Iterator

from breakwater.apps.cases.models import Case
from breakwater.apps.cases.sections import Section
from breakwater.apps.organisations.access import may
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.referrals import access
from breakwater.domain.lifecycles.referral import REFERRAL, Move, Side


def sections_for(member: Membership, case: Case) -> Iterator[Section]:
    """To decide about the referral that opened it; to offer the person's case to another.

    Once it is closed only the offers that still live are shown.
    """
    if may(member, Action.ANSWER_REFERRALS):
        found = access.received(member).filter(case=case).first()
        if found is not None:
            can = {
                move.name.lower(): REFERRAL.can(found.stands, move, Side.RECEIVER) for move in Move
            }
            yield Section("referrals/in_case.html", {"referral": found, "can": can})
    if may(member, Action.OFFER_REFERRALS):
        offered = access.sent(member).filter(consent__from_case=case)
        if case.state == Case.State.CLOSED:
            offered = offered.living()
        yield Section("referrals/from_case.html", {"offered": offered})
