"""Leaving: by key, by button, by link; at once, in every tab, and with nothing behind Back."""

import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, expect

from tests.browser.sites import CHROMIUM, NeutralSite, PublicSite

pytestmark = pytest.mark.browser

PAGES = ["/", "/help/", "/before-you-start/", "/using-this-site/", "/feedback/", "/no-such-page/"]


def _has_left(page: Page) -> None:
    expect(page).to_have_title("Weather", timeout=8_000)


def _comes_true(page: Page, is_so: Callable[[], bool]) -> None:
    """Our site is told by a beacon, and its answer comes while the browser is elsewhere already."""
    give_up_at = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < give_up_at
        page.wait_for_timeout(20)


def _is_guarded(page: Page, site: PublicSite) -> bool:
    """Whether our site keeps nothing but that somebody has just left."""
    return [one["name"] for one in page.context.cookies(site.address)] == ["pause"]


@pytest.mark.parametrize("path", PAGES)
def test_escape_leaves_every_kind_of_page(
    page: Page, site: PublicSite, neutral_site: NeutralSite, path: str
) -> None:
    page.goto(site.address + path)

    page.keyboard.press("Escape")

    _has_left(page)
    expect(page).to_have_url(neutral_site.address)


def test_escape_leaves_from_inside_a_text_box(
    page: Page, site: PublicSite, neutral_site: NeutralSite
) -> None:
    page.goto(f"{site.address}/feedback/")
    page.locator("textarea").fill("something private")

    page.keyboard.press("Escape")

    _has_left(page)


def test_the_page_is_invisible_before_the_neutral_site_answers(
    page: Page, site: PublicSite, neutral_site: NeutralSite
) -> None:
    neutral_site.waits = 2.0
    page.goto(f"{site.address}/help/")
    blank = page.evaluate(
        """() => {
            dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", cancelable: true}));
            return ["h1", ".exit-bar__link", "body"].map(
                (one) => getComputedStyle(document.querySelector(one)).visibility);
        }"""
    )

    assert blank == ["hidden", "hidden", "hidden"]
    _has_left(page)


def test_shift_three_times_leaves_and_twice_does_not(
    page: Page, site: PublicSite, neutral_site: NeutralSite
) -> None:
    page.goto(f"{site.address}/help/")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.press("a")
    page.keyboard.press("Shift")
    page.wait_for_timeout(300)
    assert page.url == f"{site.address}/help/"

    page.keyboard.press("Shift")
    page.keyboard.press("Shift")

    _has_left(page)


def test_an_escape_that_ends_the_composing_of_a_letter_does_not_leave(
    page: Page, site: PublicSite, neutral_site: NeutralSite
) -> None:
    page.goto(f"{site.address}/help/")

    page.evaluate(
        """() => dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", isComposing: true}))"""
    )
    page.wait_for_timeout(300)

    assert page.url == f"{site.address}/help/"


@pytest.fixture
def headed_page(playwright: Playwright, display: str) -> Iterator[Page]:
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM,
        headless=False,
        args=["--no-sandbox", "--ozone-platform=x11", "--window-size=1000,800"],
        ignore_default_args=["--disable-back-forward-cache"],
        env={"DISPLAY": display},
    )
    yield browser.new_page()
    browser.close()


def test_five_fast_presses_still_leave_for_a_slow_neutral_site(
    headed_page: Page, display: str, site: PublicSite, neutral_site: NeutralSite
) -> None:
    neutral_site.waits = 4.0
    headed_page.goto(f"{site.address}/feedback/")
    headed_page.locator("textarea").click()

    for _ in range(5):
        _press_real_key(display, "Escape")
        headed_page.wait_for_timeout(60)

    _has_left(headed_page)
    assert headed_page.url == neutral_site.address


def _press_real_key(display: str, key: str) -> None:
    subprocess.run(["xdotool", "key", key], env={"DISPLAY": display}, check=True, timeout=10)


def _read_three_pages(page: Page, site: PublicSite) -> None:
    page.goto(f"{site.address}/help/")
    page.goto(f"{site.address}/before-you-start/")
    page.goto(f"{site.address}/using-this-site/")


def test_back_once_and_twice_after_leaving_never_shows_us(
    page: Page, site: PublicSite, neutral_site: NeutralSite
) -> None:
    _read_three_pages(page, site)
    page.keyboard.press("Escape")
    _has_left(page)
    _comes_true(page, lambda: _is_guarded(page, site))

    for _ in range(2):
        page.go_back()
        page.wait_for_timeout(300)

        assert page.url.startswith(f"http://localhost:{neutral_site.port}/")


