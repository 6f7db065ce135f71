"""What holds for every public page, in a left-to-right and a right-to-left language."""

import shutil
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request

from breakwater.site.safe_pages.languages import BY_CODE, LANGUAGES
from tests.browser.public_pages import NEUTRAL_PAGES, PAGES
from tests.browser.sites import PublicSite

pytestmark = pytest.mark.browser

# One left-to-right and one right-to-left language; both must have a catalogue.
IN_BOTH = [(code, path) for code in ("en-gb", "ar") for path in [*PAGES, "/no-such-page/"]]
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# WCAG 2.2, 1.4.12.
_SPACED = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
_SPACED += "p{margin-bottom:2em!important}"


def _in(code: str, path: str) -> str:
    return f"/{BY_CODE[code].prefix}{path.removeprefix('/')}"


@pytest.mark.parametrize(("code", "path"), IN_BOTH)
def test_axe_finds_nothing(reader: Page, site: PublicSite, code: str, path: str) -> None:
    reader.goto(site.address + _in(code, path))

    found = Axe().run(reader, options=_RULES)

    assert [
        (one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]
    ] == []


@pytest.mark.parametrize(("code", "path"), IN_BOTH)
def test_nothing_scrolls_sideways_on_the_smallest_screen_with_spaced_text(
    reader: Page, site: PublicSite, code: str, path: str
) -> None:
    reader.set_viewport_size({"width": 320, "height": 640})
    reader.goto(site.address + _in(code, path))
    # A style sheet made by script is not inline style, so that the policy stays as it is.
    reader.evaluate(
        """(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
            document.adoptedStyleSheets = [sheet]; }""",
        _SPACED,
    )

    assert reader.evaluate("document.documentElement.scrollWidth") == 320
    html = reader.locator("html")
    assert html.get_attribute("lang") == code
    assert html.get_attribute("dir") == BY_CODE[code].direction


@pytest.mark.parametrize("path", [*PAGES, "/no-such-page/"])
def test_nothing_comes_from_elsewhere(page: Page, site: PublicSite, path: str) -> None:
    asked: list[Request] = []
    complaints: list[str] = []
    page.on("request", lambda one: asked.append(one))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(site.address + path)
    page.wait_for_timeout(50)

    ours = (f"{site.address}/", "data:image/svg+xml,")
    assert [one.url for one in asked if not one.url.startswith(ours)] == []
    assert [text for text in complaints if "status of 404" not in text] == []


@pytest.mark.parametrize("path", NEUTRAL_PAGES)
def test_the_title_the_address_and_the_icon_tell_nothing(
    reader: Page, site: PublicSite, path: str
) -> None:
    reader.goto(site.address + path)

    icon = reader.locator("link[rel=icon]").get_attribute("href") or ""
    seen = f"{reader.title()} {path} {icon}".lower()
    telling = ("abuse", "violence", "police", "victim", "immigration", "crime", "refuge")
    assert [word for word in telling if word in seen] == []


def test_the_picker_leads_to_the_same_page_in_every_language(
    reader: Page, site: PublicSite
) -> None:
    reader.goto(f"{site.address}/help/")
    reader.locator(".languages__summary").click()

    links = reader.locator(".languages__list a")
    named = [(one.get_attribute("lang"), one.inner_text()) for one in links.all()]
    assert named == [(language.code, language.own_name) for language in LANGUAGES]
    for language in LANGUAGES:
        answer = reader.request.get(f"{site.address}/{language.prefix}help/")
        assert answer.status == 200


def test_the_nu_validator_finds_no_error(reader: Page, site: PublicSite, tmp_path: Path) -> None:
    jar = _validator()
    for number, (code, path) in enumerate(IN_BOTH):
        html = reader.request.get(site.address + _in(code, path)).text()
        (tmp_path / f"{number:03}.html").write_text(html, "utf-8")

    told = subprocess.run(
        ["java", "-Xss8m", "-jar", str(jar), "--errors-only", "--stdout", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert told.stdout == ""
    assert told.returncode == 0


def _validator() -> Path:
    """``vnu.jar`` where npm put it; it is fetched by whoever wants this test, never by the test."""
    if not shutil.which("java"):
        pytest.skip("java is not installed on this machine")
    for place in _PLACES:
        if place.exists():
            return place
    pytest.skip("the Nu validator is not here; tools/nu-validator fetches it")


_PLACES = [
    Path(__file__).resolve().parents[2] / "var/node_modules/vnu-jar/build/dist/vnu.jar",
]
