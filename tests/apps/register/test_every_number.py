"""Whatever a document may number a recommendation, its pages are there and lead to one another."""

import json
import re
from html import unescape
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from breakwater.apps.register import changes, showing
from breakwater.apps.register.models import Body, Recommendation
from breakwater.domain.reading.reading import Disposition
from breakwater.domain.register.addresses import why_no_number
from breakwater.domain.register.facts import InspectionFacts, RecommendationFacts, TextStatus
from tests.apps.register.taking_in import AT, BY, owner, take_responses
from tests.domain.register.cast import reading, row

pytestmark = pytest.mark.django_db

NUMBERS = st.text(min_size=1, max_size=30).filter(lambda number: not why_no_number(number))


def _take_in(numbers: list[str]) -> None:
    facts = InspectionFacts(
        slug="numbers",
        title="Numbers: an inspection",
        recommendations=tuple(
            RecommendationFacts(
                number=number,
                addressees=("chief constables",),
                text="Open the lighthouse.",
                text_status=TextStatus.OWN_WORDS,
                cites=tuple(other for other in numbers[:2] if other != number),
            )
            for number in numbers
        ),
    )
    changes.import_inspection(
        facts=facts,
        document=changes.Document.of("facts.toml", b""),
        decisions={},
        owner=owner(),
        by=BY,
        at=AT,
    )
    letter = reading(
        *(row(number, f"Done: {number}", disposition=Disposition.ACCEPTED) for number in numbers),
        bodies=("Kent Police",),
    )
    outcome = take_responses(letter, inspections=("numbers",))
    assert outcome.batch is not None, outcome.plan.open_items


def _links(client: Client, address: str) -> set[str]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    found = {unescape(link) for link in re.findall(r'href="([^"]*)"', answer.getvalue().decode())}
    return {link for link in found if link.startswith("/inspections/numbers/")}


@pytest.mark.parametrize("number", ["1/2", "1(a)", "AFI 3", "R.4", "2021-04", "..", "7.1 a/b"])
def test_a_number_of_a_real_document_has_its_pages(client: Client, number: str) -> None:
    _take_in([number])
    held = Recommendation.objects.get(number=number)
    address = showing.address_of_recommendation(held)

    assert f"{address}kent-police/" in _links(client, address)
    assert number in client.get(f"{address}kent-police/").content.decode()
    assert address in _links(client, "/inspections/numbers/")


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(NUMBERS, min_size=1, max_size=5, unique=True))
@example(["AFI 3", "AFI-3", "AFI_3", "AFI!3"])
@example(["1/2", "1~2", "1!2f!2", "1%2F2"])
@example(["<b>&'\"", "?#", ".", ".."])
def test_any_number_has_pages_that_lead_to_it_and_to_no_other(
    client: Client, numbers: list[str]
) -> None:
    with transaction.atomic():
        _take_in(numbers)
        begun = {"/", "/bodies/", "/bodies/kent-police/", "/search/?q=lighthouse"}
        pages = set().union(*(_links(client, address) for address in begun))
        pages |= _links(client, "/inspections/numbers/")
        for address in sorted(pages):
            _links(client, address)

        data = json.loads(client.get("/register.json").getvalue())["rows"]
        told = {each["page"].partition("/inspections/")[2] for each in data}

        for held in Recommendation.objects.select_related("inspection"):
            address = showing.address_of_recommendation(held)
            assert address in pages
            shown = client.get(address).context["recommendation"].row
            assert shown.number == held.number
            answer = showing.address_of_assignment(
                held.assignments.select_related("recommendation__inspection").get(
                    body=Body.objects.get(key="kent-police")
                ),
                Body.objects.get(key="kent-police"),
            )
            assert answer.partition("/inspections/")[2] in told
            assert client.get(answer).context["recommendation"].row.number == held.number
        transaction.set_rollback(True)


def test_an_address_given_out_before_still_leads_there(client: Client) -> None:
    _take_in(["AFI-3", "2_1"])

    for part, number in (("AFI-3", "AFI-3"), ("2_1", "2_1")):
        answer = client.get(f"/inspections/numbers/recommendations/{part}/")
        assert answer.context["recommendation"].row.number == number


@pytest.mark.parametrize("part", ["!0!", "!d800!", "!ffffff!", "\x00", "9" * 400, "!2f", "~", "!"])
def test_an_address_that_no_number_has_is_not_found(client: Client, part: str) -> None:
    _take_in(["1"])

    address = f"/inspections/numbers/recommendations/{quote(part, safe='')}/"

    assert client.get(address).status_code == 404
    assert client.get(f"{address}kent-police/").status_code == 404
