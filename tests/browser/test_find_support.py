"""Find support in a real browser: without JavaScript, at 320 pixels, and right to left."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.sites import PublicSite, bytes_on_the_wire

pytestmark = pytest.mark.browser
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def _ask(page: Page, site: PublicSite, prefix: str = "") -> None:
    page.goto(f"{site.address}/{prefix}services/")
    page.locator("input[name=need][value=safe-place]").check()
    page.locator("input[name=place]").fill("SX1 4AB")
    page.locator("input[name=who][value=women]").check()
    page.locator("main form .govuk-button").click()
    expect(page.locator("ol.found").first).to_be_visible()


def _small(browser: Browser, **context: object) -> Page:
    made = browser.new_context(viewport={"width": 320, "height": 640}, **context)  # type: ignore[arg-type]
    return made.new_page()


@pytest.mark.parametrize("has_script", [True, False])
def test_she_finds_a_safe_house_and_its_number_and_never_its_address(
    browser: Browser, site: PublicSite, has_script: bool
) -> None:
    page = _small(browser, java_script_enabled=has_script)
    _ask(page, site)

    house = page.locator("ol.found > li").filter(has_text="Southfell safe house")
    expect(house.get_by_role("link", name="Ring 01632 960 101")).to_have_attribute(
        "href", "tel:01632960101"
    )
    expect(house).to_contain_text("They help people in SX1.")
    expect(house).to_contain_text("Every day: day and night")
    expect(house).to_contain_text("Its address is kept secret")
    expect(house).not_to_contain_text(re.compile("Saltmouth|SX1 [0-9]"))
    expect(page).to_have_url(f"{site.address}/services/")
    page.context.close()


def test_what_she_asked_stands_in_no_address_and_sets_no_cookie(
    browser: Browser, site: PublicSite
) -> None:
    page = _small(browser)
    _ask(page, site)

    expect(page).to_have_url(f"{site.address}/services/")
    assert page.context.cookies() == []
    assert page.evaluate("document.title") == "Services – Breakwater"
    page.context.close()


@pytest.mark.parametrize("prefix", ["", "ar/"])
def test_the_answer_has_no_barrier_and_scrolls_in_one_direction(
    browser: Browser, site: PublicSite, prefix: str
) -> None:
    page = _small(browser)
    _ask(page, site, prefix)

    found = Axe().run(page, options=_RULES)

    assert [
        (one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    direction = "rtl" if prefix else "ltr"
    expect(page.locator("html")).to_have_attribute("dir", direction)
    page.context.close()


def test_the_answer_costs_little(browser: Browser, site: PublicSite) -> None:
    page = _small(browser)
    with page.expect_response(lambda one: one.request.method == "POST") as answered:
        _ask(page, site)

    answered.value.finished()
    assert bytes_on_the_wire([answered.value]) <= 30_000
    page.context.close()


def test_a_card_fits_a_bank_card_when_it_is_printed(browser: Browser, site: PublicSite) -> None:
    page = _small(browser, java_script_enabled=False)
    _ask(page, site)
    page.get_by_role("button", name="Make a small card to print").click()

    card = page.locator(".card-to-print")
    expect(card).to_contain_text("01632 960 101")
    page.emulate_media(media="print")
    expect(page.locator(".exit-bar")).to_be_hidden()
    page.set_viewport_size({"width": 800, "height": 1100})
    box = card.bounding_box()
    assert box is not None
    # 86 mm by twice 54 mm at 96 pixels an inch: folded, a bank card.
    assert box["width"] == pytest.approx(325, abs=1)
    assert box["height"] == pytest.approx(408, abs=1)
    # The square is inside, where the numbers are: the front says nothing.
    front, square = page.locator(".card-to-print__front"), card.locator("svg")
    expect(front.locator("svg")).to_have_count(0)
    inside, below = square.bounding_box(), front.bounding_box()
    assert inside is not None
    assert below is not None
    assert inside["width"] == pytest.approx(inside["height"], abs=1)
    assert inside["y"] >= below["y"] + below["height"]
    assert inside["x"] + inside["width"] <= box["x"] + box["width"]
    page.context.close()


def test_escape_leaves_the_answer_too(
    browser: Browser, site: PublicSite, neutral_site: object
) -> None:
    page = _small(browser)
    _ask(page, site)

    page.keyboard.press("Escape")

    page.wait_for_url("**/weather")
    page.context.close()
