"""The public site as a real process, and what the tests and the benchmark ask of it."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Response

from tests.running import (
    COMMAND,
    REPOSITORY,
    free_port,
    running,
    running_gate,
    wait_until_it_answers,
)

CHROMIUM = "/usr/bin/chromium"


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


@contextmanager
def public_site(data: Path, neutral_site: str) -> Iterator[PublicSite]:
    """The public site with the demonstration data in ``data``, served as ``make run`` serves it."""
    port = free_port()
    environment = {
        "BREAKWATER_SITE": "public",
        "BREAKWATER_DATA": str(data),
        "BREAKWATER_DEMONSTRATION": "1",
        "BREAKWATER_NEUTRAL_SITE": neutral_site,
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
    # Without the gate nobody can be written to.
    with running_gate(data), running(*command, environment=environment):
        wait_until_it_answers(f"http://127.0.0.1:{port}/robots.txt")
        yield PublicSite(port, data)


def answers_of_a_cold_visit(page: Page, address: str) -> list[Response]:
    """Every answer that opening ``address`` costs."""
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(address, wait_until="load")
    page.wait_for_timeout(50)
    page.remove_listener("response", note)
    return [answer for answer in answers if answer.url.startswith("http")]


def bytes_on_the_wire(answers: list[Response]) -> int:
    """Headers and compressed bodies together."""
    total = 0
    for answer in answers:
        sizes = answer.request.sizes()
        total += sizes["responseBodySize"] + sizes["responseHeadersSize"]
    return total


def slow_first_paint(browser: Browser, address: str) -> float:
    """Milliseconds to the first paint of words on a first visit at 50 kbit/s and 400 ms."""
    context = browser.new_context()
    page = context.new_page()
    throttled = context.new_cdp_session(page)
    throttled.send("Network.enable")
    slow = {"offline": False, "latency": 400}
    line = {"downloadThroughput": 50_000 / 8, "uploadThroughput": 50_000 / 8}
    throttled.send("Network.emulateNetworkConditions", {**slow, **line})
    page.goto(address)
    paints = "performance.getEntriesByName('first-contentful-paint')"
    # Everything may have arrived before a busy machine has painted.
    page.wait_for_function(f"{paints}.length")
    painted = page.evaluate(f"{paints}[0].startTime")
    context.close()
    return float(painted)
