"""A caseworker's day with a case, in a real browser, with the gate beside the staff site."""

import json
from base64 import b64decode
from collections.abc import Iterator

import pyrage
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.staff_site import House, Houses, StaffSite, staff_site

pytestmark = pytest.mark.browser

HOUSES: Houses = {"Fern": (), "Elm": (), "Oak": ()}
WORDS = "He waits outside every evening"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A picture of one point.
_DOT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGA"
    "hKmMIQAAAABJRU5ErkJggg=="
)
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
    expect(page.get_by_role("button", name="Lock")).to_be_visible()


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


def test_a_plan_is_made_kept_for_next_time_and_made_into_a_document(
    site: StaffSite, houses: dict[str, House], browser: Browser
) -> None:
    elm = houses["Elm"]
    key, _ = opens_a_case(site, elm)
    ann = site.page_of(elm, "Ann", browser)

    ann.goto(f"{site.address}/cases/{key}/")
    unlock(ann, elm.passphrase("Ann"))
    ann.get_by_role("link", name="Risk assessment").click()
    ann.get_by_role("group", name="Is it getting worse?").get_by_label("Yes").check()
    ann.get_by_label("What are they most afraid of?").fill("<b>the stairs</b> at night")
    ann.get_by_role("button", name="Save, sealed").click()
    expect(ann.locator(".piece--risk_assessment")).to_contain_text("<b>the stairs</b> at night")

    ann.get_by_role("link", name="Risk assessment").click()
    expect(ann.get_by_text("This begins with what was written on")).to_be_visible()
    worse = ann.get_by_role("group", name="Is it getting worse?")
    expect(worse.get_by_label("Yes")).to_be_checked()
    expect(ann.get_by_label("What are they most afraid of?")).to_have_value(
        "<b>the stairs</b> at night"
    )
    ann.locator(".govuk-back-link").click()

    ann.get_by_role("link", name="Document for a MARAC").click()
    ann.get_by_label("Risk assessment").check()
    ann.get_by_label("Safety plan").check()
    ann.get_by_label("Why the risk is high, and why now").fill("He has a key again")
    ann.get_by_role("button", name="Make the document").click()
    paper = ann.locator("#paper")
    expect(paper).to_contain_text("He has a key again")
    expect(paper).to_contain_text("<b>the stairs</b> at night")
    expect(paper).to_contain_text("Safety plan: none was written.")
    with ann.expect_download() as saving:
        ann.get_by_role("button", name="Save as a file").click()
    saved = saving.value.path().read_text(encoding="utf-8")
    assert "&lt;b&gt;the stairs&lt;/b&gt;" in saved
    assert "<b>" not in saved
    noted = site.sql("SELECT act, because, recipient FROM audit_log_access ORDER BY id DESC")[0]
    assert noted == ("disclosure", "marac-document", "marac")
    raw = b"".join(path.read_bytes() for path in site.data.glob("breakwater.sqlite3*"))
    assert b"the stairs" not in raw
    assert b"He has a key again" not in raw


