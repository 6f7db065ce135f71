"""What the standard lets a reader of the API ask for."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from breakwater.apps.directory.models import Place, Service
from breakwater.domain.matching.facts import area_of, district_of
from breakwater.domain.open_referral.document import WEEK, weekdays

_LONGEST = 200
Asked = Mapping[str, str]


class Refused(Exception):  # noqa: N818
    """A question that cannot be answered; ``str()`` says why in one sentence."""


def services(asked: Asked) -> QuerySet[Service]:
    """Public services that fit what was asked, by name."""
    rows = Service.objects.public().select_related("published", "listed")
    return _filtered(rows, asked, prefix="").order_by("name", "id")


def places(asked: Asked) -> QuerySet[Place]:
    """Places of such services; ``postcode`` takes its first half into account."""
    if asked.get("proximity"):
        raise Refused("proximity is not offered: this directory knows no position of a postcode.")
    rows = Place.objects.filter(service__is_public=True)
    rows = _filtered(rows, asked, prefix="service__")
    if written := asked.get("postcode"):
        district = district_of(written)
        if not district:
            raise Refused("postcode is a British postcode, or its first half.")
        is_area = area_of(district) == district
        inside = Q(district__regex=rf"^{district}[0-9]") if is_area else Q(district=district)
        rows = rows.filter(inside)
    return rows.select_related("service__published", "service__listed").order_by("id")


def _filtered(rows: QuerySet[Any], asked: Asked, *, prefix: str) -> QuerySet[Any]:
    for name, condition in _CONDITIONS.items():
        if written := asked.get(name, "")[:_LONGEST]:
            rows = condition(rows, prefix, name, written)
    return rows


def _search(rows: QuerySet[Any], prefix: str, _name: str, written: str) -> QuerySet[Any]:
    for word in re.findall(r"\w+", written.casefold())[:10]:
        rows = rows.filter(**{f"{prefix}searched__contains": word})
    return rows


def _term(rows: QuerySet[Any], prefix: str, name: str, written: str) -> QuerySet[Any]:
    return rows.filter(**{f"{prefix}terms": _uuid(name, written)})


def _taxonomy(rows: QuerySet[Any], prefix: str, name: str, written: str) -> QuerySet[Any]:
    wanted = Service.objects.filter(terms__taxonomy=_uuid(name, written)).values("pk")
    return rows.filter(**{f"{prefix}pk__in": wanted})


def _organization(rows: QuerySet[Any], prefix: str, name: str, written: str) -> QuerySet[Any]:
    return rows.filter(**{f"{prefix}listed": _uuid(name, written)})


def _at_least(column: str, read: Callable[[str], object]) -> Any:
    return lambda rows, prefix, name, written: rows.filter(
        **{f"{prefix}{column}__gte": _read(name, written, read)}
    )


def _at_most(column: str, read: Callable[[str], object]) -> Any:
    return lambda rows, prefix, name, written: rows.filter(
        **{f"{prefix}{column}__lte": _read(name, written, read)}
    )


def _day(rows: QuerySet[Any], prefix: str, name: str, written: str) -> QuerySet[Any]:
    days = weekdays(written[:2])
    if not days:
        raise Refused(f"{name} is one of {', '.join(WEEK)}.")
    bit = 1 << WEEK.index(days[0])
    rows = rows.annotate(opens_then=F(f"{prefix}days").bitand(bit))
    return rows.filter(opens_then=bit)


def _read(name: str, written: str, read: Callable[[str], object]) -> object:
    try:
        return read(written)
    except (ValueError, OverflowError) as error:
        raise Refused(f"{name} cannot be read.") from error


def _uuid(name: str, written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError as error:
        raise Refused(f"{name} is a UUID.") from error


def _number(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(written)
    return number


def _moment(written: str) -> datetime:
    # A plus sign in an address that nobody escaped arrives as a space.
    moment = datetime.fromisoformat(written.replace(" ", "+"))
    return moment if moment.tzinfo else timezone.make_aware(moment)


_CONDITIONS: dict[str, Callable[[QuerySet[Any], str, str, str], QuerySet[Any]]] = {
    "search": _search,
    "taxonomy_term_id": _term,
    "taxonomy_id": _taxonomy,
    "organization_id": _organization,
    "minimum_age": _at_least("minimum_age", _number),
    "maximum_age": _at_most("maximum_age", _number),
    "start_time": _at_least("opens_at", time.fromisoformat),
    "end_time": _at_most("closes_at", time.fromisoformat),
    "modified_after": _at_least("changed_at", _moment),
    "day": _day,
}
