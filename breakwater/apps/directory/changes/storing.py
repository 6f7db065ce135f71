"""Writing the records of a feed, many at a time, in the transaction of whoever brings it in."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from breakwater.apps.directory.changes.publishing import (
    describe,
    keep_terms,
    places_in,
    show,
    term_of,
    terms_in,
)
from breakwater.apps.directory.models import (
    Batch,
    Edition,
    ListedOrganisation,
    Place,
    Service,
    Taxonomy,
    Term,
    Version,
)
from breakwater.domain.open_referral.cleaning import Record
from breakwater.domain.open_referral.document import checked_on, extras_of
from breakwater.domain.open_referral.extras import is_own
from breakwater.domain.open_referral.feed import Feed


def words(feed: Feed) -> None:
    """The taxonomies and terms of a feed, new or as it now says them."""
    taxonomies = [
        Taxonomy(
            id=UUID(one["id"]),
            name=one["name"],
            description=one.get("description", ""),
            uri=one.get("uri", ""),
            version=one.get("version", "")[:100],
        )
        for one in feed.taxonomies.values()
    ]
    Taxonomy.objects.bulk_create(
        taxonomies,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["name", "description", "uri", "version"],
    )
    known = set(Taxonomy.objects.values_list("pk", flat=True))
    Term.objects.bulk_create(
        # Our own come with the documents that say them: a feed could name a place in one.
        [term_of(one, known) for one in feed.terms.values() if not is_own(one)],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[
            "name",
            "description",
            "parent_id",
            "taxonomy",
            "taxonomy_name",
            "code",
            "term_uri",
        ],
    )


def organisations(feed: Feed) -> None:
    """Those that run the services. One that takes part here says itself what it is called."""
    ours = set(
        ListedOrganisation.objects.filter(organisation__isnull=False).values_list("pk", flat=True)
    )
    ListedOrganisation.objects.bulk_create(
        [
            ListedOrganisation(id=UUID(one["id"]), name=one["name"], content=one)
            for one in feed.organizations.values()
            if UUID(one["id"]) not in ours
        ],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["name", "content"],
    )


def new_services(documents: Sequence[Record], batch: Batch, at: datetime) -> None:
    """Services that were not here before, published with the feed."""
    services = [_new(one, at) for one in documents]
    shown = {service.pk for service in services if service.is_public}
    for service in services:
        # Nothing is public before its version is stored.
        service.is_public = False
    Service.objects.bulk_create(services)
    versions = [
        _version(service, 1, _content(one), batch, at)
        for service, one in zip(services, documents, strict=True)
    ]
    Version.objects.bulk_create(versions)
    first = Version.objects.filter(service=OuterRef("pk"), number=1).values("pk")
    Service.objects.filter(pk__in=[one.pk for one in services]).update(published=Subquery(first))
    Service.objects.filter(pk__in=shown).update(is_public=True)
    for service, version in zip(services, versions, strict=True):
        service.published, service.is_public = version, service.pk in shown
    # Two services that a feed gives the same id of a place: the first has it.
    Place.objects.bulk_create(
        (place for service in services for place in places_in(service)), ignore_conflicts=True
    )
    keep_terms(version.content for version in versions)
    through = Service.terms.through
    through.objects.bulk_create(
        through(service_id=service.pk, term_id=term)
        for service, version in zip(services, versions, strict=True)
        for term in terms_in(version.content)
    )


def changed_service(service: Service, document: Record, batch: Batch, at: datetime) -> None:
    """A service whose entry the feed now gives otherwise: a further version, published at once."""
    newest = service.versions.first()
    version = _version(service, newest.number + 1 if newest else 1, _content(document), batch, at)
    version.save()
    service.listed_id = _listed(document)
    show(service, version, checked_on=_later(checked_on(document), service.checked_on), at=at)


def renew() -> None:
    """Say that what is public changed."""
    Edition.renew()


def _new(document: Record, at: datetime) -> Service:
    service = Service(id=UUID(document["id"]), listed_id=_listed(document))
    content = _content(document)
    describe(service, content, checked_on=checked_on(content), at=at)
    return service


def _version(service: Service, number: int, content: Record, batch: Batch, at: datetime) -> Version:
    return Version(
        service=service,
        number=number,
        state=Version.State.PUBLISHED,
        is_confidential=extras_of(content).confidential,
        content=content,
        batch=batch,
        proposed_at=at,
        decided_at=at,
    )


def _listed(document: Record) -> UUID | None:
    return UUID(document["organization"]) if "organization" in document else None


def _content(document: Record) -> Record:
    return {name: value for name, value in document.items() if name != "organization"}


def _later(one: date | None, other: date | None) -> date | None:
    return max(filter(None, (one, other)), default=None)
