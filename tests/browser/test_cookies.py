"""The cookie choice: asked once, kept for the visit, honest when it cannot be kept."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.sites import PublicSite

pytestmark = pytest.mark.browser


def _cookies(page: Page) -> dict[str, Any]:
    return {str(one.get("name")): one for one in page.context.cookies()}


def test_reading_sets_no_cookie_at_all(page: Page, site: PublicSite) -> None:
    for path in ("/", "/help/", "/cookies/", "/feedback/", "/no-such-page/"):
        page.goto(site.address + path)

    assert page.context.cookies() == []


@pytest.mark.parametrize(("button", "value"), [("Accept", "all"), ("Reject", "essential")])
def test_the_banner_takes_an_answer_says_so_and_does_not_ask_again(
    page: Page, site: PublicSite, button: str, value: str
) -> None:
    page.goto(f"{site.address}/help/")
    page.get_by_role("button", name=button).click()

    expect(page.get_by_text("Your cookie choice is saved.")).to_be_visible()
    kept = _cookies(page)
    assert list(kept) == ["choices"]
    assert kept["choices"]["value"] == value
    assert kept["choices"]["expires"] == -1  # gone with the browser
    assert kept["choices"]["httpOnly"]

    page.get_by_role("link", name="Hide this message").click()
    expect(page).to_have_url(f"{site.address}/help/")
    expect(page.locator(".cookies")).to_have_count(0)


def test_the_banner_works_without_script(page_without_script: Page, site: PublicSite) -> None:
    page = page_without_script
    page.goto(f"{site.address}/pl/help/")
    page.locator("button[value=reject]").click()

    expect(page).to_have_url(f"{site.address}/pl/help/?cookies=chosen")
    assert _cookies(page)["choices"]["value"] == "essential"


def test_customising_leads_to_the_page_where_choices_are_changed(
    page: Page, site: PublicSite
) -> None:
    page.goto(f"{site.address}/help/")
    page.get_by_role("link", name="Customise cookies").click()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Hide the pictures").check()
    _save(page)
    page.goto(f"{site.address}/help/")
    assert page.locator(".with-picture svg").count() == 0

    page.goto(f"{site.address}/cookies/")
    assert page.get_by_label("Hide the pictures").is_checked()
    page.get_by_label("No, only essential cookies").check()
    _save(page)
    assert _cookies(page)["choices"]["value"] == "essential"
    page.goto(f"{site.address}/help/")
    assert page.locator(".with-picture svg").count() > 0


def _save(page: Page) -> None:
    page.get_by_role("button", name="Save my choice").click()
    page.wait_for_url("**/?cookies=chosen")


def test_a_choice_that_the_browser_does_not_keep_is_said_to_have_failed_and_can_be_tried_again(
    browser: Browser, browser_context_args: dict[str, Any], site: PublicSite
) -> None:
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    page.route("**/cookies/", lambda route: _without_cookie(route, site))
    page.goto(f"{site.address}/help/")
    page.get_by_role("button", name="Accept").click()

    expect(page.get_by_text("Sorry, there was a technical problem")).to_be_visible()
    assert context.cookies() == []

    page.unroute("**/cookies/")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Your cookie choice is saved.")).to_be_visible()
    context.close()


def _without_cookie(route: Any, site: PublicSite) -> None:
    """As a browser that is set to keep no cookies."""
    route.fulfill(status=303, headers={"Location": f"{site.address}/help/?cookies=chosen"})


def test_saving_nothing_on_the_cookies_page_names_the_problem(page: Page, site: PublicSite) -> None:
    page.goto(f"{site.address}/cookies/")
    page.get_by_role("button", name="Save my choice").click()

    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Choose yes or no.")
    summary.get_by_role("link").click()
    assert page.evaluate("document.activeElement.name") == "answer"
