"""Whom an answer is sealed to: the key that everything from outside names, or nobody."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from breakwater.apps import reports

pytestmark = pytest.mark.browser

_SCRIPT = Path(reports.__file__).parent / "static/reports/recipient.js"
_WHOM_TO_ANSWER = """async ([script, pieces]) => {
  const { answerTo } = await import(`data:text/javascript,${encodeURIComponent(script)}`);
  return answerTo(pieces.map(([sort, to]) => ({ sort, content: to && { answer_to: to } })));
}"""
HERS, FORGED = ("report", "hers"), ("from_person", "forged")


@pytest.mark.parametrize(
    ("pieces", "whom"),
    [
        ([HERS], "hers"),
        ([HERS, ("from_person", None), ("note", "a note")], "hers"),
        ([("report", ""), ("from_person", "hers")], "hers"),
        ([HERS, FORGED], ""),
        ([FORGED, HERS], ""),
        ([("report", "forged"), HERS], ""),
        ([("report", "")], ""),
        ([], ""),
    ],
    ids=str,
)
def test_one_piece_from_outside_that_names_another_key_is_enough_to_answer_nobody(
    browser: Browser, pieces: list[tuple[str, str | None]], whom: str
) -> None:
    page = browser.new_page()

    assert page.evaluate(_WHOM_TO_ANSWER, [_SCRIPT.read_text(), pieces]) == whom

    page.close()
