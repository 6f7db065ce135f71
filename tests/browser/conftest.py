"""Both sites as real processes, a neutral site to land on, and Debian's own Chromium."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.running import COMMAND, REPOSITORY, free_port, running

CHROMIUM = "/usr/bin/chromium"
_READY_WITHIN = 30.0


@dataclass
class NeutralSite:
    """Where leaving leads in the tests; another site than ours, as cookies and referrers see it."""

    port: int
    waits: float = 0.0
    requests: list[dict[str, str]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}/weather"


@dataclass(frozen=True)
class PublicSite:
    """A running public site and the folder where it keeps its data."""

    port: int
    data: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def sql(self, statement: str, *values: object) -> list[Any]:
        """Look into, or change, its database from outside."""
        with sqlite3.connect(self.data / "breakwater.sqlite3", timeout=10) as connection:
            return connection.execute(statement, values).fetchall()


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
    """The public site with the demonstration data, served as ``make run`` serves it."""
    port = free_port()
    data = tmp_path_factory.mktemp("public")
    environment = {
        "BREAKWATER_SITE": "public",
        "BREAKWATER_DATA": str(data),
        "BREAKWATER_DEMONSTRATION": "1",
        "BREAKWATER_NEUTRAL_SITE": neutral_site_server.address,
        "DJANGO_SETTINGS_MODULE": "breakwater.site.settings",
    }
    subprocess.run(
        [*COMMAND, "demonstration"],
        cwd=REPOSITORY,
        env=os.environ | environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    granian = Path(sys.executable).with_name("granian")
    command = [granian, "breakwater.site.wsgi:application", "--interface", "wsgi", "--no-ws"]
    command += ["--host", "127.0.0.1", "--port", port, "--workers", 1, "--blocking-threads", 4]
    command += ["--log-level", "error"]
    with running(*command, environment=environment):
        _wait_until_it_answers(f"http://127.0.0.1:{port}/robots.txt")
        yield PublicSite(port, data)


def _wait_until_it_answers(address: str) -> None:
    give_up_at = time.monotonic() + _READY_WITHIN
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.URLError:
            assert time.monotonic() < give_up_at, "the public site did not answer in time"
            time.sleep(0.1)
        else:
            return


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
