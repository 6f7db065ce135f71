"""Making a version the one that everybody sees: the columns that follow from it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from breakwater.apps.directory.models import Edition, Place, Service, Term, Version
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
    service.terms.set(Term.objects.filter(pk__in=terms_in(version.content)))
    service.places.all().delete()
    Place.objects.bulk_create(places_in(service), ignore_conflicts=True)
    if service.is_confidential:
        _forget_where(service)
    Edition.renew()


def terms_in(content: dict[str, Any]) -> set[UUID]:
    """The terms of other taxonomies that a document names."""
    found = (one.get("taxonomy_term") for one in content.get("attributes", []))
    return {UUID(term["id"]) for term in found if term}


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
