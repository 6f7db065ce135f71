"""A register editor brings in a workbook; an approver commits it; it is undone. In a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from breakwater.site.demonstration_people import Account
from tests.apps.importing.workbook import ROWS, workbook_of
from tests.journeys.conftest import Open, sign_in

pytestmark = pytest.mark.browser

_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def _fits_and_is_accessible(page: Page) -> None:
    found = Axe().run(page, options=_RULES).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def _bring_in(page: Page, path: Path) -> None:
    page.get_by_role("link", name="Imports", exact=True).first.click()
    page.get_by_role("button", name="Bring in a document").click()
    _fits_and_is_accessible(page)
    page.get_by_label("Document").set_input_files(path)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What it answers, and who answers")
    _fits_and_is_accessible(page)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A plan of the invented force, answering a report the register does not hold."""
    path = tmp_path / "long-calls-plan.xlsx"
    path.write_bytes(workbook_of(ROWS))
    return path


def test_an_import_is_read_put_right_committed_by_another_and_undone(
    opened: Open, account: Callable[[str], Account], workbook: Path
) -> None:
    editor = opened(viewport={"width": 360, "height": 740}, java_script_enabled=True)
    sign_in(editor, account("Edie"))
    _bring_in(editor, workbook)
    editor.get_by_label("Safe to share?").check()
    editor.get_by_label("Who answers in it?").select_option("saltmarsh-constabulary")
    editor.get_by_role("button", name="Save").click()
    _fits_and_is_accessible(editor)

    editor.get_by_role("link", name="Recommendation 2", exact=True).click()
    expect(editor.get_by_text("We agree in principle.").first).to_be_visible()
    _fits_and_is_accessible(editor)
    editor.get_by_label("What it waits for").fill("the new national code")
    editor.get_by_role("button", name="Save", exact=True).click()
    expect(editor.get_by_text("corrected")).to_be_visible()
    to_settle = editor.get_by_role("link", name="Settle")
    for left in range(to_settle.count() - 1, -1, -1):
        to_settle.first.click()
        editor.get_by_label("Take it as it is").wait_for()
        _fits_and_is_accessible(editor)
        editor.get_by_label("Take it as it is").check()
        editor.get_by_role("button", name="Settle it").click()
        expect(to_settle).to_have_count(left)
    editor.get_by_role("button", name="Propose it").click()
    expect(editor.get_by_text("waits to be committed").first).to_be_visible()

    approver = opened(viewport={"width": 360, "height": 740})
    sign_in(approver, account("Art"))
    approver.get_by_role("link", name="long-calls-plan.xlsx").click()
    approver.get_by_role("button", name="Commit it to the register").click()
    expect(approver.get_by_text("in the register").first).to_be_visible()
    approver.get_by_role("button", name="Undo this import").click()
    _fits_and_is_accessible(approver)
    approver.get_by_role("button", name="Undo it").click()
    expect(approver.get_by_role("status")).to_contain_text("as it was before this import")


def test_a_document_that_cannot_be_read_is_refused_in_one_sentence(
    opened: Open, account: Callable[[str], Account], tmp_path: Path
) -> None:
    picture = tmp_path / "letter.docx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    page = opened(viewport={"width": 360, "height": 740})
    sign_in(page, account("Edie"))
    page.goto("/imports/new/")

    page.get_by_label("Document").set_input_files(picture)
    page.get_by_role("button", name="Read it").click()

    expect(page.get_by_role("alert")).to_contain_text("it is a picture, not a document")
    _fits_and_is_accessible(page)
