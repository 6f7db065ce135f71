"""Fetching and authorising in one step; what is public needs no member."""

from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet
from django.http import Http404

from breakwater.apps.directory.models import (
    Batch,
    Handing,
    ListedOrganisation,
    Service,
    Version,
)
from breakwater.apps.directory.models.service import ServiceQuerySet
from breakwater.apps.organisations.access import may, require
from breakwater.apps.organisations.models import Membership, Organisation
from breakwater.apps.organisations.permissions import Action


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
    """Every version of one of them that the organisation may read, newest first."""
    return own_service(member, pk).versions.readable_by(member.organisation)


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


def stored_feed(member: Membership, pk: int) -> Batch:
    """One that was stored and not undone."""
    found = feeds(member).filter(pk=pk, committed_at__isnull=False, undone_at=None).first()
    if found is None:
        raise Http404
    return found


def handed_to(member: Membership) -> QuerySet[ListedOrganisation]:
    """What was handed to the member's organisation and still has a service nobody looked at."""
    if not may(member, Action.KEEP_SERVICES):
        return ListedOrganisation.objects.none()
    unseen = own_services(member).filter(listed__handed_at__isnull=False, checked_by=None)
    return ListedOrganisation.objects.filter(
        pk__in=unseen.filter(is_public=True).order_by().values("listed")
    )


def listed_organisations(member: Membership, words: str = "") -> QuerySet[ListedOrganisation]:
    """Those that came in feeds, with how many services each has; ``words`` are in its name."""
    require(member, Action.HAND_SERVICES)
    found = ListedOrganisation.objects.exclude(organisation__isnull=False, handed_at=None)
    for word in words.split():
        found = found.filter(name__icontains=word)
    return found.select_related("organisation").annotate(count=Count("services"))


def listed_organisation(member: Membership, pk: UUID) -> ListedOrganisation:
    """One of them."""
    found = listed_organisations(member).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def receivers(member: Membership) -> QuerySet[Organisation]:
    """Organisations that services can be handed to."""
    require(member, Action.HAND_SERVICES)
    return Organisation.objects.filter(
        kind=Organisation.Kind.SUPPORT_ORGANISATION,
        admitted_at__isnull=False,
        left_at__isnull=True,
    )


def waiting_handings(member: Membership) -> QuerySet[Handing]:
    """What operators asked for and nobody has decided on."""
    require(member, Action.HAND_SERVICES)
    return Handing.objects.filter(confirmed_at=None, put_aside_at=None).select_related(
        "listed", "organisation", "proposed_by"
    )


def waiting_handing(member: Membership, pk: int) -> Handing:
    """One of them."""
    found = waiting_handings(member).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
