"""A person is linked to support: an officer, a caseworker and another organisation, each in a
browser of their own, with the gate beside the staff site."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pyrage
import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from breakwater.site import demonstration_keys
from breakwater.site.demonstration_people import ACCOUNTS, OTHER_SUPPORT, SUPPORT
from tests.journeys.conftest import Open, StaffSite, sign_in
from tests.journeys.keys_by_hand import heading
from tests.journeys.test_cases import unlock
from tests.journeys.test_check_before_you_share import ANSWERS, PHONE, check
from tests.running import running_gate

pytestmark = pytest.mark.browser
NAME = "Fern Canary"
NUMBER = "07700 900987"
HELPLINE = f"Southfell helpline, {SUPPORT}"
ADVICE = f"Harbour Lights immigration advice, {OTHER_SUPPORT}"


@dataclass(frozen=True)
class Person:
    """Somebody of the demonstration: their cookies, and what opens their key."""

    cookies: list[Any]
    passphrase: str


@pytest.fixture(scope="module")
def site(staff_site: StaffSite) -> Iterator[StaffSite]:
    """With a gate, which every sealing asks for the keys it vouches for."""
    with running_gate(staff_site.data):
        yield staff_site


@pytest.fixture(scope="module")
def people(browser: Browser, site: StaffSite) -> dict[str, Person]:
    """Signed in once each: a code of the app serves once."""
    found = {}
    with override_settings(DEMONSTRATION=True):
        for name in ("Olive Oak", "Kit Kelp", "Nia Nook"):
            account = next(one for one in ACCOUNTS if one.name == name)
            context = browser.new_context(base_url=site.address, locale="en-GB")
            sign_in(context.new_page(), account)
            place: Any = SimpleNamespace(person=account)
            passphrase = demonstration_keys.passphrase_of(place)
            found[name] = Person(list(context.cookies()), passphrase)
            context.close()
    return found


def as_(opened: Open, person: Person, **options: Any) -> Page:
    """A page in a browser of their own."""
    page = opened(**options)
    page.context.add_cookies(person.cookies)
    return page


def offer(page: Page, incident: str, *, to: str = HELPLINE) -> str:
    """From the first question to the offer; the address of the referral."""
    begin(page, incident, to=to)
    return finish(page)


def begin(page: Page, incident: str, *, to: str = HELPLINE) -> None:
    """From the first question to what she lets the officer write."""
    check(page, *ANSWERS)
    page.get_by_role("button", name="Link to support").click()
    page.get_by_label("Incident number").fill(incident)
    page.get_by_label("Which service do they choose?").select_option(label=to)
    page.get_by_label("What to call the person").fill(NAME)
    page.get_by_label("How to reach the person safely").fill(NUMBER)
    page.locator("[name=was_alone][value=yes]").check()


def finish(page: Page, interpreter: str = "not_needed") -> str:
    """What she agreed to, and the offer; the address of the referral."""
    page.locator(f"[name=interpreter][value={interpreter}]").check()
    page.get_by_label("The words above were said").check()
    page.get_by_role("button", name="Offer it").click()
    expect(heading(page, "Waits for an answer")).to_be_visible()
    return page.url


def read(page: Page, person: Person, address: str) -> None:
    """Open the referral with one's own key."""
    page.goto(address)
    page.get_by_role("button", name="Open the case").click()
    unlock(page, person.passphrase)
    expect(page.locator("#pieces")).to_contain_text(NUMBER)


def test_an_officer_links_somebody_and_sees_that_it_was_accepted(
    opened: Open, people: dict[str, Person], site: StaffSite
) -> None:
    officer = as_(opened, people["Olive Oak"], **PHONE)
    caseworker = as_(opened, people["Kit Kelp"])
    sent: list[str] = []
    officer.on("request", lambda request: sent.append(request.post_data or ""))

    address = offer(officer, "SM/2026/0901")
    expect(officer.locator("body")).to_contain_text("It was sealed in your browser")
    assert not [one for one in sent if NAME in one or NUMBER in one]
    assert [one for one in sent if "sealed" in one]

    read(caseworker, people["Kit Kelp"], address)
    expect(caseworker.locator("#pieces")).to_contain_text(NAME)
    caseworker.get_by_role("button", name="Accept").click()
    expect(heading(caseworker, "Saltmarsh Constabulary: accepted")).to_be_visible()
    # The key is still open: what was said is still there to act on.
    expect(caseworker.locator("#pieces")).to_contain_text(NUMBER)

    officer.reload()
    expect(heading(officer, "Accepted")).to_be_visible()
    officer.goto("/decisions/")
    officer.get_by_role("link", name="SM/2026/0901").first.click()
    expect(officer.locator("main")).to_contain_text(f"the link is made: {SUPPORT}")


def test_without_javascript_the_officer_offers_it_too_and_the_page_says_who_sealed_it(
    opened: Open, people: dict[str, Person], site: StaffSite
) -> None:
    officer = as_(opened, people["Olive Oak"], **PHONE, java_script_enabled=False)

    address = offer(officer, "SM/2026/0902", to=ADVICE)

    expect(officer.locator("body")).to_contain_text("Our server held it for a moment, in memory")
    read(as_(opened, people["Nia Nook"]), people["Nia Nook"], address)


