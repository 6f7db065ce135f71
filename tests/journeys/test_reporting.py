"""Somebody writes, is answered, reads it with the code, and takes it back: in real browsers."""

import re
import secrets
from collections.abc import Iterator
from itertools import count, pairwise
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from breakwater.domain.reports import proof_of_work
from tests.journeys.reporting import Reporting, next_page, reporting, to_the_code

pytestmark = pytest.mark.browser

WORDS = "زوجي يضربني كل مساء and keeps my papers"
ANSWER = "نحن نصدقك. We can meet on Tuesday."
SAFE_WORD = "Kingfisher"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Every field of every request, files too, before the browser sends it.
_NOTES_WHAT_IS_SENT = """
const really = window.fetch;
window.fetch = async (address, options) => {
  for (const [name, value] of options?.body ?? []) {
    const bytes = value instanceof Blob ? new Uint8Array(await value.arrayBuffer()) : null;
    await window.noteSent(`${name}=${bytes ? new TextDecoder().decode(bytes) : value}\\n`);
  }
  return really(address, options);
};
"""


def _writes_without_script(page: Page, sites: Reporting, language: str = "", **more: str) -> str:
    """From the first question to the page that says it arrived; the code."""
    page.goto(f"{sites.public}/{language}start/")
    page.locator(f"a[href='/{language}start/who/']").click()
    page.locator(f"a[href='/{language}start/places/']").click()
    page.locator(f"a[href='/{language}start/1/']").click()
    page.locator(f"a[href='/{language}start/1/write/']").click()
    page.locator("#id_words").fill(more.get("words", WORDS))
    page.locator("#id_safe_word").fill(SAFE_WORD)
    page.locator("#without-script button").first.click()
    groups = page.locator(".code span")
    expect(groups).to_have_count(7)
    code = " ".join(groups.all_inner_texts())
    page.locator("#keeps").check()
    page.locator("form button.govuk-button").last.click()
    expect(page.locator(".govuk-panel")).to_be_visible()
    return code


def _writes_with_script(page: Page, sites: Reporting, words: str = WORDS) -> str:
    page.goto(f"{sites.public}/start/1/write/")
    page.get_by_label("What do you want to tell them?").fill(words)
    code = to_the_code(page)
    page.get_by_label("I have kept it").check()
    next_page(page)
    expect(page.locator("[data-told]")).to_contain_text(words[:20])
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="It has arrived")).to_be_visible()
    return code


def _opens(page: Page, sites: Reporting, code: str, safe_word: str = "") -> None:
    page.goto(f"{sites.public}/answers/")
    page.get_by_label("Your code").fill(code)
    page.get_by_label("Your safe word").fill(safe_word)
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", name="Answers")).to_be_visible()


def _answers(sites: Reporting, browser: Browser, text: str) -> None:
    """A caseworker opens the newest case and answers it."""
    house = sites.houses["Rowan"]
    page = sites.staff.page_of(house, "Ann", browser)
    key = sites.staff.sql("SELECT id FROM cases_case ORDER BY opened_at DESC LIMIT 1")[0][0]
    page.goto(f"{sites.staff.address}/cases/{UUID(key)}/")
    page.get_by_label("Passphrase of your key").fill(house.passphrase("Ann"))
    page.get_by_role("button", name="Open", exact=True).click()
    page.get_by_label("Answer on this site").fill(text)
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("The answer was sent, sealed.")).to_be_visible()
    expect(page.get_by_text(text).first).to_be_visible()
    page.context.close()


def test_in_arabic_without_script_from_the_first_question_to_the_answer_and_erased(
    sites: Reporting, browser: Browser, phone: Any
) -> None:
    page = phone(java_script_enabled=False)
    code = _writes_without_script(page, sites, "ar/")
    _answers(sites, browser, ANSWER)

    _opens(page, sites, code)
    expect(page.get_by_text("We can meet on Tuesday")).to_be_visible()
    expect(page.get_by_text("keeps my papers")).to_have_count(0)

    page.get_by_role("button", name="Erase everything").click()
    expect(page.get_by_text("Everything will be erased in seven days")).to_be_visible()

    kept = sites.database
    for words in (WORDS, ANSWER, SAFE_WORD, "keeps my papers", code, code.replace(" ", "")):
        for written in (
            words,
            words.lower(),
            re.sub(r"[^\x20-\x7e]", lambda m: f"\\u{ord(m[0]):04x}", words),
        ):
            assert written.encode() not in kept


