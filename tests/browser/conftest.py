"""Both sites as real processes, a neutral site to land on, and Debian's own Chromium."""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.sites import CHROMIUM, NeutralSite, PublicSite, public_site


@pytest.fixture(scope="session")
def neutral_site_server() -> Iterator[NeutralSite]:
    site = NeutralSite(port=0)

    class Weather(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.requests.append(
                {"path": self.path} | {k.lower(): v for k, v in self.headers.items()}
            )
            time.sleep(site.waits)
            page = b"<!doctype html><title>Weather</title><h1>Weather</h1><p>Dry and bright.</p>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            try:
                self.wfile.write(page)
            except ConnectionError:
                return  # the browser gave up waiting; a test of that looks at the browser

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Weather)
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def neutral_site(neutral_site_server: NeutralSite) -> NeutralSite:
    neutral_site_server.waits = 0.0
    neutral_site_server.requests.clear()
    return neutral_site_server


@pytest.fixture(scope="session")
def site(
    neutral_site_server: NeutralSite, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PublicSite]:
    """The public site of this session."""
    with public_site(tmp_path_factory.mktemp("public"), neutral_site_server.address) as running:
        yield running


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"{CHROMIUM} is not installed on this machine")
    return {
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox"],
        # The real back/forward cache must be there for the tests that it must not show us.
        "ignore_default_args": ["--disable-back-forward-cache"],
    }


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"viewport": {"width": 360, "height": 640}, "locale": "en-GB"}


@pytest.fixture(scope="module")
def reader(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """One page for tests that only read: nothing they do outlasts the next visit."""
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


@pytest.fixture
def page_without_script(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A virtual screen, for tests that press real keys."""
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        pytest.skip("Xvfb and xdotool are not installed on this machine")
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1280x900x24",
        "-nolisten",
        "tcp",
    ]
    process = subprocess.Popen(
        command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield f":{number}"
    process.terminate()
    process.wait(10)
