"""The demonstration's directory: an invented county's services, through the same verbs as anyone's.

What the two support organisations offer was written by one of their people and looked at by
another; the rest came in a feed.
"""

import json
import tomllib
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from breakwater.apps.directory.changes import entries, feeds
from breakwater.apps.directory.models import Service
from breakwater.apps.organisations.models import Organisation
from breakwater.domain.open_referral.cleaning import NAMESPACE, Record
from breakwater.domain.open_referral.entry import Entry, blank
from breakwater.domain.open_referral.extras import Extras
from breakwater.domain.open_referral.outgoing import service_in_full
from breakwater.site import demonstration_people as people
from breakwater.site.safe_pages.languages import LANGUAGES

_SERVICES = Path(__file__).resolve().parents[1] / "demonstration" / "directory" / "services.toml"
# Who writes and who looks.
_KEEPERS = {
    "support": (people.SUPPORT, "Kit Kelp", "Cora Cove"),
    "other": (people.OTHER_SUPPORT, "Nia Nook", "Dana Dune"),
}
_NAMES = {one.code: one.english_name for one in LANGUAGES}
_OF_EXTRAS = frozenset(Extras().stored())


def load() -> list[str]:
    """Write the services down, and leave one change waiting for a second look."""
    services = tomllib.loads(_SERVICES.read_text(encoding="utf-8"))["service"]
    for one in services:
        if "by" in one:
            _written_here(one)
    _brought_in([one for one in services if "by" not in one])
    _something_waits()
    return [f"Loaded {len(services)} invented support services."]


def _written_here(service: dict[str, Any]) -> None:
    name, writer, second = _KEEPERS[service["by"]]
    version = entries.begin(
        organisation=Organisation.objects.get(name=name),
        content=_document(service),
        by=people.person(writer),
        at=timezone.now(),
    )
    entries.publish(version=version, by=people.person(second), at=timezone.now())


def _brought_in(services: list[dict[str, Any]]) -> None:
    feed = [
        service_in_full(
            _document(one) | {"assured_date": _days_ago(one["checked_days_ago"])},
            {"id": _id(f"organisation/{one['name']}"), "name": one["name"]},
        )
        for one in services
    ]
    content = json.dumps(feed).encode()
    feeds.import_feed(name="saltmarsh.json", files=[("saltmarsh.json", content)], at=timezone.now())


def _something_waits() -> None:
    advocates = Service.objects.get(name="Southfell advocates")
    assert advocates.published is not None
    content = dict(advocates.published.content)
    entry = Entry.of(content, timezone.localdate())
    later = Entry(**{**vars(entry), "hours": "Monday to Friday 9:00 to 19:00"})
    entries.propose(
        service=advocates,
        content=later.onto(content, _NAMES),
        by=people.person("Mia Moor"),
        at=timezone.now(),
    )


def _document(service: dict[str, Any]) -> Record:
    said = {name: value for name, value in service.items() if name in _OF_EXTRAS}
    plain = {
        name: value
        for name, value in service.items()
        if name not in _OF_EXTRAS and name not in {"by", "checked_days_ago"}
    }
    plain["languages"] = frozenset(plain.get("languages", []))
    entry = Entry(**plain, extras=Extras.of(Extras().stored() | said))
    return entry.onto(blank(uuid.UUID(_id(service["name"]))), _NAMES)


def _id(name: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"demonstration/{name}"))


def _days_ago(days: int) -> str:
    return (timezone.localdate() - timedelta(days=days)).isoformat()
