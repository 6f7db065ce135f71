"""The standard's read API: valid by its own schemas."""

import csv
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator

from breakwater.apps.directory.changes import feeds
from breakwater.apps.directory.models import Service
from breakwater.domain.matching.words import Answer, Group, Need, Route, Shares
from breakwater.domain.open_referral.extras import Extras, term_id
from tests.apps.directory.feeds import LISTS, a_place, a_service, bring_in
from tests.shared_input import shared

pytestmark = pytest.mark.django_db
_SAID = Extras(
    needs=frozenset({Need.ABUSE, Need.SAFE_PLACE}),
    groups=frozenset({Group.WOMEN}),
    no_recourse=Answer.YES,
    immigration_advice=2,
    regulator="IAA",
    police=Shares.IF_YOU_AGREE,
    home_office=Shares.NEVER,
    route=Route.ANYONE,
    calls_back=True,
    interpreters=Answer.YES,
    areas=frozenset({"SX", "GL1"}),
)


def _get(path: str, **asked: str) -> Any:
    answer = Client().get(f"/open-referral/{path}", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def _valid(name: str, record: dict[str, Any]) -> None:
    schema = json.loads((shared("hsds/uk-profile/schema") / name).read_text())
    # The table schemas point at one another by file name.
    validator = Draft202012Validator(
        _resolved(schema), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    assert [f"{list(one.path)}: {one.message}" for one in validator.iter_errors(record)] == []


def _resolved(schema: Any) -> Any:
    if isinstance(schema, dict):
        if str(schema.get("$ref", "")).endswith(".json"):
            file: Path = shared("hsds/uk-profile/schema") / schema["$ref"]
            return _resolved(json.loads(file.read_text()))
        return {name: _resolved(value) for name, value in schema.items() if name != "datapackage"}
    return [_resolved(one) for one in schema] if isinstance(schema, list) else schema


def _everything_is_valid() -> None:
    for listed in _get("services")["contents"]:
        _valid("compiled/service_list.json", listed)
        _valid("compiled/service.json", _get(f"services/{listed['id']}"))
    for listed in _get("service_at_locations")["contents"]:
        _valid("compiled/service_at_location_list.json", listed)
        _valid("compiled/service_at_location.json", _get(f"service_at_locations/{listed['id']}"))
    for listed in _get("organizations")["contents"]:
        _valid("compiled/organization_list.json", listed)
        _valid("compiled/organization.json", _get(f"organizations/{listed['id']}"))
    for listed in _get("taxonomies")["contents"]:
        _valid("taxonomy.json", listed)
        _valid("taxonomy.json", _get(f"taxonomies/{listed['id']}"))
    for listed in _get("taxonomy_terms")["contents"]:
        _valid("taxonomy_term.json", listed)
        _valid("taxonomy_term.json", _get(f"taxonomy_terms/{listed['id']}"))


def test_the_mock_feed_comes_in_and_goes_out_valid_and_whole() -> None:
    folder = shared("hsds/mock-feed")
    files = [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.json"))]
    feeds.import_feed(name="mock-feed", files=files, at=timezone.now())

    _everything_is_valid()
    given = json.loads((folder / "service_full.json").read_text())
    ours = _get(f"services/{given['id']}")
    # All that the feed said is said again, but for its place off the earth and the shape of times.
    assert {name: ours[name] for name in given if name in _KEPT} == {
        name: given[name] for name in _KEPT
    }
    assert given["attributes"][0] in ours["attributes"]
    assert (
        ours["service_at_locations"][0]["location"]["addresses"]
        == (given["service_at_locations"][0]["location"]["addresses"])
    )


_KEPT = (
    "id",
    "name",
    "url",
    "email",
    "status",
    "fees",
    "accreditations",
    "minimum_age",
    "maximum_age",
    "assured_date",
    "alert",
    "languages",
    "organization",
    "funding",
    "cost_options",
    "contacts",
    "service_areas",
)


def test_everything_an_entry_can_say_goes_out_valid() -> None:
    bring_in(
        a_service(
            "Tideline",
            _SAID,
            service_at_locations=[a_place()],
            languages=[{"id": "1", "code": "ar", "name": "Arabic"}],
            phones=[{"id": "1", "number": "01632 960 101", "type": "voice"}],
            organization={"id": "o", "name": "Tide"},
        )
    )
    _everything_is_valid()


def test_what_goes_out_comes_in_again_as_it_was() -> None:
    record = a_service("Tideline", _SAID, service_at_locations=[a_place()])
    bring_in(record)
    ours = _get(f"services/{record['id']}")

    assert feeds.plan_of([("ours.json", json.dumps(ours).encode())]).unchanged == 1


def test_about_names_the_standard() -> None:
    assert _get("")["version"] == "HSDS-UK-3.0"


def test_a_list_has_pages() -> None:
    bring_in(*(a_service(f"Service {number:02}") for number in range(7)))

    page = _get("services", page="2", per_page="3")

    assert [one["name"] for one in page.pop("contents")] == [f"Service 0{n}" for n in (3, 4, 5)]
    assert page == {
        "total_items": 7,
        "total_pages": 3,
        "page_number": 2,
        "size": 3,
        "first_page": False,
        "last_page": False,
        "empty": False,
    }


def test_a_directory_with_nothing_in_it_answers() -> None:
    for name in LISTS:
        page = _get(name)
        assert (page["empty"], page["total_items"], page["contents"]) == (True, 0, [])


FILTERS = [
    ({"search": "HARBOUR lights"}, {"A"}),
    ({"search": "nothing"}, set()),
    ({"taxonomy_term_id": term_id("need:abuse")}, {"B"}),
    ({"minimum_age": "16"}, {"B"}),
    ({"maximum_age": "30"}, {"A"}),
    ({"day": "TU"}, {"A"}),
    ({"day": "Sunday"}, {"B"}),
    ({"start_time": "10:00"}, {"B"}),
    ({"end_time": "17:00"}, {"A"}),
    ({"day": "TU", "search": "harbour"}, {"A"}),
    ({"modified_after": "2020-01-01T00:00:00Z"}, {"A", "B"}),
    ({"modified_after": "2099-01-01"}, set()),
]


@pytest.mark.parametrize(("asked", "found"), FILTERS, ids=[str(asked) for asked, _ in FILTERS])
def test_a_list_is_filtered_as_the_standard_says(asked: dict[str, str], found: set[str]) -> None:
    week = {"id": "1", "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "9:00", "closes_at": "17:00"}
    week |= {"opens_at": "09:00"}
    late = week | {"byday": "SU", "opens_at": "12:00", "closes_at": "20:00"}
    bring_in(
        a_service("A", description="Harbour lights", schedules=[week], maximum_age=25),
        a_service("B", _SAID, schedules=[late], minimum_age=18, service_at_locations=[a_place()]),
    )

    assert {one["name"] for one in _get("services", **asked)["contents"]} == found
    places = _get("service_at_locations", **asked)["contents"]
    assert {one["service"]["name"] for one in places} == found & {"B"}


@pytest.mark.parametrize(
    ("postcode", "count"), [("GL1", 1), ("GL1 5XX", 1), ("gl", 1), ("GL2", 0), ("G", 0)]
)
def test_places_are_found_by_the_first_half_of_a_postcode(postcode: str, count: int) -> None:
    bring_in(a_service(service_at_locations=[a_place("GL1 2AB")]))

    assert _get("service_at_locations", postcode=postcode)["total_items"] == count


@pytest.mark.parametrize(
    "asked",
    [
        {"page": "0"},
        {"page": "2"},
        {"page": "x"},
        {"page": "9" * 5000},
        {"per_page": "101"},
        {"taxonomy_term_id": "x"},
        {"minimum_age": "nan"},
        {"start_time": "25:00"},
        {"day": "someday"},
        {"modified_after": "x"},
        {"proximity": "100"},
        {"postcode": "Saltmouth"},
    ],
    ids=str,
)
def test_a_question_that_cannot_be_answered_is_told_in_a_sentence(asked: dict[str, str]) -> None:
    answer = Client().get(f"/open-referral/service_at_locations?{urlencode(asked)}")

    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")


@pytest.mark.parametrize("name", LISTS)
def test_what_is_not_there_is_not_there(name: str) -> None:
    assert Client().get(f"/open-referral/{name}/{uuid4()}").status_code == 404


@pytest.mark.parametrize(
    "path", ["services/none", "services/", "service", "services/1/2", "a.html", "..%2f", "%00"]
)
def test_an_unknown_address_is_told_to_a_program_as_a_program_reads(path: str) -> None:
    answer = Client().get(f"/open-referral/{path}")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert answer.json() == {"error": "There is no such record."}


def test_who_sends_something_is_told_that_this_can_only_be_read() -> None:
    answer = Client(enforce_csrf_checks=True).post("/open-referral/services")

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert answer.json() == {"error": "This can only be read."}


@pytest.mark.parametrize("status", ["inactive", "defunct", "temporarily closed"])
def test_a_service_that_is_not_open_goes_nowhere(status: str) -> None:
    record = a_service(service_at_locations=[a_place()]) | {"status": status}
    bring_in(record)

    assert _get("services")["empty"]
    assert _get("service_at_locations")["empty"]
    assert Client().get(f"/open-referral/services/{record['id']}").status_code == 404


def _rows() -> list[dict[str, str]]:
    text = b"".join(Client().get("/open-referral/services.csv")).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_a_row_says_what_somebody_must_know_before_they_ask() -> None:
    spoken = [{"id": "1", "code": "ar", "name": "Arabic"}, {"id": "2", "code": "ti"}]
    bring_in(a_service("A", _SAID, languages=spoken), a_service("B", Extras()))

    told, silent = (list(row.values())[-4:] for row in _rows())

    assert list(_rows()[0])[-4:] == [
        "languages",
        "helps people with no recourse to public funds",
        "tells the police what people tell it",
        "tells the Home Office what people tell it",
    ]
    assert told == ["Arabic; ti", "yes", "only if they agree", "never"]
    assert silent == ["", "", "", ""]


def test_rows_for_a_spreadsheet_run_nothing() -> None:
    bring_in(a_service("=HYPERLINK(1)", description="@SUM(1)\nTwo lines, one “cell”"))

    rows = list(
        csv.reader(io.StringIO(b"".join(Client().get("/open-referral/services.csv")).decode()))
    )

    assert rows[1][1] == "'=HYPERLINK(1)"
    assert rows[1][3].startswith("'@SUM(1)\nTwo lines")


def test_query_counts_do_not_grow_with_rows() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            for path in ("services?full=true", *LISTS, "services.csv"):
                answer = Client().get(f"/open-referral/{path}")
                b"".join(answer) if answer.streaming else answer.content
        return len(asked)

    run_by = {"id": "one", "name": "O"}
    record = a_service("One", _SAID, service_at_locations=[a_place()], organization=run_by)
    bring_in(record)
    few = queries()
    bring_in(
        *(
            a_service(
                f"N{n}",
                _SAID,
                service_at_locations=[a_place()],
                organization={"id": f"{n}", "name": "O"},
            )
            for n in range(9)
        )
    )
    assert queries() <= few
    assert Service.objects.public().count() == 10
