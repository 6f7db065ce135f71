"""What a reporter's browser makes of codes, pictures and voices."""

import io
import re
import sys
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Browser, BrowserType, expect

from breakwater.apps.reports.changes.sending import content_mark
from breakwater.domain.cases.content import Part, words_content
from breakwater.domain.reports.code import Code, CodeError, code_from, read_code
from breakwater.sealing.reporter import reporter_keys, safe_word_mark
from breakwater.sealing.seal import seal
from tests.journeys.reporting import Reporting, next_page, to_the_code

pytestmark = pytest.mark.browser


def test_where_what_opens_does_not_load_the_code_stays_until_it_was_said_that_we_open(
    sites: Reporting, phone: Any
) -> None:
    page = phone()
    page.route("**/sealing*.js", lambda route: route.abort())
    page.goto(f"{sites.public}/answers/")
    expect(page.get_by_text("Your code stays on your own device")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.method))
    page.get_by_label("Your code").fill("00000 " * 7)

    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("our computer opens them with your code")).to_be_focused()
    expect(page.get_by_text("Your code stays on your own device")).to_be_hidden()
    assert "POST" not in asked

    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("link", name="Nothing is kept under this code")).to_be_visible()


def test_a_code_that_was_not_shown_cannot_have_been_kept(sites: Reporting, phone: Any) -> None:
    page = phone()
    page.route("**/sealing*.js", lambda route: route.abort())
    page.goto(f"{sites.public}/start/2/write/")
    page.get_by_label("What do you want to tell them?").fill("The line is bad")
    while not page.locator("[data-page=code]").is_visible():
        next_page(page)
    expect(page.get_by_label("I have kept it")).to_be_disabled()

    next_page(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Your browser could not lock it")).to_be_visible()
    expect(page.get_by_role("button", name="Send it the other way")).to_be_visible()

    page.get_by_role("button", name="Back").click()
    page.unroute("**/sealing*.js")
    expect(page.locator("[data-code] span")).to_have_count(7)
    next_page(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Say whether you have kept the code")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    page.get_by_label("I have kept it").check()
    next_page(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="It has arrived")).to_be_visible()


def test_a_picture_is_drawn_anew_and_a_hostile_file_is_not_taken(
    sites: Reporting, browser: Browser, phone: Any
) -> None:
    page = phone()
    page.goto(f"{sites.public}/start/1/write/")
    page.get_by_label("What do you want to tell them?").fill("See the picture")
    while not page.locator("[data-page=files]").is_visible():
        next_page(page)
    page.get_by_label("Add files, if you want to").set_input_files(
        [
            {"name": "mine.html", "mimeType": "image/png", "buffer": b"<script>alert(1)</script>"},
        ]
    )
    expect(page.get_by_text("This is not a picture, a PDF or a sound")).to_be_visible()
    page.get_by_label("Add files, if you want to").set_input_files(
        [{"name": "home.png", "mimeType": "image/png", "buffer": _picture_with_a_place()}]
    )
    expect(page.get_by_text("A picture", exact=True)).to_be_visible()


def test_a_spoken_note_is_recorded_heard_and_sent_sealed(
    sites: Reporting, browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> None:
    # A microphone that hums, and a person who lets the page use it.
    pretends = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    args = [*browser_type_launch_args["args"], *pretends]
    with browser_type.launch(**(browser_type_launch_args | {"args": args})) as browser:
        page = browser.new_page(viewport={"width": 320, "height": 640}, locale="en-GB")
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"{sites.public}/start/2/write/")
        while not page.locator("[data-page=files]").is_visible():
            next_page(page)
        page.get_by_role("button", name="Start to record").click()
        expect(page.get_by_text("Recording now.")).to_be_visible()
        page.wait_for_timeout(1500)
        page.get_by_role("button", name="Stop").click()
        audio = page.locator("[data-list] audio")
        expect(audio).to_have_count(1)
        assert page.evaluate(
            """() => new Promise((resolve) => {
                const heard = document.querySelector("[data-list] audio");
                heard.onloadedmetadata = () => resolve(true);
                heard.onerror = () => resolve(false);
                heard.preload = "metadata";
                heard.load();
            })"""
        )
        next_page(page)
        page.get_by_label("I do not want to keep anything").check()
        next_page(page)
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.get_by_role("heading", name="It has arrived")).to_be_visible()
        assert complaints == []

    newest = "SELECT sort, length(sealed) FROM cases_piece ORDER BY added_at DESC, sort LIMIT 2"
    assert {row[0] for row in sites.staff.sql(newest)} == {"file", "report"}


