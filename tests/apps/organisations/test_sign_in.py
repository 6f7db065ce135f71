"""Signing in: two steps, one message for every failure, and nobody shut out by somebody else."""

import re
import statistics
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from pytest_django import Settings

from breakwater.apps.organisations.changes import people as change_people
from breakwater.apps.organisations.models import FailedSignIn, Notice, Person
from breakwater.apps.organisations.sign_in import attempts
from breakwater.site import addresses
from tests.people import PASSWORD, TOTP_SECRET, Cast, code_now, confirm, signed_in, with_password

pytestmark = pytest.mark.django_db
SIGN_IN, CODE = "/sign-in/", "/sign-in/code/"


@pytest.fixture(autouse=True)
def _quick_hashing(request: pytest.FixtureRequest, settings: Settings) -> None:
    if request.node.name != "test_it_takes_as_long":
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def officer(cast: Cast) -> Person:
    """Someone with a password and an app."""
    return with_password(cast.officer)


def try_password(
    client: Client, email: str, password: str = PASSWORD, address: str = "10.0.0.1"
) -> str:
    """Where it led: the next address, or the error that was shown."""
    answer = client.post(SIGN_IN, {"login": email, "password": password}, REMOTE_ADDR=address)
    return str(answer["Location"]) if answer.status_code == 302 else _error(answer.content)


def try_code(client: Client, code: str, address: str = "10.0.0.1") -> str:
    """The same for the second step."""
    answer = client.post(CODE, {"code": code}, REMOTE_ADDR=address)
    return str(answer["Location"]) if answer.status_code == 302 else _error(answer.content)


def _error(page: bytes) -> str:
    found = re.search(
        r"error-summary__list\">\s*<li>\s*(?:<a[^>]*>)?\s*([^<]+?)\s*<", page.decode()
    )
    assert found, page.decode()
    return found[1]


def wrong_code() -> str:
    """Six digits that are not right now, nor just before or after."""
    return f"{(int(code_now()) + 123_456) % 1_000_000:06}"


class TestTwoSteps:
    """Nothing opens before both."""

    def test_a_password_alone_opens_nothing(self, officer: Person) -> None:
        client = Client()

        assert try_password(client, officer.email) == CODE
        assert client.get("/")["Location"].startswith(SIGN_IN)

    def test_password_and_code_lead_home(self, officer: Person) -> None:
        client = Client()
        try_password(client, officer.email.upper())

        assert try_code(client, code_now()) == "/"
        assert client.get("/").status_code == 200

    def test_a_code_works_once(self, officer: Person) -> None:
        code = code_now()
        for expected in ("/", "That code is not right."):
            client = Client()
            try_password(client, officer.email)
            assert try_code(client, code).startswith(expected)

    def test_a_recovery_code_works_once(self, officer: Person) -> None:
        codes = Authenticator.objects.get(user=officer, type="recovery_codes").wrap()
        code = codes.get_unused_codes()[0]
        for expected in ("/", "That code is not right."):
            client = Client()
            try_password(client, officer.email)
            assert try_code(client, code).startswith(expected)

    def test_the_session_that_was_there_before_is_not_the_one_signed_in(
        self, officer: Person
    ) -> None:
        client = Client()
        session = client.session
        session["planted"] = "by somebody else"
        session.save()
        planted = str(session.session_key)
        client.cookies[settings.SESSION_COOKIE_NAME] = planted

        try_password(client, officer.email)
        try_code(client, code_now())

        other = Client()
        other.cookies[settings.SESSION_COOKIE_NAME] = planted
        assert other.get("/")["Location"].startswith(SIGN_IN)
        assert client.session.session_key != planted

    def test_someone_without_a_second_factor_is_not_let_in(self, officer: Person) -> None:
        Authenticator.objects.filter(user=officer).delete()
        client = Client()
        try_password(client, officer.email)

        assert client.get("/")["Location"].startswith(SIGN_IN)

    def test_a_sign_in_without_our_token_is_refused(self, officer: Person) -> None:
        client = Client(enforce_csrf_checks=True)

        answer = client.post(SIGN_IN, {"login": officer.email, "password": PASSWORD})

        assert answer.status_code == 403

    def test_signing_in_never_leads_to_another_site(self, officer: Person) -> None:
        client = Client()
        client.post(
            SIGN_IN,
            {"login": officer.email, "password": PASSWORD, "next": "https://elsewhere.example/"},
        )

        assert try_code(client, code_now()) == "/"

    def test_secrets_of_second_factors_are_unreadable_in_the_database(
        self, officer: Person
    ) -> None:
        stored = str(list(Authenticator.objects.values_list("data", flat=True)))

        assert TOTP_SECRET not in stored
        assert Authenticator.objects.get(user=officer, type="totp").wrap().validate_code(code_now())


class TestNothingShowsWhoHasAnAccount:
    """Unknown, wrong and closed look alike."""

    def test_the_message_is_the_same(self, officer: Person, cast: Cast) -> None:
        closed = with_password(cast.editor)
        closed.is_active = False
        closed.save()

        said = {
            try_password(Client(), "nobody@nowhere.example"),
            try_password(Client(), officer.email, "wrong"),
            try_password(Client(), closed.email),
        }

        assert len(said) == 1
        assert "do not match" in said.pop()

    def test_the_message_of_too_many_tries_is_the_same(self, officer: Person) -> None:
        said = []
        for email in (officer.email, "nobody@nowhere.example"):
            client = Client()
            for _ in range(attempts.TRIES_FROM_ONE_PLACE):
                try_password(client, email, "wrong")
            said.append(try_password(client, email, "wrong"))

        assert said[0] == said[1]
        assert said[0].startswith("Too many tries")

    def test_it_takes_as_long(self, officer: Person) -> None:
        person = with_password(officer)

        def seconds(email: str) -> float:
            FailedSignIn.objects.all().delete()
            begun = time.perf_counter()
            try_password(Client(), email, "wrong")
            return time.perf_counter() - begun

        known, unknown = [], []
        for _ in range(7):
            known.append(seconds(person.email))
            unknown.append(seconds("nobody@nowhere.example"))

        # One hash each: without the library's counter-measure the ratio is about 20.
        ratio = statistics.median(known) / statistics.median(unknown)
        assert 0.5 < ratio < 2

    def test_there_is_no_page_that_takes_an_address_and_says_what_it_knows(self) -> None:
        for name in ("account_signup", "account_reset_password", "account_email"):
            with pytest.raises(NoReverseMatch):
                reverse(name)


