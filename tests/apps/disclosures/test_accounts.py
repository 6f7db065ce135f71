"""What passes the gate by, requests that come in, and whose passkeys the gate believes."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from breakwater.apps.audit_log.models import Access, Entry
from breakwater.apps.disclosures.models import Account, Decision, IncomingRequest
from breakwater.domain.plain_error import PlainError
from breakwater.gate.log_signer import RefusedError
from breakwater.gate.passkeys import Passkey as Pinned
from breakwater.gate.passkeys import PasskeyKeeper
from tests.passkey import Passkey
from tests.people import Cast, signed_in
from tests.running import short_folder

NEVER = "?recipient=immigration_enforcement&about=protected_person&offence=none"
NOBODY = "?recipient=immigration_enforcement&about=nobody_protected"
EVENT = {
    "incident": "SM 9",
    "fields_passed": ["full_name"],
    "happened_at": "2026-11-20T10:30",
    "because": "They rang",
}


def kinds() -> list[str]:
    listed = Entry.objects.filter(log__name__contains="disclosure").order_by("index")
    return list(listed.values_list("kind", flat=True))[1:]


def test_what_was_said_by_telephone_is_entered_and_opens_the_duty_to_link(cast: Cast) -> None:
    signed_in(cast.officer).post(f"/check/told/{NEVER}", EVENT)

    assert kinds() == ["decided-never-share", "told-by-telephone"]
    assert Decision.objects.all().to_link().count() == 1
    assert Access.objects.get().act == "disclosure"


def test_only_a_solicitor_enters_what_a_court_compelled_and_names_the_instrument(
    cast: Cast,
) -> None:
    address = "/outside-the-gate/compelled/"
    whole = EVENT | {"instrument": "court_order", "instrument_reference": "Crown Court 17"}
    refused = signed_in(cast.officer, confirmed=True).post(address, whole)
    lawyer = signed_in(cast.solicitor, confirmed=True)
    lawyer.post(address, whole | {"instrument_reference": ""})
    lawyer.post(address, whole)

    assert refused.status_code == 403
    assert kinds() == ["compelled-by-law"]
    assert Account.objects.get().entered_by == cast.solicitor


def test_a_request_that_comes_in_is_refused_by_the_same_rule_with_a_letter(cast: Cast) -> None:
    client = signed_in(cast.officer)
    asked = {"incident": "SM 9", "their_reference": "IE/77", "received_on": "2026-11-20"}

    led_to = client.post(f"/check/incoming/{NEVER}", asked).headers["Location"]
    letter = client.get(led_to).content.decode()
    client.post(f"/check/incoming/{NOBODY}", asked | {"their_reference": "IE/78"})

    assert "We will not share" in letter
    assert "neither confirms nor denies" in letter
    assert [one.is_refused for one in IncomingRequest.objects.order_by("their_reference")] == [
        True,
        False,
    ]
    assert kinds().count("request-received") == 2
    assert kinds().count("request-refused") == 1


@pytest.mark.usefixtures("_first_hour_of_a_summer_day")
def test_a_request_that_came_today_is_answered_today(cast: Cast) -> None:
    asked = {"incident": "SM 9", "their_reference": "IE/77", "received_on": "2027-04-01"}

    signed_in(cast.officer).post(f"/check/incoming/{NEVER}", asked)

    assert IncomingRequest.objects.get().received_on == timezone.localdate()


def test_nothing_is_entered_as_if_it_happened_tomorrow(cast: Cast) -> None:
    # At noon: there are hours that a clock tells twice, or never.
    tomorrow = f"{timezone.localdate() + timedelta(days=1)}T12:00"

    page = signed_in(cast.officer).post(f"/check/told/{NEVER}", EVENT | {"happened_at": tomorrow})

    assert "in the future" in page.content.decode()
    assert not Account.objects.exists()


class TestPinning:
    """Two people at the machine, and never the web process."""

    @pytest.fixture
    def passkey(self) -> Pinned:
        made = Passkey("https://staff.example")
        return Pinned("person", "force", made.origin, bytes(made.credential))

    def test_it_takes_two_different_people(self, passkey: Pinned) -> None:
        with short_folder() as folder:
            keeper = _keeper(folder)

            assert [keeper.pin(passkey, by=by) for by in (1, 1, 2, 1)] == [
                False,
                False,
                True,
                True,
            ]

    def test_the_word_of_the_web_process_does_not_count(self, passkey: Pinned) -> None:
        with short_folder() as folder, pytest.raises(RefusedError):
            _keeper(folder).pin(passkey, by=33)

    def test_another_address_or_force_begins_anew(self, passkey: Pinned) -> None:
        elsewhere = Pinned("person", "force", "https://evil.example", passkey.credential)
        with short_folder() as folder:
            keeper = _keeper(folder)
            keeper.pin(passkey, by=1)

            assert keeper.pin(elsewhere, by=2) is False

    def test_one_person_suffices_to_stop_believing_it(self, passkey: Pinned) -> None:
        with short_folder() as folder:
            keeper = _keeper(folder)
            keeper.pin(passkey, by=1)
            keeper.pin(passkey, by=2)
            keeper.unpin("person")

            with pytest.raises(RefusedError, match="pinned"):
                keeper.require_signed("{}", person="person", force="force", digest=bytes(32))

    @pytest.mark.parametrize("junk", [b"", b"x" * 10, bytes(200)])
    def test_what_is_no_passkey_is_refused(self, junk: bytes) -> None:
        with pytest.raises(PlainError):
            Pinned("person", "force", "https://staff.example", junk)


def _keeper(folder: Path) -> PasskeyKeeper:
    (folder / "gate").mkdir(mode=0o700, exist_ok=True)
    return PasskeyKeeper(folder / "gate", never=frozenset({33}))
