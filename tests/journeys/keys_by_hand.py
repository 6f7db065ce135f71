"""What a member does on the pages about keys, with her own hands."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.staff_site import StaffSite


def heading(page: Page, name: str) -> Locator:
    """The heading that says so."""
    return page.get_by_role("heading", name=name)


def open_key(page: Page, passphrase: str, button: str = "Open my key") -> None:
    """Type the passphrase and go on."""
    page.get_by_label("Passphrase of your key").fill(passphrase)
    page.get_by_role("button", name=button).click()


def make_key(site: StaffSite, page: Page) -> tuple[str, str]:
    """Make a key by hand; the passphrase, and the words of the key."""
    page.goto(f"{site.address}/keys/make/")
    expect(page.locator("#choose")).to_be_visible()
    passphrase = page.locator("#offered").inner_text()
    page.get_by_label("Type the passphrase").fill(passphrase)
    page.get_by_role("button", name="Make my key").click()
    expect(heading(page, "Your key is made")).to_be_visible()
    return passphrase, page.locator("#own-words").inner_text()


def finish_organisation_key(page: Page, button: str) -> str:
    """Read the recovery key off the page as if from paper, type its end back; the recovery key."""
    expect(heading(page, "Recovery key of")).to_be_visible()
    recovery = page.locator("#recovery-key").inner_text().replace("\n", "").replace(" ", "")
    page.get_by_label("Type its last six letters from the paper").fill(recovery[-6:].lower())
    page.get_by_role("button", name=button).click()
    expect(heading(page, "The new key is made")).to_be_visible()
    return recovery


def open_a_test(site: StaffSite, page: Page, passphrase: str) -> None:
    """Open a test message, and see that it opened."""
    page.goto(f"{site.address}/keys/test/")
    open_key(page, passphrase)
    expect(heading(page, "The test message was opened")).to_be_visible()