class TestGuessing:
    """Slowed for whoever guesses, and for nobody else."""

    def test_the_sixth_try_from_one_place_is_not_even_checked(self, officer: Person) -> None:
        client = Client()
        for _ in range(attempts.TRIES_FROM_ONE_PLACE):
            try_password(client, officer.email, "wrong")

        assert try_password(client, officer.email).startswith("Too many tries")

    def test_the_owner_gets_in_from_elsewhere_meanwhile(self, officer: Person) -> None:
        for _ in range(20):
            try_password(Client(), officer.email, "wrong", address="10.9.9.9")

        assert try_password(Client(), officer.email, address="10.0.0.1") == CODE

    def test_the_owner_gets_in_from_the_same_address_on_a_device_used_before(
        self, officer: Person
    ) -> None:
        own = Client()
        try_password(own, officer.email)
        try_code(own, code_now())
        own.post("/sign-out/")
        for _ in range(20):
            try_password(Client(), officer.email, "wrong")

        assert try_password(own, officer.email) == CODE

    def test_a_device_known_for_one_account_is_not_known_for_another(
        self, officer: Person, cast: Cast
    ) -> None:
        other = with_password(cast.editor)
        own = Client()
        try_password(own, officer.email)
        try_code(own, code_now())
        own.post("/sign-out/")
        for _ in range(attempts.TRIES_FROM_ONE_PLACE):
            try_password(Client(), other.email, "wrong")

        assert try_password(own, other.email).startswith("Too many tries")

    def test_a_forged_device_cookie_is_worth_nothing(self, officer: Person) -> None:
        own = Client()
        try_password(own, officer.email)
        try_code(own, code_now())
        for name in [name for name in own.cookies if name.startswith("known_")]:
            forged = Client()
            forged.cookies[name] = own.cookies[name].value[:-2] + "xx"
            for _ in range(attempts.TRIES_FROM_ONE_PLACE):
                try_password(forged, officer.email, "wrong")
            assert try_password(forged, officer.email).startswith("Too many tries")

    def test_a_quarter_of_an_hour_later_tries_are_free_again(self, officer: Person) -> None:
        client = Client()
        for _ in range(attempts.TRIES_FROM_ONE_PLACE):
            try_password(client, officer.email, "wrong")
        FailedSignIn.objects.update(at=timezone.now() - attempts.WINDOW)

        assert try_password(client, officer.email) == CODE

    def test_one_address_that_tries_many_accounts_is_slowed(self, officer: Person) -> None:
        for number in range(attempts.TRIES_FROM_ONE_ADDRESS):
            try_password(Client(), f"guess-{number}@saltmarsh.example", "wrong")

        assert try_password(Client(), officer.email).startswith("Too many tries")
        assert try_password(Client(), officer.email, address="10.0.0.2") == CODE

    def test_codes_are_counted_too(self, officer: Person) -> None:
        client = Client()
        try_password(client, officer.email)
        for _ in range(attempts.TRIES_FROM_ONE_PLACE):
            assert try_code(client, wrong_code()).startswith("That code")

        assert try_code(client, code_now()).startswith("Too many tries")

    def test_codes_cannot_be_guessed_from_many_places(self, officer: Person) -> None:
        for number in range(attempts.CODES_FROM_UNKNOWN_PLACES):
            client = Client()
            try_password(client, officer.email, address=f"10.0.1.{number}")
            try_code(client, wrong_code(), address=f"10.0.1.{number}")
        fresh = Client()
        try_password(fresh, officer.email, address="10.0.2.1")

        assert try_code(fresh, code_now(), address="10.0.2.1").startswith("Too many tries")

    def test_failures_name_nobody_and_are_kept_for_a_day(self, officer: Person) -> None:
        try_password(Client(), officer.email, "wrong", address="203.0.113.9")
        stored = str(list(FailedSignIn.objects.values()))
        assert officer.email not in stored
        assert "203.0.113.9" not in stored

        FailedSignIn.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))
        try_password(Client(), "nobody@nowhere.example", "wrong")

        assert FailedSignIn.objects.count() == 1


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

    def test_a_changed_password_is_told_and_ends_other_sessions(self, officer: Person) -> None:
        here, there = signed_in(officer, confirmed=True), signed_in(officer)
        new = "a wholly different sentence"

        answer = here.post("/account/password/", {"oldpassword": PASSWORD, "password1": new})

        assert answer["Location"] == "/account/"
        assert there.get("/")["Location"].startswith(SIGN_IN)
        assert here.get("/").status_code == 200
        assert Notice.objects.filter(person=officer, kind="sign-in-changed").exists()


def test_the_public_site_has_no_address_of_sign_in() -> None:
    views = {found.view for found in addresses.of("public")}

    assert not [view for view in views if "allauth" in view or "organisations" in view]
