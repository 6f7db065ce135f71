"""Keys, made and used in a real browser, with the gate beside the staff site."""

from base64 import b64decode, b64encode
from collections.abc import Iterator

import pyrage
import pytest
from playwright.sync_api import Browser, expect

from breakwater.sealing.fingerprint import fingerprint_words
from breakwater.sealing.opener import open_sealed
from breakwater.sealing.seal import seal
from tests.journeys.keys_by_hand import (
    finish_organisation_key,
    heading,
    make_key,
    open_a_test,
    open_key,
)
from tests.journeys.staff_site import House, Houses, StaffSite, staff_site

pytestmark = pytest.mark.browser

# Each test has a house of its own, so that none leans on another. Who is named makes a key by hand.
# A second try begins with a house, or with a member, of which the first has spent nothing.
HOUSES: Houses = {"Fern": None, "Hazel": None, "Elm": (), "Ash": ()}


@pytest.fixture(scope="module")
def started() -> Iterator[tuple[StaffSite, dict[str, House]]]:
    with staff_site(HOUSES) as found:
        yield found


@pytest.fixture(scope="module")
def site(started: tuple[StaffSite, dict[str, House]]) -> StaffSite:
    return started[0]


@pytest.fixture(scope="module")
def houses(started: tuple[StaffSite, dict[str, House]]) -> dict[str, House]:
    return started[1]


def _stored(site: StaffSite, house: House, name: str) -> tuple[bytes, bytes, str]:
    """What a thief of the database has of one member: wrapped key, newest copy, its recipient."""
    ((wrapped, sealed, recipient),) = site.sql(
        """SELECT member.wrapped, copy.sealed, key.recipient
        FROM organisations_memberkey AS member
        JOIN organisations_keycopy AS copy ON copy.member_key_id = member.id
        JOIN organisations_organisationkey AS key ON key.id = copy.organisation_key_id
        WHERE member.membership_id = ? AND member.retired_at IS NULL
        ORDER BY key.version DESC LIMIT 1""",
        house.place(name),
    )
    return wrapped, sealed, recipient


def _organisation_identity(wrapped: bytes, sealed: bytes, passphrase: str) -> str:
    """Open both with pyrage alone, as anyone could twenty years from now."""
    own = pyrage.passphrase.decrypt(wrapped, passphrase).decode().strip()
    file: str = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(own)]).decode()
    return file.strip().splitlines()[-1]


def test_two_caseworkers_make_keys_and_open_a_test_message(
    site: StaffSite, houses: dict[str, House], browser: Browser, tries_before: int
) -> None:
    name = ("Fern", "Hazel")[tries_before]
    house = houses[name]
    ann, bob = (site.page_of(house, one, browser) for one in ("Ann", "Bob"))

    passphrase, _ = make_key(site, ann)
    assert len(passphrase.split()) == 6
    ann.goto(f"{site.address}/keys/organisation/")
    open_key(ann, passphrase)
    finish_organisation_key(ann, "Make the key")
    open_a_test(site, ann, passphrase)
    ann.goto(f"{site.address}/keys/")
    expect(ann.get_by_text("Cannot be written to")).to_be_visible()

    bobs_passphrase, bobs_words = make_key(site, bob)
    ann.goto(f"{site.address}/keys/")
    ann.get_by_role("link", name=f"Let Bob {name} in").click()
    open_key(ann, passphrase)
    expect(ann.locator("#colleague-words")).to_have_text(bobs_words)
    ann.get_by_label(f"Bob {name} read me exactly these words").check()
    ann.get_by_role("button", name=f"Let Bob {name} in").click()
    expect(heading(ann, f"Keys of {name}")).to_be_visible()
    open_a_test(site, bob, bobs_passphrase)

    bob.goto(f"{site.address}/keys/")
    expect(bob.get_by_text("Can be written to")).to_be_visible()
    expect(bob.get_by_text(f"In use: version 1, made by Ann {name}")).to_be_visible()
    wrapped, sealed, recipient = _stored(site, house, "Bob")
    identity = _organisation_identity(wrapped, sealed, bobs_passphrase)
    assert open_sealed(seal(b"please help", recipients=[recipient]), identity=identity) == (
        b"please help"
    )


def test_what_the_browser_seals_pyrage_opens_and_the_other_way_round(
    site: StaffSite, houses: dict[str, House], browser: Browser
) -> None:
    identity = pyrage.x25519.Identity.generate()
    page = site.page_of(houses["Elm"], "Ann", browser)
    page.goto(f"{site.address}/keys/")
    ours = seal("från servern".encode(), recipients=[str(identity.to_public())])

    sealed, opened, words = page.evaluate(
        """async ([identity, recipient, ours]) => {
            const age = await import("/static/sealing.js");
            const text = new TextEncoder().encode("från webbläsaren");
            const sealed = age.toBase64(await age.seal([recipient], text));
            const opened = await age.open(identity, age.fromBase64(ours));
            const words = await age.fingerprintWords(recipient);
            return [sealed, new TextDecoder().decode(opened), words];
        }""",
        [str(identity), str(identity.to_public()), b64encode(ours).decode()],
    )

    assert open_sealed(b64decode(sealed), identity=str(identity)).decode() == "från webbläsaren"
    assert opened == "från servern"
    assert words == fingerprint_words(str(identity.to_public()))


def test_a_passkey_opens_the_key_beside_the_passphrase(
    site: StaffSite, houses: dict[str, House], browser: Browser, tries_before: int
) -> None:
    elm, name = houses["Elm"], ("Bob", "Cat")[tries_before]
    page = site.page_of(elm, name, browser)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options: dict[str, object] = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
    }
    options |= {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    options |= {"hasPrf": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    page.goto(f"{site.address}/keys/passkey/")
    page.get_by_label("Name of the passkey").fill("my phone")
    open_key(page, elm.passphrase(name), "Add the passkey")
    expect(page.get_by_text("That passkey opens your key from now on.")).to_be_visible()
    page.goto(f"{site.address}/keys/test/")
    page.get_by_role("button", name="Use the passkey “my phone”").click()
    expect(heading(page, "The test message was opened")).to_be_visible()

    page.goto(f"{site.address}/keys/")
    page.get_by_role("button", name="Remove the passkey my phone").click()
    expect(page.get_by_text("That passkey no longer opens your key.")).to_be_visible()
    open_a_test(site, page, elm.passphrase(name))


def test_after_a_change_only_the_new_passphrase_opens_the_key(
    site: StaffSite, houses: dict[str, House], browser: Browser, tries_before: int
) -> None:
    ash, name = houses["Ash"], ("Ann", "Bob")[tries_before]
    page = site.page_of(ash, name, browser)
    own = "herons wade in quiet water at dusk"

    page.goto(f"{site.address}/keys/passphrase/")
    page.get_by_label("Passphrase you have now").fill(ash.passphrase(name))
    page.get_by_role("button", name="Open my key").click()
    page.get_by_text("Use words of my own").click()
    page.get_by_label("Your own passphrase").fill("aaaa bbbb aaaa bbbb aaaa")
    page.get_by_label("Type the passphrase").fill("aaaa bbbb aaaa bbbb aaaa")
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_text("That one repeats itself")).to_be_visible()
    page.get_by_label("Your own passphrase").fill(own)
    page.get_by_label("Type the passphrase").fill(own)
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_text("opens with the new passphrase only")).to_be_visible()

    page.goto(f"{site.address}/keys/test/")
    open_key(page, ash.passphrase(name))
    expect(page.get_by_text("That passphrase does not open your key.")).to_be_visible()
    open_key(page, own)
    expect(heading(page, "The test message was opened")).to_be_visible()
