"""Fetching and authorising in one step; what is public needs no member."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from breakwater.apps.directory.models import Batch, Service, Version
from breakwater.apps.directory.models.service import ServiceQuerySet
from breakwater.apps.organisations.access import Action, may, require
from breakwater.apps.organisations.models import Membership


def services_taking_referrals() -> ServiceQuerySet:
    """Public services whose organisation takes part here, by name.

    Whether its key can receive anything is asked of ``organisations.key_health`` by whoever sends.
    """
    return (
        Service.objects.public()
        .filter(
            organisation__isnull=False,
            organisation__admitted_at__isnull=False,
            organisation__left_at__isnull=True,
        )
        .select_related("organisation")
        .order_by("name", "id")
    )


def own_services(member: Membership) -> ServiceQuerySet:
    """Every service of the member's own organisation, shown or not."""
    require(member, Action.KEEP_SERVICES)
    waiting = Version.objects.filter(state=Version.State.WAITING).select_related("proposed_by")
    return (
        Service.objects.of(member.organisation)
        .select_related("published", "checked_by", "listed")
        .prefetch_related(Prefetch("versions", queryset=waiting, to_attr="waiting"))
    )


def own_service(member: Membership, pk: UUID) -> Service:
    """One of them."""
    found = own_services(member).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def history(member: Membership, pk: UUID) -> QuerySet[Version]:
    """Every version of one of them, newest first."""
    return own_service(member, pk).versions.select_related("proposed_by", "decided_by", "batch")


def waiting_version(member: Membership, pk: int) -> Version:
    """A change to one of the organisation's services that nobody has decided on."""
    require(member, Action.KEEP_SERVICES)
    found = (
        Version.objects.filter(
            pk=pk, state=Version.State.WAITING, service__organisation=member.organisation
        )
        .select_related("service__published", "proposed_by")
        .first()
    )
    if found is None:
        raise Http404
    return found


def waiting_versions(member: Membership) -> QuerySet[Version]:
    """Changes that wait for this member's look: colleagues', not their own."""
    if not may(member, Action.KEEP_SERVICES):
        return Version.objects.none()
    return (
        Version.objects.filter(
            state=Version.State.WAITING, service__organisation=member.organisation
        )
        .exclude(proposed_by=member.person)
        .select_related("service")
    )


def feeds(member: Membership) -> QuerySet[Batch]:
    """Every feed that was brought in or waits, without its bytes."""
    require(member, Action.IMPORT_SERVICES)
    return Batch.objects.select_related("opened_by", "committed_by").defer("content")


def open_feed(member: Membership, pk: int) -> Batch:
    """One that waits to be committed, whole."""
    require(member, Action.IMPORT_SERVICES)
    found = (
        Batch.objects.filter(pk=pk, committed_at=None, put_aside_at=None)
        .select_related("opened_by")
        .first()
    )
    if found is None:
        raise Http404
    return found
