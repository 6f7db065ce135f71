"""Public pages on a slow phone: bytes on the wire, and when the first words are painted."""

import gzip
import re
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench import Table
from breakwater.site import look
from breakwater.site.command_line.django_setup import start_django
from tests.browser.sites import (
    CHROMIUM,
    PublicSite,
    answers_of_a_cold_visit,
    bytes_on_the_wire,
    public_site,
    slow_first_paint,
)
from tests.running import REPOSITORY, short_folder

ENTRY_PAGES = ("/", "/help/", "/ar/help/")
ENTRY_BOUND, PAGE_BOUND, PAINT_BOUND = 14_000, 30_000, 1_500


def table() -> Table:
    """Bytes (headers and compressed bodies) of cold visits in Chromium, and first paints."""
    with (
        short_folder(REPOSITORY / "var" / "bench") as folder,
        public_site(folder, "https://neutral.example/") as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            return [*_entry_pages(browser, site), *_every_page(browser, site), *_without(site)]
        finally:
            browser.close()


def _entry_pages(browser: Browser, site: PublicSite) -> Table:
    rows: Table = []
    for path in ENTRY_PAGES:
        page = _phone(browser)
        answers = answers_of_a_cold_visit(page, site.address + path)
        weight = bytes_on_the_wire(answers)
        note = f"{len(answers)} request of at most 3; bound {ENTRY_BOUND:,} bytes"
        rows.append((f"entry page {path}, cold", f"{weight:,} bytes", note))
        painted = slow_first_paint(browser, site.address + path)
        rows.append(
            (
                f"entry page {path}, first paint at 50 kbit/s and 400 ms",
                f"{painted:,.0f} ms",
                f"bound {PAINT_BOUND:,} ms",
            )
        )
    return rows


def _every_page(browser: Browser, site: PublicSite) -> Table:
    start_django(tables=False)
    from tests.browser.public_pages import PAGES

    page = _phone(browser)
    return [
        (
            f"page {path}",
            f"{bytes_on_the_wire(answers_of_a_cold_visit(page, site.address + path)):,} bytes",
            f"bound {PAGE_BOUND:,} bytes",
        )
        for path in PAGES
    ]


def _without(site: PublicSite) -> Table:
    """The rivals: the same page without compression, and with the whole stylesheet in it."""
    with urllib.request.urlopen(f"{site.address}/help/", timeout=20) as answer:
        html = answer.read()
    whole = (Path(look.__file__).parent / "public.css").read_bytes()
    with_whole = re.sub(
        rb"<style>.*?</style>", lambda _: b"<style>" + whole + b"</style>", html, flags=re.DOTALL
    )
    return [
        ("rival: /help/ without compression", f"{len(html):,} bytes", "body alone"),
        (
            "rival: /help/ with the whole stylesheet, compressed",
            f"{len(gzip.compress(with_whole)):,} bytes",
            f"body alone; ours {len(gzip.compress(html)):,}",
        ),
    ]


def _phone(browser: Browser) -> Page:
    return browser.new_context(viewport={"width": 360, "height": 640}).new_page()
