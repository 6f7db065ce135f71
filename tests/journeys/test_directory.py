"""A caseworker changes an entry on a phone, a colleague looks, and only then it is public."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from breakwater.site.demonstration_people import OTHER_SUPPORT, Account
from tests.apps.directory.feeds import a_run_service, a_service
from tests.journeys.conftest import Open, sign_in

pytestmark = pytest.mark.browser

_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_PHONE = {"width": 360, "height": 740}


def _fits_and_is_accessible(page: Page) -> None:
    found = Axe().run(page, options=_RULES).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_an_entry_is_changed_by_one_and_published_by_another(
    opened: Open, account: Callable[[str], Account]
) -> None:
    writer = opened(viewport=_PHONE, java_script_enabled=True)
    sign_in(writer, account("Nia"))
    writer.get_by_role("link", name="Your services").click()
    writer.get_by_role("link", name="Harbour Lights hardship fund").click()
    expect(writer.get_by_role("heading", level=1)).to_have_text("Harbour Lights hardship fund")
    _fits_and_is_accessible(writer)
    writer.get_by_role("button", name="Change it").click()
    expect(writer.get_by_label("Opening hours", exact=True)).to_have_value(
        "Monday to Friday 10:00 to 15:00"
    )
    _fits_and_is_accessible(writer)
    writer.get_by_label("Opening hours", exact=True).fill("whenever we can")
    writer.get_by_role("button", name="Ask a colleague to look").click()
    expect(writer.get_by_text("“whenever we can” cannot be read").first).to_be_visible()
    writer.get_by_label("Opening hours", exact=True).fill("Monday to Saturday 10:00 to 15:00")
    writer.get_by_role("button", name="Ask a colleague to look").click()
    expect(writer.get_by_text("A change waits for a second look")).to_be_visible()
    writer.get_by_role("link", name="Look at it").click()
    expect(writer.get_by_text("Somebody else has to look at it.")).to_be_visible()

    second = opened(viewport=_PHONE)
    sign_in(second, account("Dana"))
    second.get_by_role(
        "link", name="A change to Harbour Lights hardship fund waits for a second look"
    ).click()
    expect(second.get_by_role("cell", name="Monday to Friday 10:00 to 15:00")).to_be_visible()
    expect(second.get_by_role("cell", name="Monday to Saturday 10:00 to 15:00")).to_be_visible()
    _fits_and_is_accessible(second)
    second.get_by_role("button", name="Publish it").click()
    expect(second.get_by_text("Published.")).to_be_visible()
    expect(second.get_by_role("heading", name="Version 2: published")).to_be_visible()
    expect(second.get_by_text("Monday to Saturday: 10:00 to 15:00")).to_be_visible()
    second.get_by_role("button", name="Everything is right today").click()
    expect(second.get_by_text("It now says that it was checked today.")).to_be_visible()


def test_a_feed_is_looked_at_by_one_operator_and_stored_by_the_other(
    opened: Open, account: Callable[[str], Account], tmp_path: Path
) -> None:
    path = tmp_path / "county.json"
    path.write_text(
        json.dumps([a_service("Ferry Street"), {"name": "Nameless", "status": "active"}])
    )
    first = opened(viewport=_PHONE)
    sign_in(first, account("Oz"))
    first.get_by_role("link", name="Feeds of services").click()
    _fits_and_is_accessible(first)
    first.get_by_label("Feed", exact=True).set_input_files(path)
    first.get_by_role("button", name="Look at it").click()
    expect(first.get_by_text("1 added, 0 changed, 0 as they are.")).to_be_visible()
    expect(first.get_by_text("Service “Nameless”: it has no id")).to_be_visible()
    _fits_and_is_accessible(first)

    second = opened(viewport=_PHONE)
    sign_in(second, account("Opal"))
    second.get_by_role("link", name="The feed county.json waits to be committed").click()
    second.get_by_role("button", name="Store it").click()
    expect(second.get_by_text("The feed is stored.")).to_be_visible()
    expect(second.get_by_text("1 added, 0 changed")).to_be_visible()


def test_what_came_in_a_feed_is_handed_to_the_organisation_that_runs_it(
    opened: Open, account: Callable[[str], Account], tmp_path: Path
) -> None:
    trust = f"Harbour Lights Trust {uuid4().hex[:6]}"
    path = tmp_path / f"{trust}.json"
    path.write_text(json.dumps([a_run_service(f"{trust} drop-in", trust)]))
    first, second = opened(viewport=_PHONE), opened(viewport=_PHONE, java_script_enabled=False)
    sign_in(first, account("Oz"))
    sign_in(second, account("Opal"))
    _take_in(first, second, path)

    first.goto("/")
    first.get_by_role("link", name="Organisations from feeds").click()
    first.get_by_label("Find by name").fill(trust.lower())
    first.get_by_role("button", name="Find").click()
    first.wait_for_url("**/listed/?q=*")
    expect(first.get_by_text("1 service. Nobody here looks after it.")).to_be_visible()
    _fits_and_is_accessible(first)
    first.get_by_role("link", name=trust).click()
    expect(first.get_by_role("heading", level=1)).to_have_text(trust)
    _fits_and_is_accessible(first)
    first.get_by_role("button", name="Ask a colleague to confirm").click()
    expect(first.get_by_text("Choose an organisation.").first).to_be_visible()
    first.get_by_label("Which organisation runs it?").select_option(OTHER_SUPPORT)
    first.get_by_role("button", name="Ask a colleague to confirm").click()
    first.get_by_role("link", name="Look at it").click()
    expect(first.get_by_text("Somebody else has to confirm it.")).to_be_visible()
    _fits_and_is_accessible(first)

    second.goto("/")
    waits = f"{trust} waits to be handed to {OTHER_SUPPORT}"
    second.get_by_role("link", name=waits).click()
    second.get_by_role("button", name="Hand it over").click()
    expect(second.get_by_text("Handed over.")).to_be_visible()

    keeper = opened(viewport=_PHONE)
    sign_in(keeper, account("Nia"))
    _finds_and_changes_it(keeper, trust)

    first.goto("/feeds/")
    first.get_by_role("link", name=f"Undo {trust}.json").click()
    expect(
        first.get_by_text("Stays, because an organisation looks after it now: 1")
    ).to_be_visible()
    _fits_and_is_accessible(first)


def _take_in(first: Page, second: Page, feed: Path) -> None:
    first.goto("/feeds/")
    first.get_by_label("Feed", exact=True).set_input_files(feed)
    first.get_by_role("button", name="Look at it").click()
    expect(first.get_by_text("1 added, 0 changed, 0 as they are.")).to_be_visible()
    second.goto("/")
    second.get_by_role("link", name=f"The feed {feed.name} waits to be committed").click()
    second.get_by_role("button", name="Store it").click()
    expect(second.get_by_text("The feed is stored.")).to_be_visible()


def _finds_and_changes_it(keeper: Page, trust: str) -> None:
    keeper.get_by_role(
        "link", name=f"You now look after the services of {trust}: check what they say"
    ).click()
    expect(keeper.get_by_text("handed to you").first).to_be_visible()
    _fits_and_is_accessible(keeper)
    keeper.get_by_role("link", name=f"{trust} drop-in").click()
    expect(keeper.get_by_text("no feed changes it")).to_be_visible()
    keeper.get_by_role("button", name="Change it").click()
    keeper.get_by_label("What it does").fill("Tea, and somebody who listens.")
    keeper.get_by_role("button", name="Ask a colleague to look").click()
    expect(keeper.get_by_text("A change waits for a second look")).to_be_visible()
