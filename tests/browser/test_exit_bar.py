"""The button to leave is always there, always hit, and never hides what has the focus."""

import pytest
from playwright.sync_api import Page

from tests.browser.public_pages import PAGES
from tests.browser.sites import PublicSite

pytestmark = pytest.mark.browser

SIZES = [(360, 640), (1280, 800)]

_HIT = """() => {
    const link = document.querySelector(".exit-bar__link"), box = link.getBoundingClientRect();
    const points = [[.1, .5], [.5, .15], [.5, .85], [.9, .5]];
    return points.every(([x, y]) => document.elementFromPoint(
        box.left + box.width * x, box.top + box.height * y) === link);
}"""


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("path", ["/using-this-site/", "/ar/using-this-site/"])
def test_the_button_is_hit_wherever_the_page_is_scrolled_with_the_cookie_banner_open(
    page: Page, site: PublicSite, path: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site.address + path)
    assert page.locator(".cookies").is_visible()

    for part in (0, 0.5, 1):
        page.evaluate("(part) => scrollTo(0, part * document.body.scrollHeight)", part)
        assert page.evaluate(_HIT), f"not hit at {part} of the page"


@pytest.mark.parametrize("path", ["/help/", "/cookies/", "/feedback/"])
def test_the_focus_is_never_hidden_by_the_bar(page: Page, site: PublicSite, path: str) -> None:
    page.goto(site.address + path)
    hidden = []
    for _ in range(70):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const one = document.activeElement, box = one.getBoundingClientRect();
                if (one === document.body) return null;
                const bar = document.querySelector(".exit-bar").getBoundingClientRect();
                const covered = !one.closest(".exit-bar") && box.bottom <= bar.bottom;
                return {name: one.outerHTML.slice(0, 80), covered};
            }"""
        )
        if seen is None:
            break
        if seen["covered"] and "skip-link" not in seen["name"]:
            hidden.append(seen["name"])
    assert hidden == []


@pytest.mark.parametrize("path", PAGES)
def test_every_target_is_large_enough_for_a_thumb(page: Page, site: PublicSite, path: str) -> None:
    """24 px each way, or a link inside a sentence (WCAG 2.2, 2.5.8)."""
    page.goto(site.address + path)

    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, input, textarea, select")]
            .filter((one) => one.checkVisibility() && one.type !== "hidden")
            .filter((one) => !one.closest("p, .govuk-skip-link, span, td, dd p"))
            .filter((one) => {
                const box = one.getBoundingClientRect();
                return box.width < 24 || box.height < 24;
            }).map((one) => one.outerHTML.slice(0, 120))"""
    )

    assert small == []


def test_the_leave_button_is_thumb_sized(page: Page, site: PublicSite) -> None:
    page.goto(f"{site.address}/help/")

    box = page.locator(".exit-bar__link").bounding_box()

    assert box is not None
    assert box["height"] >= 44
    assert box["width"] >= 44
