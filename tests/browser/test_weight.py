"""What a page costs on a slow phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Response

from breakwater.site import look
from tests.browser.conftest import PublicSite
from tests.browser.public_pages import PAGES

pytestmark = pytest.mark.browser

ENTRY_PAGES = ["/", "/help/", "/ar/help/"]


def _arrived(page: Page, address: str) -> list[Response]:
    """Every answer that a cold visit costs."""
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(address, wait_until="load")
    page.wait_for_timeout(50)
    page.remove_listener("response", note)
    return [answer for answer in answers if answer.url.startswith("http")]


def _weight(answers: list[Response]) -> int:
    total = 0
    for answer in answers:
        sizes = answer.request.sizes()
        total += sizes["responseBodySize"] + sizes["responseHeadersSize"]
    return total


@pytest.mark.parametrize("path", ENTRY_PAGES)
def test_an_entry_page_costs_at_most_14_kb_and_three_requests(
    reader: Page, site: PublicSite, path: str
) -> None:
    answers = _arrived(reader, site.address + path)

    assert len(answers) <= 3
    assert _weight(answers) <= 14_000


@pytest.mark.parametrize("path", PAGES)
def test_every_page_costs_at_most_30_kb(reader: Page, site: PublicSite, path: str) -> None:
    assert _weight(_arrived(reader, site.address + path)) <= 30_000


def test_an_entry_page_is_painted_within_a_second_and_a_half_on_a_slow_line(
    page: Page, site: PublicSite
) -> None:
    throttled = page.context.new_cdp_session(page)
    throttled.send("Network.enable")
    slow = {"offline": False, "latency": 400}
    line = {"downloadThroughput": 50_000 / 8, "uploadThroughput": 50_000 / 8}
    throttled.send("Network.emulateNetworkConditions", {**slow, **line})

    page.goto(f"{site.address}/help/")

    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert painted < 1_500


def test_nothing_of_the_public_service_brand_is_left_in_our_stylesheets() -> None:
    site = Path(look.__file__).parents[1]
    sheets = sorted([*site.glob("look/*.css"), *site.glob("static/*.css")])
    assert len(sheets) == 4
    for sheet in sheets:
        css = sheet.read_text("utf-8").lower()
        brand = ("crown", "gds transport", "gov.uk", "@font-face", "url(")
        assert [word for word in brand if word in css] == [], sheet.name


def test_what_is_inlined_cannot_close_its_element() -> None:
    for code in (look.stylesheet("ltr", _ALL), look.stylesheet("rtl", _ALL), look.LEAVE_SCRIPT):
        assert "</" not in code


def test_a_page_carries_the_parts_of_the_stylesheet_that_it_uses_and_no_other() -> None:
    css = look.stylesheet("ltr", '<p class="govuk-body"><strong class="govuk-tag">')

    assert ".govuk-tag" in css
    assert ".exit-bar" in css
    assert ".govuk-table" not in css


# A page that uses everything: the whole sheet is one string of class names.
_ALL = (Path(look.__file__).parent / "public.css").read_text("utf-8")
