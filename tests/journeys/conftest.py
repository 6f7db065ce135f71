"""The staff site as a real process with the demonstration's people, and a browser each."""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect
from pytest_django import Settings

from breakwater.site.demonstration_people import ACCOUNTS, Account
from tests.journeys.reporting import Reporting, reporting
from tests.running import COMMAND, REPOSITORY, free_port, running, wait_until_it_answers

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(autouse=True)
def _patient() -> Iterator[None]:
    """Opening keys takes seconds on a busy machine, and nothing here is about speed."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def tries_before(request: pytest.FixtureRequest) -> int:
    """How many tries of this test failed before this one: what they spent on a site is spent."""
    return int(getattr(request.node, "execution_count", 1)) - 1


@dataclass
class StaffSite:
    """A running staff site; ``printed`` is what it sent to its console, e-mails too."""

    port: int
    data: Path
    printed: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        # Passkeys work on localhost, not on an IP address.
        return f"http://localhost:{self.port}"

    def link_sent_to(self, email: str) -> str:
        """The link in the newest e-mail to ``email``, once it is there."""
        give_up_at = time.monotonic() + 10
        pattern = re.compile(rf"To: {re.escape(email)}\n.*?(http\S+/join/\S+)", re.DOTALL)
        while not (found := pattern.findall("".join(self.printed))):
            assert time.monotonic() < give_up_at, f"nothing was sent to {email}"
            time.sleep(0.05)
        return str(found[-1])


@pytest.fixture(scope="session")
def demonstration_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's data as it is made; nobody works on it, all on copies."""
    made = tmp_path_factory.mktemp("demonstration") / "data"
    environment = {
        "BREAKWATER_DATA": str(made),
        "BREAKWATER_DEMONSTRATION": "1",
        "DJANGO_SETTINGS_MODULE": "breakwater.site.settings",
    }
    subprocess.run(
        [*COMMAND, "demonstration"],
        cwd=REPOSITORY,
        env=os.environ | environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return made


@pytest.fixture(scope="module")
def staff_site(
    demonstration_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[StaffSite]:
    """Served as ``make run`` serves it; whom one module invites, another never meets."""
    site = StaffSite(free_port(), tmp_path_factory.mktemp("staff") / "data")
    shutil.copytree(demonstration_data, site.data, ignore=shutil.ignore_patterns("*.socket*"))
    _codes_used.clear()
    environment = {
        "BREAKWATER_SITE": "staff",
        "BREAKWATER_DATA": str(site.data),
        "BREAKWATER_DEMONSTRATION": "1",
        "BREAKWATER_STAFF_ADDRESS": site.address,
        "DJANGO_SETTINGS_MODULE": "breakwater.site.settings",
    }
    command = [
        Path(sys.executable).with_name("granian"),
        "breakwater.site.wsgi:application",
        *("--interface", "wsgi", "--no-ws", "--log-level", "error", "--host", "127.0.0.1"),
        *("--port", site.port, "--workers", 1, "--blocking-threads", 4),
    ]
    with running(*command, environment=environment) as process:
        assert process.stdout
        listening = threading.Thread(target=_listen, args=(process.stdout, site.printed))
        listening.daemon = True
        listening.start()
        wait_until_it_answers(f"{site.address}/sign-in/help/")
        yield site


def _listen(lines: Iterator[str], into: list[str]) -> None:
    try:
        into.extend(iter(lines))
    except ValueError:
        return  # closed with the process


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"{CHROMIUM} is not installed on this machine")
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture
def account(settings: Settings) -> Callable[[str], Account]:
    """Somebody of the demonstration, with their password and app."""
    settings.DEMONSTRATION = True
    by_name = {account.name.split()[0]: account for account in ACCOUNTS}
    return by_name.__getitem__


Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, staff_site: StaffSite) -> Iterator[Open]:
    """A browser of its own for each person; what it is given goes to the browser context."""
    contexts = []

    def open_one(**options: Any) -> Page:
        context = browser.new_context(
            **({"viewport": {"width": 1280, "height": 800}, "locale": "en-GB"} | options),
            base_url=staff_site.address,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_one
    for context in contexts:
        context.close()


_codes_used: dict[str, str] = {}


def fresh_code(page: Page, account: Account) -> str:
    """A code serves once: whoever signed in a moment ago waits for the next."""
    while account.code() == _codes_used.get(account.email):
        page.wait_for_timeout(500)
    _codes_used[account.email] = account.code()
    return _codes_used[account.email]


def sign_in(page: Page, account: Account) -> None:
    """By password and the code of the app."""
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(account.email)
    page.get_by_label("Password").fill(account.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(fresh_code(page, account))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text(f"You are signed in as {account.name}").wait_for()


def with_authenticator(page: Page) -> CDPSession:
    """Give the browser a virtual authenticator that keeps passkeys and says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return devtools


@pytest.fixture(scope="session")
def sites() -> Iterator[Reporting]:
    """Both sites, with two organisations that can be written to."""
    with reporting() as running:
        yield running


@pytest.fixture
def phone(browser: Browser) -> Iterator[Any]:
    """Opens small phones; what it is given goes to the browser context."""
    contexts = []

    def open_one(**options: Any) -> Page:
        size = {"viewport": {"width": 320, "height": 640}, "locale": "en-GB"}
        contexts.append(browser.new_context(**(size | options)))
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()
