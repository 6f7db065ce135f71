"""A caseworker's day with a case, in a real browser, with the gate beside the staff site."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.staff_site import House, Houses, StaffSite, staff_site

pytestmark = pytest.mark.browser

HOUSES: Houses = {"Fern": (), "Elm": (), "Oak": ()}
WORDS = "He waits outside every evening"
NOTE = "She asked about the refuge in the next county"
_OPEN = """
import django, json, sys
django.setup()
from django.utils import timezone
from breakwater.apps.cases import changes
from breakwater.apps.cases.changes import SealedPiece
from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.organisations.models import Organisation
from breakwater.apps.organisations.recipients import recipient_of
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.cases.content import File, Part, file_content, words_content
from breakwater.sealing.seal import seal
slug, words = sys.argv[1:]
house = Organisation.objects.get(slug=slug)
to = [recipient_of(house)]
said = seal(words_content([Part("What happened", words)], language="en"), recipients=to)
page = File("<b>page</b>.html", "text/html", b"<script>document.title = 'owned'</script>")
file = seal(file_content(page), recipients=to)
case = changes.open_case(
    organisation=house,
    origin=Case.Origin.REPORT,
    pieces=[SealedPiece(Piece.Sort.REPORT, said, 1), SealedPiece(Piece.Sort.FILE, file, 1)],
    kind=Kind.REPORT_RECEIVED,
    by=None,
    at=timezone.now(),
)
print(json.dumps([str(case.pk), case.reference]))
"""


@pytest.fixture(scope="module")
def made() -> Iterator[tuple[StaffSite, dict[str, House]]]:
    """Everyone has a key that was tested."""
    with staff_site(HOUSES) as started:
        yield started


@pytest.fixture
def site(made: tuple[StaffSite, dict[str, House]]) -> StaffSite:
    """The running site."""
    return made[0]


@pytest.fixture
def houses(made: tuple[StaffSite, dict[str, House]]) -> dict[str, House]:
    """The organisations, by name."""
    return made[1]


def opens_a_case(site: StaffSite, house: House, words: str = WORDS) -> tuple[str, str]:
    """Somebody writes to the house: the case's key and reference."""
    # What is told goes to the console too, so the answer is the last line.
    key, reference = json.loads(site.python(_OPEN, house.slug, words).splitlines()[-1])
    return key, reference


def unlock(page: Page, passphrase: str) -> None:
    """Open the case with one's key."""
    page.get_by_label("Passphrase of your key").fill(passphrase)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("button", name="Lock")).to_be_visible(timeout=30_000)


def test_a_caseworker_reads_writes_and_closes_and_a_colleague_reads_it(
    site: StaffSite, houses: dict[str, House], browser: Browser
) -> None:
    fern = houses["Fern"]
    key, reference = opens_a_case(site, fern)
    ann, bob = (site.page_of(fern, name, browser) for name in ("Ann", "Bob"))

    ann.goto(f"{site.address}/cases/")
    ann.get_by_role("link", name=reference).click()
    expect(ann.get_by_text("Sealed.").first).to_be_visible()
    unlock(ann, fern.passphrase("Ann"))
    expect(ann.get_by_text(WORDS)).to_be_visible()

    # Still unlocked after pages that change, because they change within the one document.
    ann.get_by_role("button", name="Take this case").click()
    expect(ann.get_by_text("You look after this case now.")).to_be_visible()
    expect(ann.get_by_text(WORDS)).to_be_visible()
    ann.get_by_text("Write a note").click()
    ann.get_by_label("Note", exact=True).fill(NOTE)
    ann.get_by_role("button", name="Save the note").click()
    expect(ann.get_by_text("Saved, and sealed.")).to_be_visible()
    expect(ann.locator(".piece--note").get_by_text(NOTE)).to_be_visible()
    ann.get_by_label("Search in this case").fill("refuge")
    expect(ann.get_by_text("Found in 1 piece.")).to_be_visible()
    expect(ann.locator(".piece--report")).to_be_hidden()

    bob.goto(f"{site.address}/cases/{key}/")
    unlock(bob, fern.passphrase("Bob"))
    expect(bob.locator(".piece--note").get_by_text(NOTE)).to_be_visible()

    ann.get_by_role("button", name="Give it to somebody else").click()
    ann.get_by_label("Bob Fern").check()
    ann.get_by_role("button", name="Save").click()
    expect(ann.get_by_text("Bob Fern looks after it now.")).to_be_visible()
    ann.get_by_role("button", name="Close", exact=True).click()
    ann.get_by_label("Got the advice asked for").check()
    ann.get_by_role("button", name="Close the case").click()
    expect(ann.get_by_text("The case is closed.")).to_be_visible()
    expect(ann.get_by_text(WORDS)).to_be_visible()

    raw = b"".join(path.read_bytes() for path in site.data.glob("breakwater.sqlite3*"))
    for words in (WORDS, NOTE, "refuge"):
        assert words.encode() not in raw
