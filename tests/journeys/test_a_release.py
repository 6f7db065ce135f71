"""A release from the question at the door to a receipt that stands on its own, in real browsers.

The whole product runs as ``make run`` starts it: both sites, the gate, a witness, the publication.
"""

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyrage
import pytest
from playwright.sync_api import Browser, Page, expect

from breakwater.site.demonstration_people import Account
from tests.journeys.conftest import sign_in, with_authenticator
from tests.running import COMMAND, REPOSITORY, free_port, running, short_folder

pytestmark = pytest.mark.browser
# A machine that does much else takes minutes to write the demonstration.
_READY_WITHIN = 300.0
SECRET = "Nine Canary Row, Saltmarsh"


@pytest.fixture(scope="module")
def product() -> Iterator[tuple[str, Path]]:
    """The staff site's address, and the folder of all data."""
    staff = free_port()
    with short_folder() as folder:
        environment = {"BREAKWATER_DATA": str(folder), "PYTHONUNBUFFERED": "1"}
        addresses = ["--public", f"127.0.0.1:{free_port()}", "--staff", f"localhost:{staff}"]
        with running(*COMMAND, "run", *addresses, environment=environment) as process:
            assert process.stdout
            give_up_at = time.monotonic() + _READY_WITHIN
            while "Stop with Ctrl-C" not in process.stdout.readline():
                assert process.poll() is None
                assert time.monotonic() < give_up_at
            yield f"http://localhost:{staff}", folder


@pytest.fixture
def person(
    product: tuple[str, Path], browser: Browser, account: Callable[[str], Account]
) -> Iterator[Callable[[str], Page]]:
    """Somebody signed in, each in a browser of their own."""
    contexts = []

    def one(name: str) -> Page:
        contexts.append(browser.new_context(base_url=product[0], accept_downloads=True))
        page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        with_authenticator(page)
        sign_in(page, account(name))
        return page

    yield one
    for context in contexts:
        context.close()


def _ask(officer: Page) -> None:
    officer.goto("/check/")
    for answer in ("immigration_enforcement", "protected_person", "other_offence"):
        officer.locator(f"input[value={answer}]").check()
        officer.get_by_role("button", name="Continue").click()
    officer.get_by_role("button", name="Ask a supervisor").click()
    officer.get_by_label("incident number").fill("SM/2026/0999")
    officer.get_by_label("The person is safe").check()
    officer.get_by_label("Which offence?").fill("Invented offence, section 1")
    officer.get_by_label("Where is the evidence?").fill("EX/1")
    officer.get_by_label("Which law lets you share?").fill("Invented Act, section 2")
    officer.get_by_label("What for?").fill("To trace one address")
    officer.get_by_label("Data Protection Act 2018, part 3").check()
    officer.get_by_label("Why is it strictly necessary").fill("Nothing less would do")
    officer.get_by_label("Who would receive it?").select_option(
        label="An invented national command"
    )
    officer.locator("input[name=channel]").first.check()
    officer.locator("input[name=told]").first.check()
    officer.get_by_label("Why?", exact=True).fill("They asked for it")
    officer.locator("[name=value_full_name]").fill(SECRET)
    officer.locator("[name=reason_full_name]").fill("To trace it")
    officer.get_by_role("button", name="Ask", exact=True).click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("Waits")


def test_an_authorised_release_reaches_its_receiver_with_a_receipt_that_holds(
    person: Callable[[str], Page], product: tuple[str, Path], tmp_path: Path
) -> None:
    officer = person("Olive")
    _ask(officer)

    supervisor = person("Sam")
    supervisor.goto("/account/passkeys/add/")
    supervisor.get_by_label("A name for it").fill("My phone")
    supervisor.get_by_role("button", name="Add a passkey").click()
    expect(supervisor.get_by_text("The passkey was added.")).to_be_visible()
    supervisor.goto(officer.url)
    expect(supervisor.get_by_text("To trace one address")).to_be_visible()
    expect(supervisor.get_by_text(SECRET)).to_have_count(0)
    supervisor.get_by_role("button", name="Authorise with your passkey").click()
    expect(supervisor.get_by_role("heading", level=1)).to_contain_text("Authorised")

    officer.reload()
    officer.get_by_role("button", name="Release").click()
    expect(officer.get_by_role("heading", name="Released")).to_be_visible(timeout=60_000)
    with officer.expect_download() as download:
        officer.locator(".govuk-inset-text a").click()
    sealed = Path(download.value.path()).read_bytes()

    _address, folder = product
    identity = (folder / "receiver.key").read_text("ascii").strip()
    opened = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)])
    with zipfile.ZipFile(io.BytesIO(opened)) as package:
        package.extractall(tmp_path)
    assert SECRET in "".join(p.read_text("utf-8") for p in tmp_path.glob("*.json"))
    published = folder / "log/breakwater.example/saltmarsh-constabulary/disclosure-log"
    _accepts_the_receipt(tmp_path, published / "policy")
    assert SECRET.encode() not in b"".join(
        path.read_bytes() for path in folder.glob("breakwater.sqlite3*")
    )


def _accepts_the_receipt(package: Path, policy: Path) -> None:
    """The stand-alone verifier does, under a bare Python, with the policy that was published."""
    verifier = package / "verifier.py"
    subprocess.run([*COMMAND, "verify", "--write-standalone", verifier], cwd=REPOSITORY, check=True)
    said = subprocess.run(
        [
            *(sys.executable, "-I", verifier, "receipt.tlog-proof"),
            *("--record", "record.json", "--policy", policy),
        ],
        cwd=package,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout
