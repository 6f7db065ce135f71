"""Making a version the one that everybody sees: the columns that follow from it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from breakwater.apps.directory.models import (
    Edition,
    Place,
    Service,
    Taxonomy,
    Term,
    Version,
)
from breakwater.domain.open_referral.cleaning import Record
from breakwater.domain.open_referral.document import (
    PLACES,
    WEEK,
    days_of,
    district_at,
    extras_of,
    facts_of,
    is_open,
    texts_of,
    with_extras,
)
from breakwater.domain.open_referral.extras import TAXONOMY as OWN_TAXONOMY
from breakwater.domain.open_referral.extras import attributes_of


def describe(
    service: Service, content: dict[str, Any], *, checked_on: date | None, at: datetime
) -> None:
    """Set on ``service`` (unsaved) what follows from a document that is published."""
    hours = [one for one in content.get("schedules", []) if one.get("opens_at")]
    service.name = content["name"]
    service.is_confidential = extras_of(content).confidential
    service.is_public = is_open(content)
    service.checked_on = checked_on
    service.facets = facts_of(content, checked_on).stored()
    service.searched = "\n".join(texts_of(content)).casefold()
    service.days = sum(1 << WEEK.index(day) for day in days_of(content))
    service.opens_at = min((_clock(one["opens_at"]) for one in hours), default=None)
    closing = [_clock(one["closes_at"]) for one in hours if one.get("closes_at")]
    service.closes_at = max(closing, default=None)
    service.minimum_age = content.get("minimum_age")
    service.maximum_age = content.get("maximum_age")
    service.changed_at = at


def show(service: Service, version: Version, *, checked_on: date | None, at: datetime) -> None:
    """Publish ``version``, in the caller's transaction; it is stored and decided already."""
    describe(service, version.content, checked_on=checked_on, at=at)
    service.published = version
    service.save()
    keep_terms([version.content])
    service.terms.set(Term.objects.filter(pk__in=terms_in(version.content)))
    service.places.all().delete()
    Place.objects.bulk_create(places_in(service), ignore_conflicts=True)
    if service.is_confidential:
        _forget_where(service)
    Edition.renew()


def terms_in(content: dict[str, Any]) -> set[UUID]:
    """The terms that a document is sorted by: its own and those that say its extras."""
    return {UUID(one["id"]) for one in _terms(content)}


def keep_terms(contents: Iterable[dict[str, Any]]) -> None:
    """Store every term that these documents are sorted by and that is not stored yet."""
    wanted = {one["id"]: one for content in contents for one in _terms(content)}
    Taxonomy.objects.bulk_create(
        [Taxonomy(**{**OWN_TAXONOMY, "id": UUID(OWN_TAXONOMY["id"])})], ignore_conflicts=True
    )
    known = set(Taxonomy.objects.values_list("pk", flat=True))
    Term.objects.bulk_create(
        [term_of(one, known) for one in wanted.values()], ignore_conflicts=True
    )


def term_of(record: Record, known: set[UUID]) -> Term:
    """A term as it is stored; ``known`` are the taxonomies that are."""
    taxonomy = UUID(record["taxonomy_id"]) if "taxonomy_id" in record else None
    return Term(
        id=UUID(record["id"]),
        name=record["name"],
        description=record.get("description", ""),
        parent_id=UUID(record["parent_id"]) if "parent_id" in record else None,
        taxonomy_id=taxonomy if taxonomy in known else None,
        taxonomy_name=record.get("taxonomy", ""),
        code=record.get("term", ""),
        term_uri=record.get("term_uri", ""),
    )


def _terms(content: dict[str, Any]) -> list[Record]:
    own = attributes_of(extras_of(content), content["id"])
    attributes = [*content.get("attributes", []), *own]
    return [one["taxonomy_term"] for one in attributes if "taxonomy_term" in one]


def places_in(service: Service) -> Iterable[Place]:
    """Where a public service can be visited; nowhere where that is confidential."""
    if service.published is None or not service.is_public or service.is_confidential:
        return []
    places = service.published.content.get(PLACES, [])
    return [Place(id=UUID(one["id"]), service=service, district=district_at(one)) for one in places]


def _forget_where(service: Service) -> None:
    """Take the whereabouts out of older versions too: history must not tell what the page hides."""
    for older in service.versions.filter(is_confidential=False):
        hidden = with_extras(older.content, replace(extras_of(older.content), confidential=True))
        if hidden != older.content:
            older.content, older.is_confidential = hidden, True
            older.save(update_fields=["content", "is_confidential"])


def _clock(written: str) -> time:
    return time.fromisoformat(written)
