"""The data protection officer's page: their own organisation's lines, and nobody else's."""

import csv
import io

import pytest
from django.urls import reverse
from pytest_django import Settings

from breakwater.apps.audit_log.access import Act, record_access
from breakwater.apps.organisations.models import Person
from breakwater.apps.organisations.roles import Kind, Role
from tests.people import organisation, person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _staff_site(settings: Settings) -> None:
    settings.ROOT_URLCONF = settings.STAFF_URLCONF
    settings.SITE = "staff"


@pytest.fixture
def officer() -> Person:
    """The data protection officer of an organisation with a colleague and a neighbour."""
    ours = organisation("Harbour Lights", Kind.SUPPORT_ORGANISATION)
    colleague = person("Cleo Case", ours, Role.CASEWORKER)
    for record, slug in (("r-1", ours.slug), ("r-2", ours.slug), ("r-3", "somebody-else")):
        record_access(
            act=Act.DISCLOSURE if record == "r-2" else Act.CONSULTATION,
            by=str(colleague.pk),
            record_kind="report",
            record_id=record,
            because="own-case",
            organisation=slug,
            recipient="northmoor" if record == "r-2" else "",
        )
    return person("Dora Data", ours, Role.DATA_PROTECTION_OFFICER)


def test_it_shows_who_did_what_with_which_record_of_ours(officer: Person) -> None:
    page = signed_in(officer).get(reverse("access-log")).content.decode()

    assert "Cleo Case" in page
    assert "r-1" in page
    assert "r-2" in page
    assert "northmoor" in page
    assert "r-3" not in page


def test_it_can_be_narrowed_down(officer: Person) -> None:
    page = signed_in(officer).get(reverse("access-log"), {"act": "disclosure"}).content.decode()

    assert "report r-2" in page
    assert "report r-1" not in page


def test_it_can_be_taken_away_as_a_table(officer: Person) -> None:
    answer = signed_in(officer).get(reverse("access-log"), {"csv": "1", "record": "r-2"})

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["act"], row["record_id"], row["recipient"]) for row in rows] == [
        ("disclosure", "r-2", "northmoor")
    ]


def test_it_stands_at_the_beginning_of_an_officers_day_and_of_nobody_elses(
    officer: Person,
) -> None:
    colleague = Person.objects.get(name="Cleo Case")

    assert reverse("access-log") in signed_in(officer).get("/").content.decode()
    assert reverse("access-log") not in signed_in(colleague).get("/").content.decode()
    assert signed_in(colleague).get(reverse("access-log")).status_code == 403
