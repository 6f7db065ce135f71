"""Fetch and authorise in one step: one's own cases, and the reports between two organisations."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404

from breakwater.apps.cases import access as cases
from breakwater.apps.cases.models import Case, CaseQuerySet
from breakwater.apps.organisations.access import require
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.roles import Kind
from breakwater.apps.receiving.models import OnBehalf, PoliceNumber

NUMBERED_WITHIN = timedelta(hours=24)


def case_to_number(member: Membership, pk: UUID) -> Case:
    """A case of the member's force."""
    require(member, Action.NUMBER_REPORTS)
    return cases.case(member, pk)


def case_to_report(member: Membership, pk: UUID) -> Case:
    """A case of the member's support organisation that is still open."""
    require(member, Action.REPORT_FOR_SOMEBODY)
    found = cases.case(member, pk)
    if found.state == Case.State.CLOSED:
        raise Http404
    return found


def number_of(case: Case) -> PoliceNumber | None:
    """What it is recorded as now, or why not; None while nobody has said."""
    return PoliceNumber.objects.filter(case=case).first()


def without_a_number(member: Membership, at: datetime) -> CaseQuerySet:
    """The force's open cases that should have a number, or a reason why not, by now."""
    require(member, Action.NUMBER_REPORTS)
    return cases.cases(member).filter(
        state__in=Case.STATES_AT_WORK,
        opened_at__lt=at - NUMBERED_WITHIN,
        police_numbers__isnull=True,
    )


def between(member: Membership, pk: UUID) -> tuple[OnBehalf, bool]:
    """A report for somebody, and whether the member is on the police's side of it."""
    found = OnBehalf.objects.filter(pk=pk)
    found = found.select_related("police_case__organisation", "own_case", "organisation")
    one = found.first()
    if one is None:
        raise Http404
    if member.kind == Kind.FORCE:
        cases.case(member, one.police_case_id)
        return one, True
    if one.own_case_id is None:
        raise Http404
    cases.case(member, one.own_case_id)
    return one, False


def to_withdraw(member: Membership, pk: UUID) -> OnBehalf:
    """A report that the member's organisation made."""
    require(member, Action.REPORT_FOR_SOMEBODY)
    found, is_police = between(member, pk)
    if is_police:
        raise Http404
    return found
