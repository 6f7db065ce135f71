"""The standard's tables: which fields each has, what may stand in them, and what hangs on it.

Whatever is not here is neither read from a feed nor ever written to one. Three things are of the
international standard (HSDS 3.0) and not of its UK profile: phones, and a language's code and name.
"""

from dataclasses import dataclass, field
from enum import Enum


class Sort(Enum):
    """What may stand in a field."""

    LINE = "line"  # one line of text
    TEXT = "text"  # several
    ADDRESS = "address"  # of a web page
    EMAIL = "email"
    NUMBER = "number"
    DAY = "day"  # 2026-11-28
    CLOCK = "clock"  # 17:30 or 17:30:00
    MOMENT = "moment"  # a day and a time
    ID = "id"


@dataclass(frozen=True)
class Table:
    """One table: its plain fields, those with fixed values, and the tables that hang on it."""

    fields: dict[str, Sort]
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    many: dict[str, str] = field(default_factory=dict)
    one: dict[str, str] = field(default_factory=dict)
    # Without these the standard's schema refuses a record.
    required: tuple[str, ...] = ("id",)


_LINE, _TEXT, _ADDRESS, _EMAIL = Sort.LINE, Sort.TEXT, Sort.ADDRESS, Sort.EMAIL
_NUMBER, _DAY, _CLOCK, _MOMENT, _ID = Sort.NUMBER, Sort.DAY, Sort.CLOCK, Sort.MOMENT, Sort.ID
_KINDS_OF_PLACE = ("physical", "postal", "virtual")
ACTIVE, INACTIVE, DEFUNCT, CLOSED = "active", "inactive", "defunct", "temporarily closed"

TABLES: dict[str, Table] = {
    "service": Table(
        {
            "id": _ID,
            "name": _LINE,
            "description": _TEXT,
            "url": _ADDRESS,
            "email": _EMAIL,
            "fees": _TEXT,
            "accreditations": _TEXT,
            "minimum_age": _NUMBER,
            "maximum_age": _NUMBER,
            "assured_date": _DAY,
            "assurer_email": _EMAIL,
            "alert": _TEXT,
            "last_modified": _MOMENT,
        },
        choices={"status": (ACTIVE, INACTIVE, DEFUNCT, CLOSED)},
        many={
            "phones": "phone",
            "schedules": "schedule",
            "service_areas": "service_area",
            "service_at_locations": "service_at_location",
            "languages": "language",
            "funding": "funding",
            "cost_options": "cost_option",
            "contacts": "contact",
            "attributes": "attribute",
        },
        one={"organization": "organization"},
        required=("id", "name"),
    ),
    "organization": Table(
        {
            "id": _ID,
            "name": _LINE,
            "description": _TEXT,
            "email": _EMAIL,
            "website": _ADDRESS,
            "logo": _ADDRESS,
            "uri": _ADDRESS,
            "parent_organization_id": _ID,
        },
        many={"organization_identifiers": "organization_identifier", "attributes": "attribute"},
        required=("id", "name"),
    ),
    "organization_identifier": Table(
        {"id": _ID, "identifier_scheme": _LINE, "identifier_type": _LINE, "identifier": _LINE},
        required=("id", "identifier_type", "identifier"),
    ),
    "service_at_location": Table({"id": _ID}, one={"location": "location"}),
    "location": Table(
        {
            "id": _ID,
            "name": _LINE,
            "description": _TEXT,
            "latitude": _NUMBER,
            "longitude": _NUMBER,
            "external_identifier": _LINE,
            "external_identifier_type": _LINE,
        },
        choices={"location_type": _KINDS_OF_PLACE},
        many={"addresses": "address", "accessibility": "accessibility"},
    ),
    "address": Table(
        {
            "id": _ID,
            "attention": _LINE,
            "address_1": _LINE,
            "city": _LINE,
            "region": _LINE,
            "state_province": _LINE,
            "postal_code": _LINE,
            "country": _LINE,
        },
        choices={"address_type": _KINDS_OF_PLACE},
    ),
    "accessibility": Table(
        {
            "id": _ID,
            "description": _TEXT,
            "details": _TEXT,
            "url": _ADDRESS,
            "accessibility": _TEXT,
        }
    ),
    "phone": Table(
        {"id": _ID, "number": _LINE, "extension": _LINE, "type": _LINE, "description": _TEXT},
        required=("id", "number"),
    ),
    "schedule": Table(
        {
            "id": _ID,
            "valid_from": _DAY,
            "valid_to": _DAY,
            "dtstart": _DAY,
            "interval": _NUMBER,
            "byday": _LINE,
            "bymonthday": _LINE,
            "description": _TEXT,
            "opens_at": _CLOCK,
            "closes_at": _CLOCK,
            "schedule_link": _ADDRESS,
            "attending_type": _LINE,
            "notes": _TEXT,
        },
        choices={"freq": ("WEEKLY", "MONTHLY")},
    ),
    "service_area": Table(
        {
            "id": _ID,
            "name": _LINE,
            "extent": _LINE,
            "extent_type": _LINE,
            "uri": _ADDRESS,
            "service_area": _TEXT,
        }
    ),
    "language": Table({"id": _ID, "name": _LINE, "code": _LINE}),
    "funding": Table({"id": _ID, "source": _TEXT}),
    "cost_option": Table(
        {
            "id": _ID,
            "valid_from": _DAY,
            "valid_to": _DAY,
            "option": _LINE,
            "amount": _NUMBER,
            "amount_description": _LINE,
        }
    ),
    "contact": Table(
        {"id": _ID, "name": _LINE, "title": _LINE},
        many={"phones": "phone"},
    ),
    "attribute": Table({"id": _ID, "link_type": _LINE}, one={"taxonomy_term": "taxonomy_term"}),
    "taxonomy_term": Table(
        {
            "id": _ID,
            "name": _LINE,
            "description": _TEXT,
            "parent_id": _ID,
            "taxonomy": _LINE,
            "taxonomy_id": _ID,
            "term_uri": _ADDRESS,
            "term": _LINE,
        },
        required=("id", "name"),
    ),
    "taxonomy": Table(
        {
            "id": _ID,
            "name": _LINE,
            "description": _TEXT,
            "uri": _ADDRESS,
            "version": _LINE,
        },
        many={"taxonomy_terms": "taxonomy_term"},
        required=("id", "name"),
    ),
}
# What a person reads for each in a sentence about a record.
SAID = {
    "service_at_location": "place",
    "organization_identifier": "identifier",
    "service_area": "area",
    "cost_option": "cost",
    "taxonomy_term": "term",
    "schedule": "opening time",
    "organization": "organisation",
}
