"""Getting in, in a real browser: by code, by passkey, by keyboard, without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from breakwater.site.demonstration_people import Account
from tests.journeys.conftest import Open, StaffSite, fresh_code, sign_in, with_authenticator
from tests.people import code_now

pytestmark = pytest.mark.browser
Accounts = Callable[[str], Account]


def test_a_passkey_is_added_and_from_then_on_signs_in_and_confirms(
    opened: Open, account: Accounts
) -> None:
    page = opened()
    with_authenticator(page)
    sign_in(page, account("Edie"))

    page.get_by_role("link", name="Your account").click()
    page.get_by_role("link", name="See and add passkeys").click()
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_label("A name for it").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey was added.")).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("You are signed in as Edie Elm")).to_be_visible()

    page.goto("/confirm/passkey/?next=/account/recovery-codes/new/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Make new recovery codes")).to_be_visible()


def test_a_passkey_can_be_the_second_step(opened: Open, account: Accounts) -> None:
    page = opened()
    with_authenticator(page)
    sam = account("Sam")
    sign_in(page, sam)
    page.goto("/account/passkeys/add/")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("The passkey was added.").wait_for()
    page.get_by_role("button", name="Sign out").click()

    page.get_by_label("E-mail address").fill(sam.email)
    page.get_by_label("Password").fill(sam.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a passkey instead").click()

    expect(page.get_by_text("You are signed in as Sam Sand")).to_be_visible()


def test_a_passkey_of_nobody_here_is_told_in_words(opened: Open) -> None:
    page = opened()
    devtools = with_authenticator(page)
    page.goto("/sign-in/")
    devtools.send("WebAuthn.disable")

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("That did not work")


def test_without_javascript_signing_in_works_and_passkeys_are_not_offered(
    opened: Open, account: Accounts
) -> None:
    page = opened(java_script_enabled=False)
    page.goto("/sign-in/")
    assert page.get_by_role("button", name="Sign in with a passkey").count() == 0

    sign_in(page, account("Art"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Saltmarsh Constabulary")


def test_signing_in_needs_no_mouse(opened: Open, account: Accounts) -> None:
    page = opened()
    sol = account("Sol")
    page.goto("/sign-in/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(sol.email)
    page.keyboard.press("Tab")
    page.keyboard.type(sol.password)
    page.keyboard.press("Enter")
    page.get_by_label("Code").wait_for()
    page.keyboard.press("Tab")  # the skip link has left its mark in the address
    expect(page.get_by_label("Code")).to_be_focused()
    page.keyboard.type(fresh_code(page, sol))
    page.keyboard.press("Enter")

    expect(page.get_by_text("You are signed in as Sol Stone")).to_be_visible()


def test_a_page_asked_for_is_the_page_one_lands_on(opened: Open, account: Accounts) -> None:
    page = opened()
    una = account("Una")
    page.goto("/agreements/")
    page.get_by_label("E-mail address").fill(una.email)
    page.get_by_label("Password").fill(una.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(fresh_code(page, una))
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Agreements")


def test_back_after_signing_out_shows_nothing(opened: Open, account: Accounts) -> None:
    page = opened()
    sign_in(page, account("Dot"))
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")

    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_somebody_new_is_invited_joins_and_is_confirmed_by_a_second_person(
    opened: Open, account: Accounts, staff_site: StaffSite, tries_before: int
) -> None:
    name, email = ("Nia New", "Noor New")[tries_before], f"new{tries_before}@saltmarsh.example"
    ada, alan, nia = opened(), opened(), opened()
    sign_in(ada, account("Ada"))
    ada.get_by_role("link", name="People").click()
    ada.get_by_role("button", name="Invite someone").click()
    ada.get_by_label("E-mail address").fill(email)
    ada.get_by_role("checkbox", name="Officer: Checks").check()
    ada.get_by_label("Supervisor (two people): ").check()
    ada.get_by_role("button", name="Send the link").click()
    expect(ada.get_by_text("The link was sent.")).to_be_visible()
    assert "/join/" not in ada.content()

    nia.goto(staff_site.link_sent_to(email))
    assert nia.url.endswith("/join/")
    secret = nia.locator("code").inner_text().replace(" ", "")
    nia.get_by_label("Your name").fill(name)
    nia.get_by_label("Make a password").fill("three tall grey herons")
    nia.get_by_label("Code from the app").fill(code_now(secret))
    nia.get_by_role("button", name="Set up sign-in").click()
    expect(nia.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert nia.locator(".recovery-codes li").count() == 10
    nia.get_by_role("button", name="I have kept them").click()
    expect(nia.get_by_text(f"You are signed in as {name}: Officer.")).to_be_visible()

    sign_in(alan, account("Alan"))
    alan.get_by_role("link", name=f"{name} waits to be confirmed as supervisor").click()
    alan.get_by_role("button", name="Confirm the role").click()
    expect(alan.get_by_text("The role was given.")).to_be_visible()

    nia.reload()
    expect(nia.get_by_text(f"You are signed in as {name}: Officer, Supervisor.")).to_be_visible()
    expect(nia.get_by_role("link", name="You were given a role")).to_be_visible()
