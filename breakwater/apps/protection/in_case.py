"""What the page of a case shows: a way to tell a body that protects people."""

from collections.abc import Iterator

from breakwater.apps.cases.models import Case
from breakwater.apps.cases.sections import Section
from breakwater.apps.organisations.access import may
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.protection import access


def sections_for(member: Membership, case: Case) -> Iterator[Section]:
    """The way in, and what was shared from this case."""
    if may(member, Action.SHARE_TO_PROTECT):
        found = access.sharings(member).filter(case=case)
        yield Section("protection/in_case.html", {"found": found})
