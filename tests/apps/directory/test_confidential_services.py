"""Where a confidential service is leaves in no form, and is kept nowhere."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from breakwater.apps.directory.models import Place, Service, Version
from breakwater.domain.matching.words import Need
from breakwater.domain.open_referral.extras import Extras
from tests.apps.directory.feeds import LISTS, a_place, a_service, bring_in, service_of

pytestmark = pytest.mark.django_db
_GIVES_AWAY = ("Quay", "SX1 2AB", "SX12AB", "SX1", "51.86", "-2.23", "Customs", "Saltmouth", "UPRN")


def _outputs(record: dict[str, Any]) -> dict[str, str]:
    """Every way in which the service leaves, as text."""
    client, same = Client(), {"sec-fetch-site": "same-origin"}
    # The seconds of its last change could read as half a coordinate.
    Service.objects.update(changed_at=datetime(2026, 11, 23, 12, tzinfo=UTC))
    paths = ["services", f"services/{record['id']}", "services.csv", "services?full=true"]
    paths += [*LISTS, "services?search=quay", "service_at_locations?postcode=SX1"]
    texts = {}
    for path in paths:
        answer = client.get(f"/open-referral/{path}")
        body = b"".join(answer) if answer.streaming else answer.content
        texts[path] = body.decode()
    for place in Place.objects.all():
        texts[str(place.pk)] = client.get(
            f"/open-referral/service_at_locations/{place.pk}"
        ).content.decode()
    posts: list[dict[str, Any]] = [{}, {"need": "abuse"}, {"service": [record["id"]]}]
    for sent in posts:
        texts[f"page {sent}"] = client.post("/services/", sent, headers=same).content.decode()
    return texts


def _confidential() -> dict[str, Any]:
    extras = Extras(needs=frozenset({Need.ABUSE}), areas=frozenset({"SX1"}), confidential=True)
    area = {"id": "1", "name": "SX1 2AB and round it", "extent": "[51.8642,-2.2382]"}
    return a_service(
        "Refuge",
        extras,
        description="In Saltmarsh, at 12 Quay Street, SX12AB (51.8642, -2.2382).",
        phones=[{"id": "1", "number": "01632 960 101"}],
        service_areas=[area | {"extent_type": "geojson"}],
        service_at_locations=[a_place("SX1 2AB")],
    )


def test_a_confidential_service_never_shows_where_it_is() -> None:
    record = _confidential()
    bring_in(record)

    outputs = _outputs(record)
    assert "Refuge" in outputs["services"]
    assert "Refuge" in outputs["services.csv"]
    assert "01632 960 101" in outputs["page {}"]
    told = {(path, one) for path, text in outputs.items() for one in _GIVES_AWAY if one in text}
    # The page's own example of a postcode is another one.
    assert told == set()


def test_even_a_document_that_holds_a_place_shows_none_where_it_is_confidential() -> None:
    record = _confidential()
    bring_in(record)
    version = service_of(record).published
    assert version is not None
    # As nothing here writes it: behind the constraint's back.
    content = version.content | {"service_at_locations": [a_place("SX1 2AB")]}
    Version.objects.filter(pk=version.pk).update(content=content, is_confidential=False)

    outputs = _outputs(record)

    assert not [one for text in outputs.values() for one in _GIVES_AWAY if one in text]


def test_the_database_holds_no_place_of_a_confidential_version() -> None:
    record = _confidential()
    bring_in(record)
    version = service_of(record).published
    assert version is not None
    content = version.content | {"service_at_locations": [a_place()]}
    stored = Version.objects.filter(pk=version.pk)

    with pytest.raises(IntegrityError, match="holds_no_place"), transaction.atomic():
        stored.update(content=content)


def test_a_service_that_becomes_confidential_loses_its_past_places_too() -> None:
    record = a_service("Refuge", Extras(), service_at_locations=[a_place("SX1 2AB")])
    bring_in(record)
    assert "Quay" in json.dumps(Client().get(f"/open-referral/services/{record['id']}").json())

    hidden = a_service("Refuge", Extras(confidential=True), id=record["id"])
    bring_in(hidden)

    assert not Place.objects.exists()
    stored = json.dumps(list(Version.objects.values_list("content", flat=True)))
    assert not [one for one in _GIVES_AWAY if one in stored]
