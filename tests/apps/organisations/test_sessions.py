"""Sessions end, and what matters is confirmed again."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from pytest_django import Settings

from breakwater.apps.organisations.changes import people as change_people
from breakwater.apps.organisations.models import Notice, Person
from tests.apps.organisations.signing_in import SIGN_IN, try_code, try_password
from tests.people import PASSWORD, Cast, code_now, confirm, signed_in

pytestmark = pytest.mark.django_db


class TestSessions:
    """They end: by quiet, by age, by their owner, with the account."""

    @pytest.mark.parametrize(
        ("quiet", "age", "is_in"),
        [
            (timedelta(minutes=19), timedelta(minutes=19), True),
            (timedelta(minutes=21), timedelta(minutes=21), False),
            (timedelta(minutes=1), timedelta(hours=11), True),
            (timedelta(minutes=1), timedelta(hours=13), False),
        ],
    )
    def test_the_server_ends_a_session(
        self, officer: Person, quiet: timedelta, age: timedelta, is_in: bool
    ) -> None:
        client = signed_in(officer)
        session = client.session
        session["last_seen_at"] = (timezone.now() - quiet).isoformat()
        session["signed_in_at"] = (timezone.now() - age).isoformat()
        session.save()

        assert (client.get("/").status_code == 200) is is_in
        assert (client.get("/").status_code == 200) is is_in

    def test_every_page_opened_puts_the_end_off(self, officer: Person) -> None:
        client = signed_in(officer)
        session = client.session
        long_ago = timezone.now() - timedelta(minutes=15)
        session["last_seen_at"] = session["signed_in_at"] = long_ago.isoformat()
        session.save()

        client.get("/")

        assert client.session["last_seen_at"] > (long_ago + timedelta(minutes=14)).isoformat()

    def test_one_device_can_sign_another_out(self, officer: Person) -> None:
        here, there = Client(), Client()
        try_password(here, officer.email)
        try_code(here, code_now())
        try_password(there, officer.email)
        codes = Authenticator.objects.get(user=officer, type="recovery_codes").wrap()
        try_code(there, codes.get_unused_codes()[0])
        page = here.get("/account/sessions/").content.decode()
        found = re.search(r"/account/sessions/\d+/end/", page)
        assert found

        here.post(found[0])

        assert there.get("/")["Location"].startswith(SIGN_IN)
        assert here.get("/").status_code == 200

    def test_closing_an_account_ends_its_sessions_at_once(
        self, officer: Person, cast: Cast, sent: list[dict[str, str]]
    ) -> None:
        client = Client()
        try_password(client, officer.email)
        try_code(client, code_now())

        change_people.close_account(
            membership=officer.membership, by=cast.force_admin, at=timezone.now()
        )

        assert client.get("/")["Location"].startswith(SIGN_IN)
        assert "do not match" in try_password(Client(), officer.email)

    def test_cookies_are_out_of_reach_of_scripts_and_of_plain_http(
        self, officer: Person, settings: Settings
    ) -> None:
        settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
        client = Client()
        try_password(client, officer.email)
        try_code(client, code_now())
        client.get(SIGN_IN)

        for cookie in client.cookies.values():
            assert cookie["httponly"], cookie.key
            assert cookie["secure"], cookie.key
            assert cookie["samesite"] == "Lax", cookie.key


class TestConfirming:
    """A second factor again, before what cannot be taken back lightly."""

    CONFIRMED = (
        "/account/password/",
        "/account/password/set/",
        "/account/app/remove/",
        "/account/passkeys/add/",
        "/account/recovery-codes/",
        "/account/recovery-codes/new/",
        "/organisations/leave/",
        "/organisations/take-data-away/",
    )

    @pytest.mark.parametrize("address", CONFIRMED)
    def test_these_pages_ask_again(self, address: str, cast: Cast) -> None:
        client = signed_in(cast.force_admin)
        assert client.get(address)["Location"] == f"/confirm/?next={address.replace('/', '%2F')}"

        confirm(client, cast.force_admin, ago=301)
        assert client.get(address)["Location"].startswith("/confirm/")

    def test_giving_roles_asks_again(self, cast: Cast) -> None:
        client = signed_in(cast.force_admin)
        address = reverse("organisations:give-role", args=[cast.officer.membership.pk])

        assert client.post(address, {"role": "officer"})["Location"].startswith("/confirm/")

    def test_what_was_posted_is_not_kept_anywhere(self, cast: Cast) -> None:
        client = signed_in(cast.force_admin)

        client.post("/account/password/", {"password1": "not to be stored"})

        assert "not to be stored" not in str(dict(client.session))

    def test_a_code_confirms(self, cast: Cast) -> None:
        client = signed_in(cast.force_admin)

        answer = client.post(
            "/confirm/?next=/organisations/leave/",
            {"code": code_now(), "next": "/organisations/leave/"},
        )

        assert answer["Location"] == "/organisations/leave/"
        assert client.get("/organisations/leave/").status_code == 200

    def test_signing_in_counts_for_five_minutes(self, officer: Person) -> None:
        client = Client()
        try_password(client, officer.email)
        try_code(client, code_now())

        assert client.get("/account/recovery-codes/new/").status_code == 200
        session = client.session
        session["account_authentication_methods"][-1]["at"] -= 301
        session.save()
        assert client.get("/account/recovery-codes/new/")["Location"].startswith("/confirm/")

    def test_a_password_does_not(self, officer: Person) -> None:
        with pytest.raises(NoReverseMatch):
            reverse("account_reauthenticate")

    def test_the_last_second_factor_cannot_be_removed(self, officer: Person) -> None:
        client = signed_in(officer, confirmed=True)

        client.post("/account/app/remove/")

        assert Authenticator.objects.filter(user=officer, type="totp").exists()

    def test_recovery_codes_are_shown_once(self, officer: Person) -> None:
        client = signed_in(officer, confirmed=True)
        codes = Authenticator.objects.get(user=officer, type="recovery_codes").wrap()
        one = codes.get_unused_codes()[0]

        assert one in client.get("/account/recovery-codes/").content.decode()
        assert one not in client.get("/account/recovery-codes/").content.decode()

    def test_whoever_has_no_password_is_led_to_set_one(self, cast: Cast) -> None:
        client = signed_in(cast.officer, confirmed=True)
        assert "Not set" in client.get("/account/").content.decode()

        page = client.get("/account/password/", follow=True)
        assert "You have no password yet" in page.content.decode()
        refused = client.post("/account/password/set/", {"password1": "short"})
        assert "at least 12" in refused.content.decode()
        new = "a wholly different sentence"
        assert client.post("/account/password/set/", {"password1": new})["Location"] == "/account/"

        cast.officer.refresh_from_db()
        assert cast.officer.check_password(new)
        assert client.get("/account/").status_code == 200
        assert Notice.objects.filter(person=cast.officer, kind="sign-in-changed").exists()
        assert client.get("/account/password/set/")["Location"] == "/account/password/"

    def test_a_changed_password_is_told_and_ends_other_sessions(self, officer: Person) -> None:
        here, there = signed_in(officer, confirmed=True), signed_in(officer)
        new = "a wholly different sentence"

        answer = here.post("/account/password/", {"oldpassword": PASSWORD, "password1": new})

        assert answer["Location"] == "/account/"
        assert there.get("/")["Location"].startswith(SIGN_IN)
        assert here.get("/").status_code == 200
        assert Notice.objects.filter(person=officer, kind="sign-in-changed").exists()