def test_with_script_what_is_sent_is_sealed_before_it_leaves_and_the_code_never_does(
    sites: Reporting, browser: Browser, phone: Any
) -> None:
    page = phone()
    page.add_init_script(_NOTES_WHAT_IS_SENT)
    sent: list[str] = []
    page.expose_function("noteSent", lambda said: sent.append(said))
    code = _writes_with_script(page, sites)
    _answers(sites, browser, ANSWER)

    _opens(page, sites, code)
    expect(page.get_by_text("We can meet on Tuesday")).to_be_visible()
    expect(page.get_by_text("keeps my papers")).to_have_count(0)

    page.get_by_label("Write more, or answer them").fill("Tuesday is good")
    page.get_by_label("Let me read this again with my code").check()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("It was sent")).to_be_visible()
    expect(page.get_by_text("Tuesday is good")).to_be_visible()

    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("You have taken it back. Nothing more")).to_be_visible()

    left = "".join(sent)
    assert left.count("age-encryption.org/v1") == 2
    assert "lookup" in left
    # Five digits stand somewhere in what is sealed by chance; ten do not.
    tens = [between.join(two) for two in pairwise(code.split()) for between in ("", " ")]
    for words in (WORDS, "keeps my papers", "Tuesday is good", *tens):
        assert words not in left


def test_nothing_is_left_on_the_device_and_no_cookie_is_set(sites: Reporting, phone: Any) -> None:
    page = phone()
    _writes_with_script(page, sites)

    kept = "[localStorage.length, sessionStorage.length, document.cookie]"
    assert page.evaluate(kept) == [0, 0, ""]
    assert page.context.cookies() == []


def test_our_back_and_the_browsers_back_keep_what_was_typed(sites: Reporting, phone: Any) -> None:
    page = phone()
    page.goto(f"{sites.public}/start/1/write/")
    page.get_by_label("What do you want to tell them?").fill(WORDS)
    next_page(page)
    page.get_by_label("It is about a child").check()
    next_page(page)
    expect(page.get_by_label("When did it happen?")).to_be_visible()

    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("It is about a child")).to_be_checked()
    page.go_back()
    expect(page.get_by_label("What do you want to tell them?")).to_have_value(WORDS)
    page.get_by_role("button", name="Go to the end").click()
    expect(page.locator("[data-told]")).to_contain_text("It is about a child")


def test_two_taps_on_send_and_an_answer_that_is_lost_make_one_report(
    sites: Reporting, phone: Any
) -> None:
    page = phone()
    page.goto(f"{sites.public}/start/2/write/")
    page.get_by_label("What do you want to tell them?").fill("Once only")
    to_the_code(page)
    page.get_by_label("I do not want to keep anything").check()
    next_page(page)
    before = sites.staff.sql("SELECT count(*) FROM reports_report")[0][0]
    lost: list[object] = []

    def lose(route: Any) -> None:
        if not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/sealed/", lose)
    page.get_by_role("button", name="Send", exact=True).dblclick()
    expect(page.get_by_text("Nothing came back")).to_be_visible()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="It has arrived")).to_be_visible()

    assert sites.staff.sql("SELECT count(*) FROM reports_report")[0][0] == before + 1


def test_sent_the_other_way_after_a_lost_answer_the_code_she_has_opens_what_is_answered(
    sites: Reporting, browser: Browser, phone: Any
) -> None:
    page = phone()
    page.goto(f"{sites.public}/start/1/write/")
    page.get_by_label("What do you want to tell them?").fill("Sent in two ways")
    code = to_the_code(page)
    page.get_by_label("I have kept it").check()
    next_page(page)
    before = sites.staff.sql("SELECT count(*) FROM reports_report")[0][0]
    lost: list[object] = []

    def lose(route: Any) -> None:
        lost.append(route.fetch())
        route.abort()

    page.route("**/start/1/sealed/", lose)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Nothing came back")).to_be_visible()
    assert len(lost) == 1

    page.evaluate("() => { crypto.getRandomValues = () => { throw new Error('no chance'); }; }")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("button", name="Send it the other way").click()
    expect(page.locator(".code span")).to_have_count(7)
    expect(page.locator(".code")).to_have_text(re.compile(code.replace(" ", r"\s+")))
    expect(page.get_by_label("I have kept it")).to_be_checked()
    page.get_by_role("button", name="Change something").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("I have kept it").check()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="It has arrived")).to_be_visible()

    assert sites.staff.sql("SELECT count(*) FROM reports_report")[0][0] == before + 1
    _answers(sites, browser, ANSWER)
    _opens(page, sites, code)
    expect(page.get_by_text("We can meet on Tuesday")).to_be_visible()


def test_two_taps_without_script_make_one_report(sites: Reporting, phone: Any) -> None:
    page = phone(java_script_enabled=False)
    before = sites.staff.sql("SELECT count(*) FROM reports_report")[0][0]
    page.goto(f"{sites.public}/start/2/write/")
    page.locator("#id_words").fill("Written once, sent twice")
    page.get_by_role("button", name="Send it now").dblclick()
    expect(page.get_by_role("heading", name="It has arrived")).to_be_visible()

    assert sites.staff.sql("SELECT count(*) FROM reports_report")[0][0] == before + 1


