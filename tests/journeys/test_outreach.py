"""A force gives its word and briefs its officers: three people, and somebody on the public site."""

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from breakwater.site.demonstration_people import Account
from tests.journeys.conftest import Open, StaffSite, sign_in
from tests.journeys.test_cases import found_by_axe
from tests.running import free_port, running, wait_until_it_answers

pytestmark = pytest.mark.browser
SENTENCE = "We will give you a cup of tea."


@pytest.fixture(scope="module")
def public(staff_site: StaffSite) -> Iterator[str]:
    """The address of the public site on the same data."""
    port = free_port()
    command = [
        Path(sys.executable).with_name("granian"),
        "breakwater.site.wsgi:application",
        *("--interface", "wsgi", "--no-ws", "--log-level", "error", "--host", "127.0.0.1"),
        *("--port", port, "--workers", 1, "--blocking-threads", 2),
    ]
    environment = {
        "BREAKWATER_SITE": "public",
        "BREAKWATER_DATA": str(staff_site.data),
        "BREAKWATER_DEMONSTRATION": "1",
        "DJANGO_SETTINGS_MODULE": "breakwater.site.settings",
    }
    with running(*command, environment=environment):
        wait_until_it_answers(f"http://127.0.0.1:{port}/robots.txt")
        yield f"http://127.0.0.1:{port}"


def _signed_in(opened: Open, account: Account) -> Page:
    page = opened()
    sign_in(page, account)
    return page


def test_an_editor_drafts_an_approver_signs_and_the_public_reads_it(
    opened: Open, account: Callable[[str], Account], public: str
) -> None:
    editor, approver, reader = (
        _signed_in(opened, account("Edie")),
        _signed_in(opened, account("Art")),
        opened(viewport={"width": 320, "height": 640}, java_script_enabled=False),
    )
    address = f"{public}/our-word/saltmarsh-constabulary/"
    reader.goto(address)
    expect(reader.get_by_text("Version 1")).to_be_visible()

    editor.goto("/statement/")
    editor.get_by_role("button", name="Draft a new version").click()
    will = editor.get_by_label("What we will do")
    will.fill(f"{will.input_value()}\n{SENTENCE}")
    editor.get_by_role("button", name="Keep the draft").click()
    expect(editor.get_by_text("Nobody outside sees it")).to_be_visible()
    editor.get_by_role("link", name="Read the draft").click()
    expect(editor.get_by_text("It waits for an approver who did not write it.")).to_be_visible()

    approver.goto("/")
    approver.get_by_role("link", name="A statement to the public waits to be signed").click()
    approver.get_by_role("button", name="Sign it").click()
    expect(approver.get_by_text(SENTENCE)).to_be_visible()
    approver.get_by_role("button", name="Sign and publish").click()
    expect(approver.get_by_text("Signed. The public can read it now.")).to_be_visible()

    # A page that is the same for everyone may be a few seconds old.
    expect(approver.get_by_text("Version 2")).to_be_visible()
    reader.wait_for_timeout(5_500)
    reader.goto(address)
    expect(reader.get_by_text(SENTENCE)).to_be_visible()
    expect(reader.get_by_text("What they said before")).to_be_visible()
    reader.goto(f"{public}/ar/our-word/saltmarsh-constabulary/")
    expect(reader.locator("[lang=en-gb]", has_text=SENTENCE).first).to_be_visible()
    assert reader.evaluate("document.documentElement.scrollWidth") <= 320


def _issue(supervisor: Page, title: str) -> None:
    today = timezone.localdate()
    supervisor.goto("/briefings/issue/")
    supervisor.get_by_label("Title").fill(title)
    supervisor.get_by_label("Reference").fill(f"Bulletin {title}")
    supervisor.get_by_label("Date of the briefing").fill(f"{today}")
    supervisor.get_by_label("What officers must know").fill("Nobody asks.")
    supervisor.get_by_label("Officer", exact=True).check()
    supervisor.get_by_label("Last day to read it").fill(f"{today + timedelta(days=7)}")
    supervisor.get_by_role("button", name="Issue it").click()
    supervisor.locator("main").get_by_role("link", name=title).click()


def test_an_officer_reads_a_briefing_and_the_supervisor_sees_it(
    opened: Open, account: Callable[[str], Account], tries_before: int
) -> None:
    officer = _signed_in(opened, account("Olive"))
    supervisor = _signed_in(opened, account("Sam"))
    # One of its own for each try: what somebody has read, they have read.
    _issue(supervisor, title := ("Ask nobody", "Ask none of them")[tries_before])
    supervisor.get_by_role("link", name="Who has read it").click()
    expect(supervisor.get_by_text("0 of 1 who must read it")).to_be_visible()

    officer.goto("/")
    officer.get_by_role("link", name=f"Read the briefing “{title}”").click()
    officer.get_by_role("button", name="I have read it").click()
    expect(officer.get_by_text("that you have read this.")).to_be_visible()

    supervisor.reload()
    expect(supervisor.get_by_text("1 of 1 who must read it")).to_be_visible()
    expect(supervisor.get_by_text("Everyone has.")).to_be_visible()


@pytest.mark.parametrize("language", ["", "ar/", "pl/", "ti/"])
def test_cards_are_of_a_cards_size_on_paper_and_fit_a_phone(
    opened: Open, public: str, language: str
) -> None:
    page = opened(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page.goto(f"{public}/{language}print/card/")
    expect(page.locator(".printed-card").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})
    expect(page.locator(".printed-not")).to_be_hidden()
    sizes = page.locator(".printed-card").evaluate_all(
        "cards => cards.map(card => [card.offsetWidth, card.scrollHeight])"
    )
    # 85.6 by 54 mm, at 96 points to an inch.
    assert len(sizes) == 10
    assert {width for width, _ in sizes} <= {323, 324}
    assert max(height for _, height in sizes) <= 205


def test_every_page_of_outreach_is_accessible_and_fits_a_phone(
    opened: Open, account: Callable[[str], Account]
) -> None:
    editor = _signed_in(opened, account("Edie"))
    editor.set_viewport_size({"width": 360, "height": 640})
    editor.goto("/statement/")
    version = editor.get_by_role("link", name="Version 1").get_attribute("href")
    editor.goto("/briefings/")
    listed = editor.locator("main").get_by_role("link", name="Check before you share")
    briefing = listed.get_attribute("href")
    wrong = []
    for address in (
        "/statement/",
        "/statement/draft/",
        f"{version}",
        f"{version}translate/",
        "/briefings/issue/",
        f"{briefing}",
        f"{briefing}readers/",
    ):
        editor.goto(address)
        expect(editor.get_by_role("heading", level=1)).to_be_visible()
        wrong += [f"{address}: {one}" for one in found_by_axe(editor)]

    assert wrong == []
