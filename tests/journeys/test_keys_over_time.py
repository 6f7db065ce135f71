"""Keys damaged, swapped, changed, lost and recovered, in a real browser beside a real gate."""

from collections.abc import Iterator

import pyrage
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

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
# A second try is a member's of whom the first has spent nothing, where the house is not spent.
HOUSES: Houses = {
    "Oak": ("Cat",),
    "Birch": (),
    "Yew": (),
    "Fir": (),
    "Bay": (),
    "Plum": ("Cat",),
    "Pear": (),
}


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


def test_a_damaged_copy_is_told_in_a_sentence_and_nothing_is_recorded(
    site: StaffSite, houses: dict[str, House], browser: Browser, tries_before: int
) -> None:
    birch, name = houses["Birch"], ("Ann", "Bob")[tries_before]
    page = site.page_of(birch, name, browser)
    page.goto(f"{site.address}/keys/test/")
    tests_before = site.sql("SELECT count(*) FROM organisations_keytest")
    place = birch.place(name)
    site.sql(
        """UPDATE organisations_keycopy
        SET sealed = CAST(substr(sealed, 1, length(sealed) - 8) || zeroblob(8) AS BLOB)
        WHERE member_key_id IN
            (SELECT id FROM organisations_memberkey WHERE membership_id = ?)""",
        place,
    )

    page.goto(f"{site.address}/keys/test/")
    open_key(page, birch.passphrase(name))
    expect(
        page.get_by_text("Your copy of the organisation’s key, version 1, is damaged")
    ).to_be_visible()
    site.sql(
        "UPDATE organisations_memberkey SET wrapped = ? WHERE membership_id = ?", b"gone", place
    )
    page.goto(f"{site.address}/keys/test/")
    open_key(page, birch.passphrase(name))
    expect(page.get_by_text("the copy kept here may be damaged")).to_be_visible()
    assert site.sql("SELECT count(*) FROM organisations_keytest") == tests_before


_SWAP = """
import django, secrets, sys
django.setup()
import pyrage
from breakwater.apps.organisations.models import OrganisationKey
from breakwater.apps.organisations.recipients import key_name
from breakwater.domain.audit_log.note import SignatureType
from breakwater.domain.audit_log.signing import SigningKey, sign
from breakwater.sealing.statement import KeyStatement
key = OrganisationKey.objects.get(organisation__slug=sys.argv[1])
name = key_name(key.organisation)
signer = SigningKey(name, SignatureType.NOTE, secrets.token_bytes(32))
made = [str(pyrage.x25519.Identity.generate().to_public()) for _ in range(2)]
statement = KeyStatement(name, 1, *made, signer.verifier_key)
key.recipient, key.statement = made[0], str(sign(str(statement), [signer]))
key.save()
from breakwater.apps.organisations import key_health
from breakwater.apps.organisations.recipients import recipient_of
from django.utils import timezone
from breakwater.domain.plain_error import PlainError
assert not key_health.can_receive(key.organisation, timezone.now())
try:
    print("sealed to", recipient_of(key.organisation))
except PlainError as sentence:
    print(sentence)
"""


def test_a_key_swapped_in_the_database_is_noticed_by_everyone(
    site: StaffSite, houses: dict[str, House], browser: Browser
) -> None:
    yew = houses["Yew"]
    page = site.page_of(yew, "Ann", browser)
    open_a_test(site, page, yew.passphrase("Ann"))

    said = site.python(_SWAP, yew.slug)

    assert "is not the key that was signed for" in said
    page.goto(f"{site.address}/keys/")
    expect(heading(page, "The key cannot be vouched for")).to_be_visible()
    page.goto(f"{site.address}/keys/test/")
    open_key(page, yew.passphrase("Ann"))
    expect(heading(page, "Stop: this key may have been swapped")).to_be_visible()
    page.goto(site.address)
    expect(heading(page, "Stop: your organisation’s key may have been swapped")).to_be_visible()


def test_a_changed_key_leaves_out_who_left_and_opens_old_mail_for_the_others(
    site: StaffSite, houses: dict[str, House], browser: Browser
) -> None:
    fir = houses["Fir"]
    ann, cat = (site.page_of(fir, name, browser) for name in ("Ann", "Cat"))
    open_a_test(site, cat, fir.passphrase("Cat"))
    site.sql(
        """UPDATE organisations_grant SET ended_at = given_at, ended_by_id = person_id
        WHERE membership_id = ?""",
        fir.place("Bob"),
    )

    ann.goto(f"{site.address}/keys/organisation/")
    expect(ann.get_by_text("Left out: Bob Fir.")).to_be_visible()
    open_key(ann, fir.passphrase("Ann"))
    recovery = finish_organisation_key(ann, "Change the key")
    open_a_test(site, ann, fir.passphrase("Ann"))
    ann.goto(f"{site.address}/keys/")
    expect(ann.get_by_text("In use: version 1")).to_be_visible()
    expect(ann.get_by_text("Can be written to")).to_be_visible()
    # Cat's key remembers version 1 and follows its signature to version 2.
    open_a_test(site, cat, fir.passphrase("Cat"))
    cat.goto(f"{site.address}/keys/")
    expect(cat.get_by_text("In use: version 2")).to_be_visible()
    open_a_test(site, cat, fir.passphrase("Cat"))

    holders = site.sql(
        """SELECT key.version, member.membership_id FROM organisations_keycopy AS copy
        JOIN organisations_organisationkey AS key ON key.id = copy.organisation_key_id
        JOIN organisations_organisation AS house ON house.id = key.organisation_id
        JOIN organisations_memberkey AS member ON member.id = copy.member_key_id
        WHERE house.slug = ?""",
        fir.slug,
    )
    old = {place for version, place in holders if version == 1}
    new = {place for version, place in holders if version == 2}
    assert {fir.place("Ann"), fir.place("Cat")} == new < old
    assert _opened_by_paper(site, fir, recovery) == {1, 2}