def _picture_with_a_place() -> bytes:
    told, made = PngInfo(), io.BytesIO()
    told.add_text("Comment", "taken at 12 Sea Road")
    Image.new("RGB", (40, 30), "red").save(made, "PNG", pnginfo=told)
    return made.getvalue()


_BY_THE_BROWSER = """async ([codes, typed, token, words, sealed]) => {
  const { sealing } = await import("/static/reports/load.js");
  const found = await sealing();
  const keys = [];
  for (const digits of codes) {
    keys.push({ ...(await found.reporterKeys(digits)), groups: found.groupsOf(digits) });
  }
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const parts = [{ label: "L", text: words }, { label: "M", text: " " }];
  const content = found.wordsContent(parts, "ar", { answer_to: "age1" });
  const read = (one) => {
    try {
      return found.readCode(one).digits;
    } catch (error) {
      return error.trouble;
    }
  };
  return {
    keys,
    typed: typed.map(read),
    mark: found.safeWordMark(codes[0], "  Grey\\u3000HERON "),
    content: new TextDecoder().decode(content),
    contentMark: found.contentMark(token, [content]),
    proof: await found.work(token, 10),
    opened: new TextDecoder().decode(await found.open(keys[0].identity, bytes(sealed))),
    fresh: Array.from({ length: 50 }, () => found.newCode()),
  };
}"""


def test_the_browser_makes_the_same_of_a_code_and_of_words_as_the_server(
    sites: Reporting, phone: Any
) -> None:
    codes = [code_from(bytes([number]) * 32) for number in range(20)]
    keys = [reporter_keys(code.digits) for code in codes]
    first = list(codes[0].groups)
    every_digit = [chr(at) for at in range(sys.maxunicode) if chr(at).isdecimal()]
    typed = [
        str(codes[0]),
        str(codes[0]).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        " ".join(["99999", *first[1:]]),
        " ".join(["99999", "99999", *first[2:]]),
        "123",
        "1" * 36,
        *("".join(every_digit[at : at + 35]) for at in range(0, len(every_digit) - 35, 35)),
    ]
    token, words = "ab" * 32, 'زوجي "يضربني" \n </script> é'
    content = words_content([Part("L", words), Part("M", " ")], language="ar", answer_to="age1")
    sealed = b64encode(seal(b"an answer", recipients=[keys[0].recipient])).decode()

    page = phone()
    page.goto(f"{sites.public}/answers/")
    said = page.evaluate(_BY_THE_BROWSER, [[c.digits for c in codes], typed, token, words, sealed])

    assert [(one["identity"], one["recipient"], one["lookup"]) for one in said["keys"]] == [
        (one.identity, one.recipient, one.lookup) for one in keys
    ]
    assert [tuple(one["groups"]) for one in said["keys"]] == [code.groups for code in codes]
    assert said["typed"] == [_read(one) for one in typed]
    assert said["mark"] == safe_word_mark(codes[0].digits, "grey heron")
    assert said["content"].encode() == content
    assert said["contentMark"] == content_mark(token, [content])
    assert int.from_bytes(sha256(f"{token}:{said['proof']}".encode()).digest()[:4], "big") < 1 << 22
    assert said["opened"] == "an answer"
    assert all(read_code(str(Code(digits))).digits == digits for digits in said["fresh"])
    assert len(set(said["fresh"])) == 50


def _read(typed: str) -> str:
    try:
        return read_code(typed).digits
    except CodeError as error:
        return error.trouble.value


@pytest.mark.parametrize("has_script", [True, False])
def test_nothing_pasted_is_cut_and_what_is_too_long_is_said_in_words(
    sites: Reporting, phone: Any, has_script: bool
) -> None:
    page = phone(java_script_enabled=has_script)
    page.goto(f"{sites.public}/start/1/write/")
    words = page.get_by_label("What do you want to tell them?")
    words.focus()
    page.keyboard.insert_text("a" * 49_990 + "😀" * 5 + "z" * 60)
    assert words.input_value().endswith("z" * 60)
    said = "With your code you can add the rest. Letters too many: 55."
    if not has_script:
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        assert page.get_by_label("What do you want to tell them?").input_value().endswith("z" * 60)
    expect(page.get_by_text(said).last).to_be_visible()
    if has_script:
        to_the_code(page)
        page.get_by_label("I do not want to keep anything").check()
        next_page(page)
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator("[data-problem]")).to_contain_text(said)
        page.get_by_role("button", name=re.compile("Change.*What do you want")).click()
    page.get_by_label("What do you want to tell them?").fill("Shorter now")
    if has_script:
        expect(page.locator("[data-too-long]")).to_have_text("")
        while not page.get_by_role("button", name="Send", exact=True).is_visible():
            next_page(page)
    else:
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("I do not want to keep anything").check()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="It has arrived")).to_be_visible()
