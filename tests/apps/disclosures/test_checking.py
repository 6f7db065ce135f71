"""Check before you share: the questions, the answer, and what is kept of them."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from breakwater.apps.audit_log.models import Entry, Record
from breakwater.apps.disclosures import rule
from breakwater.apps.disclosures.models import Decision, Link
from tests.apps.disclosures.conftest import ANSWERS
from tests.people import Cast, signed_in

NEVER = "?recipient=immigration_enforcement&about=protected_person&offence=none"


def kinds() -> list[str]:
    return list(Entry.objects.values_list("kind", flat=True).order_by("index"))[1:]


def walk(client: Client, *given: str) -> str:
    """Answer each question by posting to where the last one led; the last address."""
    address = "/check/"
    for value in given:
        answer = client.post(address, {"answer": value})
        assert answer.status_code == 302, answer.content.decode()
        address = answer.headers["Location"]
    return address


def test_three_answers_lead_an_officer_to_do_not_share(cast: Cast) -> None:
    client = signed_in(cast.officer)

    address = walk(client, *ANSWERS.values())
    page = client.get(address).content.decode()

    assert address == f"/check/answer/{NEVER}"
    assert "Do not share" in page
    assert "Link to support" in page
    assert "no-offence" in page
    assert "recommendation 1" in page


def test_the_answer_leads_to_the_public_services_too(cast: Cast, settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = "https://safe.example/"

    page = signed_in(cast.officer).get(f"/check/answer/{NEVER}").content.decode()

    assert 'href="https://safe.example/services/"' in page


@pytest.mark.parametrize(
    "recipient", ["safeguarding_body", "modern_slavery_mechanism", "protective_alert"]
)
def test_whoever_asks_about_protecting_somebody_is_led_to_doing_it(
    cast: Cast, recipient: str
) -> None:
    address = f"/check/answer/?recipient={recipient}"
    button = '<a class="govuk-button" role="button" href="/protection/new/">'

    page = signed_in(cast.officer).get(address).content.decode()
    of_somebody_who_may_not = signed_in(cast.editor).get(address).content.decode()

    assert button in page
    assert button not in of_somebody_who_may_not
    assert signed_in(cast.officer).get("/protection/new/").status_code == 200


def test_no_other_answer_leads_to_sharing_to_protect(cast: Cast) -> None:
    client = signed_in(cast.officer)

    for query in ("?recipient=other", NEVER):
        assert "/protection/new/" not in client.get(f"/check/answer/{query}").content.decode()


def test_checking_is_the_first_thing_on_the_home_page_and_in_the_menu(cast: Cast) -> None:
    home = signed_in(cast.officer).get("/").content.decode()
    elsewhere = signed_in(cast.officer).get("/decisions/").content.decode()
    outside = signed_in(cast.caseworker).get("/").content.decode()
    main = home.partition("<main")[2]

    assert main.index('href="/check/"') < min(main.index("<h1"), main.index("<h2"))
    assert main.count('href="/check/"') == 1
    assert 'class="govuk-service-navigation__link" href="/check/"' in elsewhere
    assert "/check/" not in outside


def test_a_question_that_cannot_change_the_answer_is_not_asked(cast: Cast) -> None:
    client = signed_in(cast.officer)

    address = walk(client, "safeguarding_body")

    assert address == "/check/answer/?recipient=safeguarding_body"


def test_all_questions_on_one_page_give_the_same_answer_and_count_once(cast: Cast) -> None:
    client = signed_in(cast.officer)

    page = client.get("/check/all/").content.decode()
    answer = client.post("/check/all/", ANSWERS)

    assert page.count("<fieldset") == rule.most_questions()
    assert answer.headers["Location"] == f"/check/answer/{NEVER}"
    assert kinds() == ["checked-never-share"]


def test_on_one_page_what_cannot_matter_may_stay_open_and_what_can_may_not(cast: Cast) -> None:
    client = signed_in(cast.officer)

    settled = client.post("/check/all/", {"recipient": "safeguarding_body", "offence": "none"})
    open_still = client.post("/check/all/", {"recipient": "immigration_enforcement"})
    made_up = client.post("/check/all/", ANSWERS | {"about": "me"})

    assert settled.headers["Location"] == "/check/answer/?recipient=safeguarding_body"
    assert "Choose one answer." in open_still.content.decode()
    assert made_up.status_code == 200
    assert kinds() == ["checked-not-this-rule"]


def test_a_check_is_counted_once_and_nothing_else_is_kept(cast: Cast) -> None:
    client = signed_in(cast.officer)

    address = walk(client, *ANSWERS.values())
    client.get(address)
    client.get(address)

    assert kinds() == ["checked-never-share"]
    assert Decision.objects.count() == 0
    content = bytes(Record.objects.latest("index").content).decode()
    assert str(cast.officer.pk) not in content


def test_no_question_is_about_immigration_status(cast: Cast) -> None:
    combination = rule.in_force().combination
    assert combination is not None
    asked = [fact.name for fact in combination.space.facts]

    assert rule.most_questions() <= 5
    assert not {"status", "immigration_status", "doubt", "nationality"} & set(asked)


def test_an_answer_that_was_not_asked_for_is_dropped_from_the_address(cast: Cast) -> None:
    client = signed_in(cast.officer)

    answer = client.get("/check/answer/?recipient=immigration_enforcement&about=me&status=unknown")

    assert answer.headers["Location"] == "/check/?recipient=immigration_enforcement"


def test_recording_alone_opens_the_duty_and_a_link_closes_it(cast: Cast) -> None:
    client = signed_in(cast.officer)

    client.post(f"/check/record/{NEVER}", {"incident": "sm/2026/0417"})
    decision = Decision.objects.get()
    open_before = list(Decision.objects.all().to_link())
    client.post(
        f"/decisions/{decision.pk}/link/",
        {
            "how": "declined",
            "offered_at": "2026-11-20T10:30",
            "was_alone": "yes",
            "interpreter": "independent",
        },
    )

    assert decision.incident == "SM/2026/0417"
    assert open_before == [decision]
    assert not Decision.objects.all().to_link().exists()
    assert kinds() == ["decided-never-share", "link-declined"]


def test_record_and_link_are_stored_together_or_not_at_all(cast: Cast) -> None:
    client = signed_in(cast.officer)
    offer = {
        "incident": "SM/2026/0418",
        "how": "made",
        "offered_at": "2026-11-20T10:30",
        "was_alone": "no",
        "interpreter": "not_needed",
    }

    without = client.post(f"/check/link/{NEVER}", offer)
    with_name = client.post(f"/check/link/{NEVER}", offer | {"organisation": cast.support.pk})

    assert "Choose an organisation" in without.content.decode()
    assert with_name.status_code == 302
    assert Link.objects.get().organisation == cast.support
    assert Decision.objects.count() == 1


def test_a_link_is_recorded_also_while_the_clocks_go_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2027, 10, 31, 1, 20, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    offer = {"how": "declined", "was_alone": "yes", "interpreter": "independent"}
    client, address = signed_in(cast.officer), f"/check/link/{NEVER}"

    assert 'value="2027-10-31T01:20"' in client.get(address).content.decode()
    client.post(address, offer | {"incident": "SM 1", "offered_at": "2027-10-31T01:20"})

    assert Link.objects.get().offered_at == now.replace(second=0)


@pytest.mark.parametrize("incident", ["Amina Yusuf", "", "A" * 41, "17<b>"])
def test_an_incident_number_is_a_number_and_no_name(cast: Cast, incident: str) -> None:
    page = signed_in(cast.officer).post(f"/check/record/{NEVER}", {"incident": incident})

    assert page.status_code == 200
    assert not Decision.objects.exists()


def test_a_colleagues_decision_is_seen_by_their_supervisor_alone(cast: Cast) -> None:
    signed_in(cast.officer).post(f"/check/record/{NEVER}", {"incident": "SM 1"})
    address = f"/decisions/{Decision.objects.get().pk}/"

    seen = {
        one.name: signed_in(one).get(address).status_code
        for one in (cast.officer, cast.supervisor, cast.editor, cast.caseworker)
    }

    assert seen == {"Olive Oak": 200, "Sam Sand": 200, "Edie Elm": 404, "Kit Kelp": 403}


def test_without_a_rule_in_force_nothing_is_asked_and_nothing_shared(
    cast: Cast, settings: object
) -> None:
    settings.UNSIGNED_PACKS_ALLOWED = False  # type: ignore[attr-defined]
    client = signed_in(cast.officer)

    led_to = client.post("/check/").headers["Location"]

    assert "Do not share" in client.get(led_to).content.decode()


def test_nobody_outside_a_force_checks(cast: Cast) -> None:
    assert signed_in(cast.caseworker).get("/check/").status_code == 403


@pytest.mark.django_db
def test_the_database_refuses_a_decision_that_shares_on_doubt(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        Decision.objects.create(
            force=cast.force,
            incident="SM 2",
            **ANSWERS,
            legal_basis="recorded",
            necessity="recorded",
            authorised_by="another_supervisor",
            facts={},
            outcome="may_share",
            pack="x",
            rule="y",
            links=False,
            through="page",
            decided_at="2026-11-20T10:30Z",
            decided_by=cast.officer,
        )
