"""What every answer of the public site says about itself, asked of the running site."""

import re
import urllib.error
import urllib.request
from http.client import HTTPResponse
from typing import Any

import pytest

from breakwater.site.safe_pages.languages import LANGUAGES
from tests.browser.public_pages import EVERY_ADDRESS, PAGES, RECORD_PAGES
from tests.browser.sites import PublicSite

pytestmark = pytest.mark.browser


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def _get(address: str, **headers: str) -> HTTPResponse | urllib.error.HTTPError:
    try:
        found: HTTPResponse = urllib.request.build_opener(_Stay).open(
            urllib.request.Request(address, headers=headers), timeout=20
        )
    except urllib.error.HTTPError as answer:
        return answer
    return found


def test_every_address_with_a_part_to_fill_in_has_an_example() -> None:
    assert [path for path in EVERY_ADDRESS if "<" in path] == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there(site: PublicSite, path: str) -> None:
    with _get(site.address + path) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("path", [*EVERY_ADDRESS, "/no-such-page/", "/fa-AF/help/", "/help"])
def test_every_answer_keeps_nothing_and_runs_nothing_foreign(site: PublicSite, path: str) -> None:
    with _get(site.address + path) as answer:
        headers = answer.headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    policy = headers["Content-Security-Policy"]
    assert "unsafe-" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy


@pytest.mark.parametrize("path", [*PAGES, "/no-such-page/"])
def test_a_page_that_is_read_sets_no_cookie_and_is_compressed(site: PublicSite, path: str) -> None:
    with _get(site.address + path, **{"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Set-Cookie"] is None
        assert answer.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("path", PAGES)
def test_a_browser_that_takes_no_compression_gets_the_whole_page(
    site: PublicSite, path: str
) -> None:
    with _get(site.address + path) as answer:
        assert answer.read().rstrip().endswith(b"</html>")


@pytest.mark.parametrize("path", PAGES)
def test_what_search_engines_may_list_is_the_public_record_alone(
    site: PublicSite, path: str
) -> None:
    with _get(site.address + path) as answer:
        html = answer.read().decode()

    robots = re.search(r'<meta name="robots" content="([^"]+)"', html)
    assert robots is not None
    assert robots[1] == ("index, follow" if path in RECORD_PAGES else "noindex, nofollow")


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_language_answers_under_its_own_path(site: PublicSite, language: Any) -> None:
    with _get(f"{site.address}/{language.prefix}help/") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Language"] == language.code