def test_a_copy_for_the_person_has_the_words_about_others_taken_out(
    site: StaffSite, houses: dict[str, House], browser: Browser
) -> None:
    elm = houses["Elm"]
    key, _ = opens_a_case(site, elm, "My brother Tariq knows everything about it")
    ann = site.page_of(elm, "Ann", browser)

    ann.goto(f"{site.address}/cases/{key}/copy/")
    unlock(ann, elm.passphrase("Ann"))
    words = ann.locator("#paper").get_by_text("My brother Tariq")
    expect(words).to_be_visible()
    words.evaluate(
        """place => {
            const range = document.createRange();
            range.setStart(place.firstChild, 3);
            range.setEnd(place.firstChild, 16);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    ann.get_by_role("button", name="Take out the selected words").click()
    expect(ann.locator("#paper")).to_contain_text("My [taken out] knows everything about it")
    ann.get_by_role("button", name="It is ready").click()
    expect(ann.get_by_text("have a colleague read it")).to_be_visible()
    ann.get_by_label("I have read all of it").check()
    ann.get_by_role("button", name="It is ready").click()
    with ann.expect_download() as saving:
        ann.get_by_role("button", name="Save as a file").click()

    saved = saving.value.path().read_text(encoding="utf-8")
    assert "knows everything about it" in saved
    assert "Tariq" not in saved
    noted = site.sql("SELECT because, recipient FROM audit_log_access ORDER BY id DESC")[0]
    assert noted == ("subject-access", "the-person")


def test_a_file_is_saved_as_it_is_and_never_run(
    site: StaffSite, houses: dict[str, House], browser: Browser
) -> None:
    elm = houses["Elm"]
    key, reference = opens_a_case(site, elm)
    ann = site.page_of(elm, "Ann", browser)

    ann.goto(f"{site.address}/cases/{key}/")
    unlock(ann, elm.passphrase("Ann"))
    ann.get_by_role("button", name="Open the file").click()
    link = ann.get_by_role("link", name="Save <b>page</b>.html.file")
    with ann.expect_download() as saving:
        link.click()
    assert saving.value.suggested_filename.endswith(".html.file")
    assert b"document.title" in saving.value.path().read_bytes()
    expect(ann).to_have_title(f"Case {reference} – Breakwater")

    ann.get_by_text("Add a file").click()
    ann.get_by_label("File").set_input_files(
        {"name": "dot.png", "mimeType": "image/png", "buffer": b64decode(_DOT)}
    )
    ann.get_by_role("button", name="Add the file").click()
    expect(ann.get_by_text("Saved, and sealed.")).to_be_visible()
    ann.get_by_role("button", name="Open the file").last.click()
    shown = ann.get_by_role("img", name="dot.png")
    expect(shown).to_have_js_property("naturalWidth", 1)


def test_searching_opens_my_cases_here_and_finds_words_in_them(
    site: StaffSite, houses: dict[str, House], browser: Browser
) -> None:
    oak = houses["Oak"]
    made = [opens_a_case(site, oak, words) for words in ("a blue door", "a red door", "a roof")]
    ann = site.page_of(oak, "Ann", browser)
    for key, _ in made:
        ann.goto(f"{site.address}/cases/{key}/")
        ann.get_by_role("button", name="Take this case").click()
        expect(ann.get_by_text("You look after this case now.")).to_be_visible()

    ann.goto(f"{site.address}/cases/search/")
    unlock(ann, oak.passphrase("Ann"))
    ann.get_by_label("Words", exact=True).fill("DOOR")
    expect(ann.get_by_text("Found in 2 cases.")).to_be_visible()
    ann.get_by_label("Words", exact=True).fill("red door")
    ann.get_by_role("link", name=made[1][1]).click()
    expect(ann.get_by_text("a red door")).to_be_visible()

    # A page loaded anew has forgotten the key.
    ann.reload()
    unlock(ann, oak.passphrase("Ann"))
    expect(ann.get_by_text("a red door")).to_be_visible()
    ann.get_by_role("button", name="Lock").click()
    expect(ann.get_by_label("Passphrase of your key")).to_be_visible()
    expect(ann.get_by_text("a red door")).to_have_count(0)


def test_two_members_who_take_a_case_at_once_are_told_who_has_it(
    site: StaffSite, houses: dict[str, House], browser: Browser
) -> None:
    oak = houses["Oak"]
    key, _ = opens_a_case(site, oak)
    pages = [site.page_of(oak, name, browser) for name in ("Ann", "Bob")]
    for page in pages:
        page.goto(f"{site.address}/cases/{key}/")

    for page in pages:
        page.get_by_role("button", name="Take this case").click()

    expect(pages[0].get_by_text("You look after this case now.")).to_be_visible()
    expect(pages[1].get_by_text("Ann Oak took this case already.")).to_be_visible()


def test_an_open_case_is_accessible_and_fits_a_phone(
    site: StaffSite, houses: dict[str, House], browser: Browser
) -> None:
    oak = houses["Oak"]
    key, _ = opens_a_case(site, oak, "x" * 400)
    ann = site.page_of(oak, "Ann", browser)
    wrong: list[str] = []
    ann.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    ann.on("pageerror", lambda error: wrong.append(str(error)))

    ann.goto(f"{site.address}/cases/{key}/")
    wrong += found_by_axe(ann)
    unlock(ann, oak.passphrase("Ann"))
    for summary in ann.locator("#write summary").all():
        summary.click()
    wrong += found_by_axe(ann)
    for name in ("Safety plan", "Risk assessment", "Document for a MARAC", "A copy for the person"):
        ann.get_by_role("link", name=name).click()
        expect(ann.locator("#write")).to_be_visible()
        wrong += found_by_axe(ann)
        ann.locator(".govuk-back-link").click()
        expect(ann.get_by_role("heading", name="Plans and documents")).to_be_visible()
    ann.get_by_role("link", name="Who opened this case").click()
    expect(ann.get_by_role("cell", name="Ann Oak").first).to_be_visible()
    wrong += found_by_axe(ann)

    assert wrong == []


def test_another_organisation_sees_nothing_and_its_key_opens_nothing_of_it(
    site: StaffSite, houses: dict[str, House], browser: Browser
) -> None:
    fern, oak = houses["Fern"], houses["Oak"]
    key, reference = opens_a_case(site, fern)
    ann = site.page_of(oak, "Ann", browser)

    ann.goto(f"{site.address}/cases/{key}/")
    expect(ann.get_by_role("heading", name="There is no page here")).to_be_visible()
    ann.goto(f"{site.address}/cases/")
    expect(ann.get_by_text(reference)).to_have_count(0)

    own = opens_a_case(site, oak)[0]
    assert _opens(site, oak, own)
    assert not _opens(site, oak, key)


def _opens(site: StaffSite, house: House, case: str) -> bool:
    """Whether the house's own key, taken from the raw database, opens the case's first piece."""
    (wrapped,) = site.sql(
        "SELECT wrapped FROM organisations_memberkey WHERE membership_id = ?", house.place("Ann")
    )[0]
    (copy,) = site.sql(
        """SELECT copy.sealed FROM organisations_keycopy AS copy
        JOIN organisations_memberkey AS own ON own.id = copy.member_key_id
        WHERE own.membership_id = ?""",
        house.place("Ann"),
    )[0]
    (sealed,) = site.sql("SELECT sealed FROM cases_piece WHERE case_id = ?", case.replace("-", ""))[
        0
    ]
    own = pyrage.passphrase.decrypt(wrapped, house.passphrase("Ann")).decode().strip()
    file = pyrage.decrypt(copy, [pyrage.x25519.Identity.from_str(own)]).decode()
    identity = pyrage.x25519.Identity.from_str(file.strip().splitlines()[-1])
    try:
        return bool(pyrage.decrypt(sealed, [identity]))
    except pyrage.DecryptError:
        return False


def found_by_axe(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": _RULES})
    width = page.evaluate("document.documentElement.scrollWidth")
    return [
        *([f"{width} wide"] if width > 360 else []),
        *(
            f"{one['id']}: {[node['html'][:120] for node in one['nodes']]}"
            for one in found.response["violations"]
        ),
    ]
