"""What leaves: records of the standard, written field by field from the list of what may leave.

A document is never handed out as it is. What is not in ``tables.py`` does not leave, and of a
confidential service no place does, whatever the document holds.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from breakwater.domain.open_referral.cleaning import Record
from breakwater.domain.open_referral.document import PLACES, extras_of, with_extras
from breakwater.domain.open_referral.extras import attributes_of
from breakwater.domain.open_referral.tables import TABLES

VERSION = "HSDS-UK-3.0"
PROFILE = "https://docs.openreferraluk.org"
# Where the standard demands a field that a record may lack.
_EMPTY = {
    "organization": ("description",),
    "taxonomy": ("description",),
    "taxonomy_term": ("description",),
    "address": ("address_1", "city", "state_province", "postal_code", "country"),
}


def service_in_full(document: Mapping[str, Any], organization: Record | None) -> Record:
    """One service with everything that hangs on it."""
    safe = safely(document)
    own = attributes_of(extras_of(safe), safe["id"])
    safe["attributes"] = [*safe.get("attributes", []), *own]
    record = written("service", safe)
    return record | _of(organization)


def service_listed(document: Mapping[str, Any], organization: Record | None) -> Record:
    """One service as a list shows it: its own fields and who runs it."""
    return _plain("service", safely(document)) | _of(organization)


def place_in_full(
    document: Mapping[str, Any], place_id: str, organization: Record | None
) -> Record:
    """One place at which a service can be visited, and the service."""
    return written("service_at_location", _place(document, place_id)) | {
        "service": service_in_full(document, organization)
    }


def place_listed(document: Mapping[str, Any], place_id: str, organization: Record | None) -> Record:
    """The same as a list shows it."""
    place = _place(document, place_id)
    location = {"location": _plain("location", place["location"])} if "location" in place else {}
    return {"id": place["id"]} | location | {"service": service_listed(document, organization)}


def organization_listed(content: Mapping[str, Any]) -> Record:
    """An organisation without its services."""
    return _plain("organization", content)


def organization_in_full(content: Mapping[str, Any], services: Iterable[Record]) -> Record:
    """An organisation with its services, each already written."""
    return written("organization", content) | {"services": list(services)}


def safely(document: Mapping[str, Any]) -> Record:
    """The document, once more without any whereabouts where it is confidential."""
    return with_extras(dict(document), extras_of(document))


def written(table: str, record: Mapping[str, Any]) -> Record:
    """``record`` with what hangs on it, as far as the table lets it leave."""
    spec = TABLES[table]
    out = _plain(table, record)
    for name, inner in spec.many.items():
        if record.get(name):
            out[name] = [written(inner, one) for one in record[name]]
    for name, inner in spec.one.items():
        if record.get(name):
            out[name] = written(inner, record[name])
    return out


def _plain(table: str, record: Mapping[str, Any]) -> Record:
    spec = TABLES[table]
    names = [*spec.fields, *spec.choices]
    out = {name: record[name] for name in names if name in record}
    return out | {name: "" for name in _EMPTY.get(table, ()) if name not in out}


def _of(organization: Record | None) -> Record:
    return {"organization": organization} if organization else {}


def _place(document: Mapping[str, Any], place_id: str) -> Record:
    found: Record = next(one for one in safely(document)[PLACES] if one["id"] == place_id)
    return found