def _opened_by_paper(site: StaffSite, house: House, recovery: str) -> set[int]:
    identity = pyrage.x25519.Identity.from_str(recovery)
    rows = site.sql(
        """SELECT key.version, copy.sealed FROM organisations_recoverycopy AS copy
        JOIN organisations_organisationkey AS key ON key.id = copy.organisation_key_id
        JOIN organisations_organisationkey AS paper ON paper.id = copy.printed_with_id
        JOIN organisations_organisation AS house ON house.id = key.organisation_id
        WHERE house.slug = ? AND paper.version = 2""",
        house.slug,
    )
    return {version for version, sealed in rows if pyrage.decrypt(sealed, [identity])}


def test_who_lost_her_key_comes_back_with_the_printed_recovery_key(
    site: StaffSite, houses: dict[str, House], browser: Browser, tries_before: int
) -> None:
    bay = houses["Bay"]
    page = site.page_of(bay, ("Ann", "Bob")[tries_before], browser)
    page.goto(f"{site.address}/keys/lost/")
    expect(heading(page, "What is not lost")).to_be_visible()
    passphrase, _ = make_key(site, page)

    page.goto(f"{site.address}/keys/recover/")
    page.get_by_label("Recovery key").fill(_mistyped(bay.recovery))
    open_key(page, passphrase, "Let my key in")
    expect(page.locator("#problem-says")).to_contain_text("recovery key")
    spaced = " ".join(bay.recovery[at : at + 4] for at in range(0, len(bay.recovery), 4))
    page.get_by_label("Recovery key").fill(spaced.lower())
    open_key(page, passphrase, "Let my key in")
    expect(page.get_by_text("Your key opens the organisation’s mail again.")).to_be_visible()
    open_a_test(site, page, passphrase)


def _mistyped(key: str) -> str:
    return key[:-1] + ("P" if key[-1] == "Q" else "Q")


def test_what_was_typed_survives_a_session_that_must_be_confirmed_again(
    site: StaffSite, houses: dict[str, House], browser: Browser
) -> None:
    oak = houses["Oak"]
    page = site.page_of(oak, "Cat", browser)
    page.goto(f"{site.address}/keys/make/")
    expect(page.locator("#choose")).to_be_visible()
    site.python(_FORGET_CONFIRMATION, str(oak.people["Cat"]["cookie"]))

    page.get_by_label("Type the passphrase").fill(page.locator("#offered").inner_text())
    page.get_by_role("button", name="Make my key").click()

    link = page.get_by_role("link", name="Confirm that it is you")
    expect(link).to_be_visible()
    assert "/confirm/" in str(link.get_attribute("href"))
    site.python(_CONFIRM_AGAIN, str(oak.people["Cat"]["cookie"]))
    page.get_by_role("button", name="Make my key").click()
    expect(heading(page, "Your key is made")).to_be_visible()


_SESSION = """
import django, sys, time
django.setup()
from django.contrib.sessions.backends.db import SessionStore
session = SessionStore(sys.argv[1])
(record,) = session["account_authentication_methods"]
"""
_FORGET_CONFIRMATION = _SESSION + "record['at'] = 0; session.modified = True; session.save()"
_CONFIRM_AGAIN = _SESSION + "record['at'] = time.time(); session.modified = True; session.save()"


def test_without_javascript_a_page_says_that_it_needs_it_and_why(
    site: StaffSite, houses: dict[str, House], browser: Browser
) -> None:
    page = site.page_of(houses["Pear"], "Ann", browser, java_script_enabled=False)

    for path in ("make", "test", "organisation", "recover", "passphrase", "passkey"):
        page.goto(f"{site.address}/keys/{path}/")
        expect(
            page.get_by_text("This page needs JavaScript. Keys are made and used")
        ).to_be_visible()
        expect(page.get_by_role("button", name="Open my key")).to_be_hidden()


def test_every_page_about_keys_is_accessible_and_fits_a_phone(
    site: StaffSite, houses: dict[str, House], browser: Browser
) -> None:
    plum = houses["Plum"]
    ann, cat = (site.page_of(plum, name, browser) for name in ("Ann", "Cat"))
    make_key(site, cat)
    share = f"share/{plum.place('Cat')}/"
    pages = ["", "make/", "passphrase/", "passkey/", "test/", "lost/", "recover/", share]

    for path in [*pages, "organisation/", "organisation/anew/"]:
        ann.goto(f"{site.address}/keys/{path}")
        ann.wait_for_load_state("networkidle")
        _is_accessible(ann)
    open_key(ann, plum.passphrase("Ann"))
    expect(heading(ann, "Recovery key of")).to_be_visible()
    _is_accessible(ann)
    ann.goto(f"{site.address}/keys/test/")
    open_key(ann, "not it")
    expect(ann.get_by_text("There is a problem")).to_be_visible()
    _is_accessible(ann)


def _is_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
