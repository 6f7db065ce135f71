"""Signing in: two steps, one message for every failure, and nobody shut out by somebody else."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from breakwater.apps.organisations.models import FailedSignIn, Person
from breakwater.apps.organisations.sign_in import attempts
from breakwater.site import addresses
from tests.apps.organisations.signing_in import CODE, SIGN_IN, try_code, try_password, wrong_code
from tests.people import PASSWORD, TOTP_SECRET, Cast, code_now, with_password

pytestmark = pytest.mark.django_db


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

    def test_it_costs_as_much(self, officer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        person, hasher, hashed = with_password(officer), type(get_hasher()), []
        encode = hasher.encode

        def counted(*given: Any, **named: Any) -> str:
            hashed.append("one")
            return str(encode(*given, **named))

        monkeypatch.setattr(hasher, "encode", counted)
        costs = []
        for email in (person.email, "nobody@nowhere.example"):
            hashed.clear()
            try_password(Client(), email, "wrong")
            costs.append(len(hashed))

        # All the time a try takes is its hash.
        assert costs == [1, 1]

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


def test_the_public_site_has_no_address_of_sign_in() -> None:
    views = {found.view for found in addresses.of("public")}

    assert not [view for view in views if "allauth" in view or "organisations" in view]