def test_by_keyboard_alone_with_script(sites: Reporting, phone: Any) -> None:
    page = phone()
    page.goto(f"{sites.public}/start/2/write/")
    page.get_by_label("What do you want to tell them?").focus()
    page.keyboard.type("Only keys")
    for _ in range(14):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.does") == "last":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Check what you wrote")).to_be_focused()
    page.goto(f"{sites.public}/start/2/write/")
    page.get_by_label("What do you want to tell them?").focus()
    page.keyboard.type("Only keys, once more")
    while not page.locator("[data-page=code]").is_visible():
        page.evaluate("document.querySelector('[data-does=next]').focus()")
        page.keyboard.press("Enter")
    page.get_by_label("I have kept it").focus()
    page.keyboard.press("Space")
    page.evaluate("document.querySelector('[data-does=next]').focus()")
    page.keyboard.press("Enter")
    page.evaluate("document.querySelector('[data-does=send]').focus()")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="It has arrived")).to_be_visible()


def test_each_page_with_script_has_no_fault_that_a_machine_finds_and_never_scrolls_sideways(
    sites: Reporting, phone: Any
) -> None:
    page = phone()
    page.goto(f"{sites.public}/ar/start/1/write/")
    page.locator("#id_words").fill(WORDS)
    expect(page.locator("[data-does=next]")).to_be_visible()
    while page.locator("[data-does=next]").is_visible():
        _is_sound(page)
        page.locator("[data-does=next]").click()
    _is_sound(page)


def _is_sound(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": _RULES})
    wrong = [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]]
    assert wrong == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_each_question_has_its_name_in_the_accessibility_tree(sites: Reporting, phone: Any) -> None:
    page = phone(java_script_enabled=False)
    page.goto(f"{sites.public}/start/1/write/")

    fields = page.locator("main :is(input, textarea):not([type=hidden])")
    assert fields.count() > 20
    for field in fields.all():
        expect(field).to_have_accessible_name(re.compile(r"\w{2,}"))
    for name in (
        "Who is it about?",
        "How can they reach you safely?",
        "Who would you rather talk to?",
    ):
        expect(page.get_by_role("group", name=name)).to_be_visible()


@pytest.fixture
def own_sites() -> Iterator[Reporting]:
    """Sites of one test: whoever else wrote here after a flood would have to work for it."""
    with reporting() as running:
        yield running


def test_after_a_flood_from_her_address_her_browser_works_longer_by_itself_and_it_arrives(
    own_sites: Reporting, browser: Browser, phone: Any
) -> None:
    asked = _flood(browser, own_sites.public, reports=90)
    assert asked >= 16
    page = phone()
    answers: list[int] = []
    page.on(
        "response",
        lambda answer: answers.append(answer.status) if "/sealed/" in answer.url else None,
    )
    _open_a_form_that_asks_more(page, own_sites.public, asked)
    page.get_by_label("What do you want to tell them?").fill("After the flood")
    to_the_code(page)
    page.get_by_label("I do not want to keep anything").check()
    next_page(page)
    # The sentence, however short it stands there.
    page.evaluate(
        """() => {
            globalThis.told = [];
            const place = document.querySelector("[data-busy]");
            const note = () => told.push(place.textContent);
            new MutationObserver(note).observe(place, { childList: true });
        }"""
    )
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="It has arrived")).to_be_visible(timeout=60_000)

    assert answers[-1] == 200
    assert set(answers[:-1]) == {429}
    assert "This takes a little longer. Please stay on this page." in page.evaluate("told")


def _flood(browser: Browser, public: str, *, reports: int) -> int:
    """So many reports from one script that does the work; the bits asked of it at the end."""
    asked, script = proof_of_work.BITS, browser.new_context().request
    for _report in range(reports):
        token, bits, number = secrets.token_hex(32), proof_of_work.BITS, 0
        while True:
            number = _worked(token, bits, number)
            answer = script.post(
                f"{public}/start/1/sealed/",
                multipart={
                    "form": token,
                    "number": str(number),
                    "version": "1",
                    "content_mark": token,
                    "words": {
                        "name": "sealed.age",
                        "mimeType": "application/octet-stream",
                        "buffer": b"age-encryption.org/v1\n-> X25519 a",
                    },
                },
                headers={"Sec-Fetch-Site": "same-origin"},
            )
            if answer.status == 200:
                break
            asked = bits = answer.json()["work"]
    return asked


def _worked(token: str, bits: int, begin: int = 0) -> int:
    """The number her browser finds, too: both count up."""
    return next(one for one in count(begin) if proof_of_work.bits_shown(token, str(one)) >= bits)


def _open_a_form_that_asks_more(page: Page, public: str, asked: int) -> None:
    """One where what she found while she wrote does not happen to be enough, as every fourth is."""
    while True:
        page.goto(f"{public}/start/1/write/")
        token = page.locator("input[name=form]").first.input_value()
        first = _worked(token, proof_of_work.BITS)
        if proof_of_work.bits_shown(token, str(first)) < asked:
            return
