"""Fetch and authorise in one step: what a member may not see does not exist for them."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils import timezone

from breakwater.apps.cases.models import (
    Assignment,
    Case,
    CaseQuerySet,
    Exclusion,
    Hold,
    OnCall,
    Piece,
)
from breakwater.apps.cases.telling import workers
from breakwater.apps.organisations.access import may, require, today
from breakwater.apps.organisations.models import Absence, Membership
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.roles import Kind, Role


def cases(member: Membership) -> CaseQuerySet:
    """Those of the member's own organisation, but those from which the person excluded them.

    Where the person named somebody, the rest of a force sees the case once a supervisor has looked.
    """
    require(member, Action.WORK_ON_CASES)
    seen = Case.objects.seen_by(member)
    is_force, is_supervisor = member.kind == Kind.FORCE, Role.SUPERVISOR in member.roles_on(today())
    return seen.filter(asks_to_keep_away=False) if is_force and not is_supervisor else seen


def untouched(member: Membership) -> CaseQuerySet:
    """Reports that wait and that nobody has taken, written in or been written to about."""
    written = Piece.objects.filter(case=OuterRef("pk"), added_by__isnull=False)
    return cases(member).filter(
        ~Exists(Assignment.objects.filter(case=OuterRef("pk"))),
        ~Exists(written),
        state=Case.State.WAITING,
        origin=Case.Origin.REPORT,
        has_news=False,
    )


def brought_back(member: Membership) -> CaseQuerySet:
    """Those that were put aside."""
    return cases(member).filter(state=Case.State.ASIDE)


def case(member: Membership, pk: UUID) -> Case:
    """One of them."""
    found = (
        cases(member)
        .filter(pk=pk)
        .select_related("organisation", "assignee__person", "closed_by", "answered_by")
        .first()
    )
    if found is None:
        raise Http404
    return found


def piece(member: Membership, case_pk: UUID, pk: UUID) -> Piece:
    """One sealed piece of one of them."""
    found = case(member, case_pk).pieces.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def covered_by(member: Membership, at: datetime) -> list[Membership]:
    """The colleagues for whom this member covers today."""
    absences = (
        Absence.objects.on(timezone.localdate(at)).filter(cover=member).select_related("membership")
    )
    return [one.membership for one in absences]


def may_be_given(found: Case, at: datetime) -> QuerySet[Membership]:
    """The members to whom this case can be given."""
    return (
        workers(found.organisation, timezone.localdate(at))
        .exclude(pk__in=found.exclusions.values("membership"))
        .select_related("person", "organisation")
        .order_by("person__name")
    )


def may_keep_away(member: Membership, found: Case) -> bool:
    """Whether this member may say whom the person named: in a force a supervisor alone."""
    if found.organisation.kind == Kind.FORCE:
        return Role.SUPERVISOR in member.roles_on(today())
    return may(member, Action.WORK_ON_CASES)


def may_be_kept_away(found: Case) -> QuerySet[Membership]:
    """The colleagues who could be kept away from this case and are not yet."""
    return (
        Membership.objects.current()
        .filter(organisation=found.organisation)
        .exclude(pk__in=found.exclusions.values("membership"))
        .select_related("person", "organisation")
    )


def exclusion(member: Membership, pk: int) -> Exclusion:
    """Somebody who is kept away from one of the member's cases."""
    seen = Exclusion.objects.filter(pk=pk, case__in=cases(member))
    found = seen.select_related("membership__person", "case__organisation").first()
    if found is None:
        raise Http404
    return found


def because(member: Membership, found: Case, at: datetime) -> str:
    """Why this member opens the case, as the access log names it."""
    if found.assignee_id is None:
        return "nobodys-case"
    if found.assignee_id == member.pk:
        return "own-case"
    covers = any(one.pk == found.assignee_id for one in covered_by(member, at))
    return "covers-for-colleague" if covers else "colleagues-case"


def case_to_hold(member: Membership, reference: str) -> Case | None:
    """A case of the member's organisation by its reference, for whoever may hold it."""
    require(member, Action.HOLD_CASES)
    return Case.objects.of(member.organisation).filter(reference=reference).first()


def holds(member: Membership) -> QuerySet[Hold]:
    """The holds of the member's organisation."""
    require(member, Action.HOLD_CASES)
    return Hold.objects.filter(case__organisation=member.organisation).select_related(
        "case", "placed_by", "lifted_by"
    )


def hold(member: Membership, pk: int) -> Hold:
    """One that stands."""
    found = holds(member).filter(pk=pk, lifted_at__isnull=True).first()
    if found is None:
        raise Http404
    return found


def duties(member: Membership) -> QuerySet[OnCall]:
    """Who is or will be on call in the member's organisation."""
    require(member, Action.ARRANGE_ON_CALL)
    return OnCall.objects.filter(
        membership__organisation=member.organisation, called_off_at__isnull=True
    ).select_related("membership__person", "membership__organisation")


def duty(member: Membership, pk: int) -> OnCall:
    """One of them."""
    found = duties(member).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
