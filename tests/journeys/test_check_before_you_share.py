"""An officer at the door: one clear answer, on a poor line, without JavaScript, without gate."""

import statistics
import time
from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from breakwater.site.demonstration_people import ACCOUNTS
from tests.journeys.conftest import Open, StaffSite, sign_in

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 640}}
ANSWERS = ("immigration_enforcement", "protected_person", "none")
# A phone on a poor network: 400 ms to and fro, 50 kB a second.
_SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 25_000,
}
_LARGEST_PAGE = 30_000


@pytest.fixture(scope="module")
def cookies(browser: Browser, staff_site: StaffSite) -> list[Any]:
    """The officer, signed in once: a code of the app serves once."""
    account = next(one for one in ACCOUNTS if one.name == "Olive Oak")
    context = browser.new_context(base_url=staff_site.address)
    page = context.new_page()
    with override_settings(DEMONSTRATION=True):
        sign_in(page, account)
    kept = context.cookies()
    context.close()
    return list(kept)


def check(page: Page, *answers: str) -> None:
    """From the first question to the answer."""
    page.goto("/check/")
    for answer in answers:
        page.locator(f"input[value={answer}]").check()
        page.get_by_role("button", name="Continue").click()


def test_on_a_slow_phone_the_answer_comes_in_less_than_a_minute(
    opened: Open, cookies: list[Any]
) -> None:
    page = opened(**PHONE)
    page.context.add_cookies(cookies)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", _SLOW)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    sizes: dict[str, float] = {}
    devtools.on(
        "Network.loadingFinished",
        lambda one: sizes.update({one["requestId"]: one["encodedDataLength"]}),
    )

    took = []
    for _ in range(3):
        began = time.monotonic()
        check(page, *ANSWERS)
        expect(page.get_by_role("heading", level=1)).to_have_text("Do not share")
        took.append(time.monotonic() - began)

    assert statistics.median(took) < 60
    assert max(sizes.values()) < _LARGEST_PAGE


def test_without_javascript_it_is_answered_recorded_and_linked(
    opened: Open, cookies: list[Any]
) -> None:
    page = opened(**PHONE, java_script_enabled=False)
    page.context.add_cookies(cookies)

    check(page, *ANSWERS)
    page.get_by_role("button", name="Link to support").click()
    page.get_by_role("link", name="Record that instead").click()
    page.get_by_label("Incident number").fill("SM/2026/0600")
    page.locator("input[value=declined]").check()
    page.locator("[name=was_alone][value=yes]").check()
    page.locator("[name=interpreter][value=not_needed]").check()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("SM/2026/0600")
    expect(page.locator("main")).to_contain_text("It was offered, and they said no")


def test_an_officer_who_has_signed_in_sees_the_check_without_scrolling(
    opened: Open, cookies: list[Any]
) -> None:
    page = opened(viewport={"width": 360, "height": 740})
    page.context.add_cookies(cookies)
    page.goto("/")

    button = page.locator("main").get_by_role("button", name="Check before you share")
    expect(button).to_be_in_viewport(ratio=1)
    expect(page.get_by_label("Menu").get_by_role("link", name="Check before")).to_be_in_viewport()
    button.click()
    expect(page.locator("main")).to_contain_text("Question 1")


def test_back_leads_to_the_last_question_with_its_answer(opened: Open, cookies: list[Any]) -> None:
    page = opened(**PHONE)
    page.context.add_cookies(cookies)

    check(page, *ANSWERS[:2])
    page.get_by_role("link", name="Back").click()

    expect(page.locator("main")).to_contain_text("Question 2")
    expect(page.locator("input[value=protected_person]")).to_be_checked()
