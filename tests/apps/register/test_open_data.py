"""The register as CSV and JSON says what its pages say; no spreadsheet runs any of it."""

import csv
import io
import json
import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from breakwater.apps.register import changes
from breakwater.apps.register.models import Body, ImportBatch
from breakwater.apps.register.open_data import FIELDS
from breakwater.domain.reading.reading import Disposition, Evidence
from tests.apps.register.many import many_recommendations
from tests.apps.register.taking_in import AT, DOORS, take_inspection, take_responses
from tests.domain.register.cast import reading, row

pytestmark = pytest.mark.django_db

LETTER = reading(
    replace(
        row(
            "1",
            "We accept.",
            "Every door is open.",
            disposition=Disposition.AWAITING_NATIONAL_POSITION,
            evidence=(Evidence("Order 7", "2024-04-01"), Evidence(None, "2023-02-31")),
        ),
        awaits="the national position",
        status_words="Amber",
    ),
    row("2", "=HYPERLINK(1)", disposition=Disposition.ACCEPTED),
    bodies=("Kent Police",),
    dated="2024-08-03",
)
_ADDRESSES = ["/register", "/inspections/doors/answers", "/bodies/kent-police/answers"]
# What the pages hold in another shape: yes is a tag, a day is in words, an address is the page's.
_NOT_AS_WORDS = {"invented", "as_of", "page", "inspection_source", "document_source"}


def _filled() -> None:
    take_inspection(DOORS.replace("title =", 'source = "https://example.org/doors"\ntitle ='))
    take_responses(LETTER)
    ImportBatch.objects.filter(kind="responses").update(
        flags=["duplicate_response"],
        reference="KP/7",
        signatory_posts=["Chief Constable"],
        source_url="https://example.org/letter",
    )


def _content(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, address
    return answer.getvalue().decode()


def _rows(client: Client, address: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(_content(client, f"{address}.json"))["rows"]
    return found


def _words(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).replace("\xa0", " ").split())


def test_every_word_of_a_row_stands_on_the_page_it_names(client: Client) -> None:
    _filled()
    take_responses(
        reading(row("1", "It is done."), bodies=("Kent Police",), dated="2025-01-01"),
        document="update.pdf",
    )
    rows = _rows(client, "/inspections/doors/answers")
    of_inspection = _words(_content(client, "/inspections/doors/"))

    for each in [one for one in rows if one["body"] in {"Kent Police", "Surrey Police"}]:
        page = _content(client, re.sub(r"^https?://[^/]+", "", each["page"]))
        words = f"{_words(page)} {of_inspection}"
        for field in set(FIELDS) - _NOT_AS_WORDS:
            for line in each[field].split("\n"):
                assert " ".join(line.split()) in words, (field, line)
        for field in ("inspection_source", "document_source"):
            assert each[field] in page + _content(client, "/inspections/doors/")


def test_every_row_has_its_source_its_day_and_its_answer(client: Client) -> None:
    _filled()

    found = next(
        each
        for each in _rows(client, "/inspections/doors/answers")
        if each["body"] == "Kent Police" and each["recommendation"] == "Recommendation 1"
    )

    assert list(found) == list(FIELDS)
    assert found["answer"] == "We accept.\nEvery door is open."
    assert found["document"] == "letter.pdf"
    assert found["document_source"] == "https://example.org/letter"
    assert found["document_date"] == "3 August 2024"
    assert found["position"] == "Awaiting a national position"
    assert "A document, 2023-02-31" in found["evidence"]
    assert found["as_of"]


@pytest.mark.parametrize("address", _ADDRESSES)
def test_csv_and_json_have_the_same_rows_and_the_page_links_to_both(
    client: Client, address: str
) -> None:
    _filled()
    of_json = _rows(client, address)
    of_csv = list(csv.DictReader(io.StringIO(_content(client, f"{address}.csv"), newline="")))

    assert of_csv
    assert [
        {field: text.removeprefix("'") for field, text in each.items()} for each in of_csv
    ] == of_json
    page = "/" if address == "/register" else f"{address.removesuffix('answers')}"
    for form in ("csv", "json"):
        assert f'href="{address}.{form}"' in _content(client, page)


def test_every_recommendation_to_every_body_is_there_once(client: Client) -> None:
    _filled()

    whole = _rows(client, "/register")

    assert len(whole) == len({each["page"] for each in whole})
    assert [each for each in whole if each["body"] == "Kent Police"] == _rows(
        client, "/bodies/kent-police/answers"
    )
    silent = next(each for each in whole if each["body"] == "Surrey Police")
    assert silent["answer"] == ""
    assert "No response found as of" in silent["timeliness"]


@pytest.mark.parametrize("begun", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_no_cell_begins_like_a_formula(client: Client, begun: str) -> None:
    take_inspection()
    letter = reading(row("1", begun), bodies=("Kent Police",))
    take_responses(letter, document=f"{begun}.pdf")

    told = csv.reader(io.StringIO(_content(client, "/register.csv"), newline=""))

    for cell in (cell for line in told for cell in line):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_it_is_in_english_whatever_a_browser_asks_for(client: Client) -> None:
    _filled()

    for headers in ({"accept-language": "ar"}, {"accept-language": "pl"}):
        assert "Awaiting a national position" in _content(client, "/register.csv", **headers)
    assert 'href="/register.csv"' in _content(client, "/ar/")


def test_a_program_that_has_it_already_is_told_so_until_something_changes(client: Client) -> None:
    _filled()
    etag = client.get("/register.json")["ETag"]

    assert client.get("/register.json", headers={"if-none-match": etag}).status_code == 304
    changes.undo_batch(number=ImportBatch.objects.latest("pk").pk, by="a test", at=AT)
    assert client.get("/register.json", headers={"if-none-match": etag}).status_code == 200


def test_an_empty_register_is_a_table_without_rows(client: Client) -> None:
    assert _rows(client, "/register") == []
    assert _content(client, "/register.csv").strip() == ",".join(FIELDS)


@pytest.mark.parametrize(
    "address", ["/inspections/none/answers.csv", "/bodies/none/answers.json", "/register.xml"]
)
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_it_can_only_be_read(client: Client) -> None:
    assert client.post("/register.json").status_code in {403, 405}


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).getvalue()
    return len(captured)


def test_the_questions_grow_with_the_portions_and_not_with_the_rows(client: Client) -> None:
    few = many_recommendations(5, bodies=2, slug="few")
    counted: dict[str, Any] = {few.slug: _queries(client, "/inspections/few/answers.json")}
    many_recommendations(90, bodies=2, slug="many")

    assert _queries(client, "/inspections/many/answers.json") == counted["few"]
    assert Body.objects.exists()
