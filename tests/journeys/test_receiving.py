"""An organisation reports to the police for somebody and stays between the two, in two browsers."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open, StaffSite
from tests.journeys.test_cases import found_by_axe, unlock
from tests.journeys.test_referrals import Person, as_, people, site

__all__ = ["people", "site"]

pytestmark = pytest.mark.browser
NAME = "Bryony Canary"
SAID = "He broke the blue door on Sunday"
ANSWER = "An officer can meet you both on Tuesday"
TOLD = "Somebody waits at the lamp post"


@pytest.fixture
def caseworker(opened: Open, people: dict[str, Person]) -> Page:
    """Kit Kelp of the support organisation."""
    return as_(opened, people["Kit Kelp"])


@pytest.fixture
def officer(opened: Open, people: dict[str, Person]) -> Page:
    """Olive Oak of the force."""
    return as_(opened, people["Olive Oak"])


def _first_case(page: Page) -> str:
    page.goto("/cases/")
    page.locator(".govuk-task-list__link").first.click()
    page.wait_for_url("**/cases/*-*/")
    return page.url


def _writes(page: Page, to: str, text: str) -> None:
    page.get_by_label(f"Write to {to}").fill(text)
    page.get_by_role("button", name=f"Send to {to}").click()
    expect(page.get_by_text("Sent, sealed to both organisations.")).to_be_visible()


def _raw(site: StaffSite) -> bytes:
    return b"".join(path.read_bytes() for path in site.data.glob("breakwater.sqlite3*"))


def test_the_police_learn_exactly_what_was_passed_and_answer_through_the_organisation(
    site: StaffSite, caseworker: Page, officer: Page, people: dict[str, Person]
) -> None:
    own = _first_case(caseworker)
    caseworker.get_by_role("link", name="Report to the police for this person").click()
    caseworker.get_by_label("Which force?").select_option("Saltmarsh Constabulary")
    named = caseworker.get_by_role("group", name="May the police learn who the person is?")
    named.get_by_label("No").check()
    caseworker.get_by_label("Name, if they may").fill(NAME)
    caseworker.get_by_label("What happened").fill(SAID)
    exactly = caseworker.get_by_role("region", name="Exactly this is passed. Read it to them.")
    expect(exactly).to_contain_text(SAID)
    expect(exactly).not_to_contain_text(NAME)
    alone = caseworker.get_by_role("group", name="Were they alone with you?")
    alone.get_by_label("Yes").check()
    caseworker.get_by_label("None was needed").check()
    caseworker.get_by_label("The words above were said").check()
    caseworker.get_by_role("button", name="Report it").click()
    expect(caseworker.get_by_text("Reported to Saltmarsh Constabulary.")).to_be_visible()
    reference = caseworker.get_by_text("Their reference:").inner_text().split()[-1].rstrip(".")

    officer.goto(own)
    expect(officer.get_by_role("heading", level=1)).not_to_contain_text("Case")
    officer.goto("/cases/")
    officer.get_by_role("link", name=reference).click()
    unlock(officer, people["Olive Oak"].passphrase)
    expect(officer.get_by_text(SAID)).to_be_visible()
    expect(officer.get_by_text(NAME)).to_have_count(0)
    expect(officer.get_by_text("stands between you and the person")).to_be_visible()
    _writes(officer, "Southfell Women’s Support", ANSWER)
    # The pieces are opened within the same document, because the key stays in it.
    expect(officer.locator(".piece--to_person").get_by_text(ANSWER)).to_be_visible()

    caseworker.goto(own)
    unlock(caseworker, people["Kit Kelp"].passphrase)
    theirs = caseworker.get_by_role("article").filter(has_text=ANSWER)
    expect(theirs.get_by_role("heading", name="From the police")).to_be_visible()
    expect(caseworker.get_by_text("From Saltmarsh Constabulary")).to_be_visible()
    caseworker.get_by_role("button", name="The person wants no more of this report").click()
    expect(caseworker.get_by_text("The police are told. Nothing more passes.")).to_be_visible()

    raw = _raw(site)
    for words in (NAME, SAID, ANSWER):
        assert words.encode() not in raw


def test_an_officer_notes_the_number_and_the_steps_with_the_case_still_open(
    officer: Page, people: dict[str, Person]
) -> None:
    _first_case(officer)
    unlock(officer, people["Olive Oak"].passphrase)
    officer.get_by_role("link", name="Note the number").click()
    officer.get_by_label("A crime, with a crime number").check()
    officer.get_by_label("The number").fill("44/1234/26")
    officer.get_by_role("button", name="Note it").click()
    expect(officer.get_by_text("44/1234/26")).to_be_visible()
    expect(officer.get_by_role("button", name="Lock")).to_be_visible()
    officer.get_by_role("link", name="Note the steps").click()
    officer.get_by_label("Offered to put them in touch").select_option("They do not want it")
    officer.get_by_role("button", name="Note it").click()
    expect(officer.get_by_text("1 of 12 steps noted")).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False], ids=["sealed here", "without script"])
def test_what_was_told_by_telephone_is_entered_sealed(
    site: StaffSite, opened: Open, people: dict[str, Person], has_script: bool
) -> None:
    page = as_(
        opened,
        people["Kit Kelp"],
        java_script_enabled=has_script,
        viewport={"width": 360, "height": 640},
    )
    page.goto("/enter-report/")
    where = "Your browser seals it" if has_script else "Our server holds it for a moment"
    expect(page.get_by_text(where)).to_be_visible()
    page.get_by_label("By telephone").check()
    page.get_by_label("What was said").fill(TOLD)
    page.get_by_role("button", name="Enter it").click()
    expect(page.get_by_text("Entered and sealed")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Told by telephone")

    assert TOLD.encode() not in _raw(site)


def test_every_page_of_receiving_is_accessible_and_fits_a_phone(
    opened: Open, people: dict[str, Person]
) -> None:
    phone = {"width": 360, "height": 640}
    caseworker = as_(opened, people["Kit Kelp"], viewport=phone)
    officer = as_(opened, people["Olive Oak"], viewport=phone)
    own, held = _first_case(caseworker), _first_case(officer)
    pages = (
        (caseworker, "/enter-report/"),
        (caseworker, own),
        (caseworker, own.replace("/cases/", "/report-for/")),
        (caseworker, "/to-print/"),
        (officer, held),
        (officer, f"{held}number/"),
        (officer, f"{held}victims-code/"),
        (officer, "/briefings/"),
    )
    wrong = []
    for page, address in pages:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        wrong += [f"{address}: {one}" for one in found_by_axe(page)]

    assert wrong == []
