"""What holds for every staff page: axe, phone width, nothing from elsewhere, no script errors."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, expect

from breakwater.site import addresses
from breakwater.site.demonstration_people import Account
from tests.journeys.conftest import Open, StaffSite, fresh_code, sign_in

pytestmark = pytest.mark.browser

PLAIN = [
    found
    for found in addresses.of("staff")
    if "<" not in found.address
    # The API answers programs.
    and not found.address.startswith("api/")
    # Pages that only take posts, or lead elsewhere at once.
    and found.address
    not in {
        "sign-in/code/",
        "sign-in/passkey/",
        "notifications/read/",
        "notifications/email/",
        "account/sessions/end-others/",
    }
]
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Watched:
    """A page that remembers what should not have happened on it."""

    def __init__(self, page: Page, site: StaffSite) -> None:
        self.page, self.site = page, site
        self.wrong: list[str] = []
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.wrong.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.site.address, "data:")):
            self.wrong.append(f"request: {request.url}")

    def check(self, where: str) -> None:
        """What axe finds, and whether a phone must scroll sideways."""
        found = Axe().run(self.page, options=_RULES)
        for violation in found.response["violations"]:
            nodes = [node["html"][:160] for node in violation["nodes"]]
            self.wrong.append(f"{where}: {violation['id']}: {nodes}")
        self.page.set_viewport_size({"width": 320, "height": 640})
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            self.wrong.append(f"{where}: {width} wide on a phone")
        self.page.set_viewport_size({"width": 1280, "height": 800})


def test_every_page_is_accessible_and_fits_a_phone(
    opened: Open, account: Callable[[str], Account], staff_site: StaffSite
) -> None:
    page = opened()
    watched = Watched(page, staff_site)
    for address in ("/sign-in/", "/sign-in/help/", "/join/"):
        page.goto(address)
        watched.check(address)
    page.goto("/sign-in/")
    bea = account("Bea")
    page.get_by_label("E-mail address").fill(bea.email)
    page.get_by_label("Password").fill(bea.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").wait_for()
    watched.check("/sign-in/code/")
    page.get_by_label("Code").fill(fresh_code(page, bea))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text(f"You are signed in as {bea.name}").wait_for()

    for found in PLAIN:
        page.goto(f"/{found.address}")
        watched.check(found.address)
    for start, links in (
        ("/people/", 'main a[href^="/people/"]'),
        ("/organisations/", 'main a[href^="/organisations/proposals/"]'),
        ("/agreements/", 'main a[href^="/agreements/"]'),
    ):
        page.goto(start)
        one = page.locator(links).last.get_attribute("href")
        assert one
        page.goto(one)
        watched.check(one)
        more = [link.get_attribute("href") for link in page.locator(f'main a[href^="{one}"]').all()]
        for address in filter(None, more):
            page.goto(address)
            watched.check(address)

    assert "\n".join(watched.wrong) == ""


def test_errors_are_shown_accessibly(opened: Open, staff_site: StaffSite) -> None:
    page = opened()
    watched = Watched(page, staff_site)
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page).to_have_title(re.compile("^Error: "))
    watched.check("sign-in with errors")
    assert "\n".join(watched.wrong) == ""


def test_nothing_of_the_staff_site_is_kept_by_the_browser(
    opened: Open, account: Callable[[str], Account]
) -> None:
    page = opened()
    sign_in(page, account("Ben"))

    for address in ("/", "/people/", "/account/"):
        answer = page.goto(address)
        assert answer
        assert "no-store" in answer.headers["cache-control"]
        assert "unsafe" not in answer.headers["content-security-policy"]