@pytest.mark.parametrize("by_script", [True, False], ids=["sealed here", "without JavaScript"])
def test_she_hears_the_words_in_arabic_and_the_record_keeps_them(
    opened: Open, people: dict[str, Person], site: StaffSite, by_script: bool
) -> None:
    officer = as_(opened, people["Olive Oak"], **PHONE, java_script_enabled=by_script)
    caseworker = as_(opened, people["Kit Kelp"])
    sent: list[str] = []
    officer.on("request", lambda request: sent.append(request.post_data or ""))
    begin(officer, f"SM/2026/091{int(by_script)}")
    officer.get_by_label("The words above were said").check()

    officer.get_by_label("In which language").select_option("ar")
    if not by_script:
        officer.get_by_role("button", name="Show the words").click()

    hers = officer.locator("#words [lang=ar]")
    expect(hers).to_have_count(7)
    expect(hers.nth(1)).to_have_css("direction", "rtl")
    expect(hers.nth(1)).to_contain_text("أودّ أن أنقل رسالة عنك")
    expect(officer.locator("#words")).to_contain_text("Machine translation, not reviewed")
    expect(officer.locator("#words [lang=en-gb]")).to_have_count(6)
    # What was typed stands; to these words nobody has agreed yet.
    expect(officer.get_by_label("What to call the person")).to_have_value(NAME)
    expect(officer.get_by_label("The words above were said")).not_to_be_checked()
    assert officer.evaluate("document.documentElement.scrollWidth") <= officer.evaluate(
        "document.documentElement.clientWidth"
    )

    address = finish(officer, "independent")

    assert any("Canary" in one for one in sent) is not by_script
    for page in (officer, caseworker):
        page.goto(address)
        page.get_by_text("The words they agreed to").click()
        kept = page.locator("details [lang=ar]")
        expect(kept).to_have_count(6)
        expect(kept.nth(0)).to_have_css("direction", "rtl")
        expect(page.locator("details")).to_contain_text("Arabic: machine translation, not reviewed")
        expect(page.locator("main")).to_contain_text("in Arabic, alone")
    read(caseworker, people["Kit Kelp"], address)


def test_neither_the_police_nor_another_organisation_can_open_what_was_said(
    opened: Open, people: dict[str, Person], site: StaffSite
) -> None:
    officer = as_(opened, people["Olive Oak"])
    address = offer(officer, "SM/2026/0903")
    shown = [officer.content()]
    for way in ("", "answer/", "withdraw/", "stop-waiting/"):
        for page in (officer, as_(opened, people["Nia Nook"])):
            page.goto(address + way)
            shown.append(page.content())
    shown += [officer.goto(found).text() for found in _cases(site)]  # type: ignore[union-attr]

    assert not [one for one in shown if NAME in one or NUMBER in one or "age-encryption" in one]
    _cannot_be_opened_from_the_database(site)


def _cases(site: StaffSite) -> list[str]:
    with sqlite3.connect(site.data / "breakwater.sqlite3") as database:
        keys = [row[0] for row in database.execute("SELECT id FROM cases_case")]
    ways = ("", "open/", "referral/accept/", "referral/decline/", "referral/ask/", "write/")
    return [f"/cases/{UUID(key)}/{way}" for key in keys for way in ways]


def _cannot_be_opened_from_the_database(site: StaffSite) -> None:
    """Whoever copies every file and holds every police passphrase opens nothing of it."""
    for path in Path(site.data).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert NAME.encode() not in content, path
            assert NUMBER.encode() not in content, path
    with sqlite3.connect(site.data / "breakwater.sqlite3") as database:
        pieces = database.execute(
            """SELECT sealed FROM cases_piece AS piece
            JOIN referrals_referral AS referral ON referral.case_id = piece.case_id"""
        ).fetchall()
        police = database.execute(
            """SELECT member.wrapped, person.email, copy.sealed
            FROM organisations_memberkey AS member
            JOIN organisations_keycopy AS copy ON copy.member_key_id = member.id
            JOIN organisations_membership AS place ON place.id = member.membership_id
            JOIN organisations_person AS person ON person.id = place.person_id
            JOIN organisations_organisation AS house ON house.id = place.organisation_id
            WHERE house.kind = 'force'"""
        ).fetchall()
    assert pieces
    assert police
    for wrapped, email, copy in police:
        place: Any = SimpleNamespace(person=SimpleNamespace(email=email))
        with override_settings(DEMONSTRATION=True):
            passphrase = demonstration_keys.passphrase_of(place)
        own = pyrage.passphrase.decrypt(wrapped, passphrase).decode().strip()
        file = pyrage.decrypt(copy, [pyrage.x25519.Identity.from_str(own)]).decode()
        force = pyrage.x25519.Identity.from_str(file.strip().splitlines()[-1])
        for (sealed,) in pieces:
            with pytest.raises(pyrage.DecryptError):
                pyrage.decrypt(sealed, [force, pyrage.x25519.Identity.from_str(own)])


def test_the_demonstration_holds_one_that_waits_and_one_that_was_accepted(site: StaffSite) -> None:
    with sqlite3.connect(site.data / "breakwater.sqlite3") as database:
        rows = database.execute(
            """SELECT referral.state, house.name FROM referrals_referral AS referral
            JOIN referrals_consent AS consent ON consent.id = referral.consent_id
            JOIN organisations_organisation AS house ON house.id = referral.receiver_id
            WHERE consent.reference LIKE 'SM/2026/04%'"""
        ).fetchall()

    assert {state for state, _ in rows} == {"offered", "accepted"}
    assert {name for _, name in rows} == {SUPPORT}
