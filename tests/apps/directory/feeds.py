"""Feeds and entries that tests bring in."""

import json
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from breakwater.apps.directory.changes import entries, feeds
from breakwater.apps.directory.changes.feeds import Plan
from breakwater.apps.directory.models import ListedOrganisation, Service, Version
from breakwater.apps.organisations.models import Organisation, Person
from breakwater.domain.open_referral.document import held
from breakwater.domain.open_referral.extras import Extras, attributes_of

# What the API lists, as its addresses name it.
LISTS = ("services", "service_at_locations", "taxonomies", "taxonomy_terms", "organizations")


def a_place(postcode: str = "GL1 2AB", **more: Any) -> dict[str, Any]:
    """Somewhere to go."""
    address = {"id": str(uuid4()), "address_1": "12 Quay Street", "city": "Saltmouth"}
    address |= {"state_province": "Saltmarsh", "postal_code": postcode, "country": "GB"}
    location: dict[str, Any] = {"id": str(uuid4()), "location_type": "physical"}
    location |= {"name": "The Old Customs House"}
    location |= {"latitude": 51.8642, "longitude": -2.2382}
    return {"id": str(uuid4()), "location": location | {"addresses": [address]} | more}


def a_service(name: str = "Tideline", extras: Extras | None = None, **more: Any) -> dict[str, Any]:
    """A service as a feed gives it."""
    raw = {"id": str(uuid4()), "name": name, "status": "active"} | more
    if extras is not None:
        raw["attributes"] = [*more.get("attributes", []), *attributes_of(extras, raw["id"])]
    return raw


def bring_in(*records: dict[str, Any]) -> Plan:
    """The records as one file, stored."""
    content = json.dumps({"contents": list(records)}).encode()
    return feeds.import_feed(name="feed.json", files=[("feed.json", content)], at=timezone.now())


def preview(*records: dict[str, Any]) -> Plan:
    """The same, looked at."""
    return feeds.plan_of([("feed.json", json.dumps(list(records)).encode())])


def a_run_service(
    name: str = "Tideline", run_by: str = "Quay Trust", **more: Any
) -> dict[str, Any]:
    """A service as a feed gives it, with who runs it."""
    return a_service(name, organization={"id": run_by, "name": run_by}, **more)


def listed_in_a_feed(*records: dict[str, Any]) -> ListedOrganisation:
    """Who runs these services (or one), which nobody here looks after."""
    records = records or (a_run_service(),)
    bring_in(*records)
    listed = service_of(records[0]).listed
    assert listed is not None
    return listed


def service_of(record: dict[str, Any]) -> Service:
    """What is stored of it."""
    return Service.objects.get(pk=UUID(record["id"]))


def begun(organisation: Organisation, by: Person, name: str = "Tideline", **more: Any) -> Version:
    """An organisation's own new service, waiting for a second look."""
    extras = more.pop("extras", Extras())
    content = held(a_service(name, extras, **more))
    return entries.begin(organisation=organisation, content=content, by=by, at=timezone.now())


def published(
    organisation: Organisation, by: Person, second: Person, name: str = "Tideline", **more: Any
) -> Service:
    """The same, shown to everyone."""
    version = begun(organisation, by, name, **more)
    entries.publish(version=version, by=second, at=timezone.now())
    return Service.objects.get(pk=version.service_id)