def _back_at_once(page: Page) -> None:
    """Press Back; while the browser swaps processes for the new site, its tools answer nobody."""
    for _ in range(20):
        try:
            page.go_back(wait_until="commit")
        except Error as error:
            if "Not attached" not in error.message:
                raise
            page.wait_for_timeout(20)
        else:
            return


def test_back_pressed_the_moment_after_leaving_never_shows_us(
    page: Page, site: PublicSite, neutral_site: NeutralSite
) -> None:
    _read_three_pages(page, site)
    page.keyboard.press("Escape")
    page.wait_for_url(neutral_site.address, wait_until="commit")
    _comes_true(page, lambda: _is_guarded(page, site))

    _back_at_once(page)
    page.wait_for_timeout(500)

    assert page.url.startswith(f"http://localhost:{neutral_site.port}/")


def test_only_the_guard_is_left_behind(
    page: Page, site: PublicSite, neutral_site: NeutralSite
) -> None:
    key = "k" * 32
    site.sql(
        "INSERT OR REPLACE INTO django_session VALUES (?, ?, ?)", key, "e30", "2099-01-01 00:00:00"
    )
    page.context.add_cookies([{"name": "public_session", "value": key, "url": site.address}])
    page.goto(f"{site.address}/help/")
    page.get_by_role("button", name="Accept").click()
    page.evaluate("localStorage.setItem('a', 'b'); sessionStorage.setItem('a', 'b')")

    page.keyboard.press("Escape")
    _has_left(page)

    _comes_true(page, lambda: _is_guarded(page, site))
    (guard,) = page.context.cookies(site.address)
    assert guard["httpOnly"]
    assert site.sql("SELECT * FROM django_session WHERE session_key = ?", key) == []
    page.context.clear_cookies()
    page.goto(f"{site.address}/help/")
    _comes_true(page, lambda: page.evaluate("localStorage.length") == 0)


def test_leaving_in_one_tab_empties_the_other(
    page: Page, site: PublicSite, neutral_site: NeutralSite
) -> None:
    other = page.context.new_page()
    other.goto(f"{site.address}/help/")
    page.goto(f"{site.address}/before-you-start/")

    page.bring_to_front()
    page.keyboard.press("Escape")

    _has_left(page)
    _has_left(other)


def test_without_script_the_button_is_a_link_and_typed_text_is_gone_after_back(
    page_without_script: Page, site: PublicSite, neutral_site: NeutralSite
) -> None:
    page = page_without_script
    page.goto(f"{site.address}/feedback/")
    page.locator("textarea").fill("something private")

    page.get_by_role("link", name="Leave this site").click()
    _has_left(page)
    page.go_back()
    page.wait_for_timeout(300)
    assert page.url.startswith(f"http://localhost:{neutral_site.port}/")

    page.context.clear_cookies()
    page.goto(f"{site.address}/feedback/")
    assert page.locator("textarea").input_value() == ""


def test_the_neutral_site_learns_no_referrer(
    page: Page, page_without_script: Page, site: PublicSite, neutral_site: NeutralSite
) -> None:
    page.goto(f"{site.address}/help/")
    page.keyboard.press("Escape")
    _has_left(page)
    page_without_script.goto(f"{site.address}/help/")
    page_without_script.get_by_role("link", name="Leave this site").click()
    _has_left(page_without_script)

    asked = [request for request in neutral_site.requests if request["path"] == "/weather"]
    assert len(asked) == 2
    assert [request.get("referer") for request in asked] == [None, None]


def test_a_page_from_the_back_forward_cache_hides_itself_and_loads_again(
    page: Page, site: PublicSite
) -> None:
    page.goto(f"{site.address}/help/")
    page.evaluate("window.isTheOldPage = true")

    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")

    assert page.evaluate("window.isTheOldPage") is None


def test_coming_back_works_once_the_guard_has_run_out(
    browser: Browser,
    browser_context_args: dict[str, Any],
    site: PublicSite,
    neutral_site: NeutralSite,
) -> None:
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    page.goto(f"{site.address}/leave/")
    page.goto(f"{site.address}/help/")
    assert page.url == neutral_site.address

    # As after thirty seconds: the cookie's own age is checked where it is set.
    context.clear_cookies()
    page.goto(f"{site.address}/help/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()
