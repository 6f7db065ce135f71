"""Feedback: stored without anything about whoever wrote it, bounded, and read by few."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from breakwater.apps.feedback import changes
from breakwater.apps.feedback.models import LONGEST, Feedback
from breakwater.apps.organisations.roles import Kind, Role
from tests import people

pytestmark = pytest.mark.django_db

OURS = {"Sec-Fetch-Site": "same-origin"}


def _send(text: str, path: str = "/feedback/") -> int:
    return Client().post(path, {"text": text}, headers=OURS).status_code


def test_what_is_kept_is_the_words_the_language_and_the_day() -> None:
    assert _send("Too many words.", "/pl/feedback/") == 303

    kept = Feedback.objects.get()
    assert (kept.text, kept.language) == ("Too many words.", "pl")
    assert {field.name for field in Feedback._meta.get_fields()} == {
        "id",
        "text",
        "language",
        "received_on",
    }


@pytest.mark.parametrize("text", ["", "   ", "x" * (LONGEST + 1), "a\x00b"])
def test_nothing_and_too_much_are_asked_again(text: str) -> None:
    assert _send(text) == 422
    assert not Feedback.objects.exists()


def test_a_form_that_is_asked_again_comes_back_with_its_text() -> None:
    words = "x" * (LONGEST + 1)

    answer = Client().post("/feedback/", {"text": words}, headers=OURS)

    assert words in answer.content.decode()
    assert "Write at most 1,000 letters." in answer.content.decode()


def test_a_flood_fills_the_day_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MOST_IN_A_DAY", 3)

    assert [_send(f"number {number}") for number in range(5)] == [303, 303, 303, 429, 429]
    assert Feedback.objects.count() == 3


def test_what_is_older_than_a_year_goes() -> None:
    today = date(2026, 11, 23)
    for days in (0, 365, 366):
        Feedback.objects.create(text="x", language="pl", received_on=today - timedelta(days))

    changes.receive_feedback(text="new", language="pl", on=today)

    assert min(Feedback.objects.values_list("received_on", flat=True)) == today - timedelta(365)


@pytest.mark.urls("breakwater.site.staff_addresses")
@pytest.mark.parametrize(
    ("kind", "role", "status"),
    [
        (Kind.FORCE, Role.ORGANISATION_ADMIN, 200),
        (Kind.POLICING_BODY, Role.ORGANISATION_ADMIN, 200),
        (Kind.OPERATOR, Role.OPERATOR, 200),
        (Kind.SUPPORT_ORGANISATION, Role.ORGANISATION_ADMIN, 403),
        (Kind.INSPECTORATE, Role.ORGANISATION_ADMIN, 403),
    ],
)
def test_those_who_run_the_site_read_it_and_can_erase_it(
    kind: Kind, role: Role, status: int
) -> None:
    kept = Feedback.objects.create(text="<b>hm</b>", language="pl", received_on=date(2026, 11, 1))
    where = people.organisation("Saltmarsh", kind)
    browser = people.signed_in(people.person("Nadia", where, role))

    listed = browser.get(reverse("feedback-list"))
    assert listed.status_code == status
    assert b"<b>hm</b>" not in listed.content

    erased = browser.post(reverse("feedback-erase", args=[kept.pk]))
    assert erased.status_code == (302 if status == 200 else 403)
    assert Feedback.objects.exists() is (status != 200)


@pytest.mark.urls("breakwater.site.staff_addresses")
def test_nobody_reads_it_without_signing_in() -> None:
    assert Client().get(reverse("feedback-list")).status_code == 302
