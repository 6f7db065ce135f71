"""Letting people in, back in and out."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import signing
from django.test import Client
from django.utils import timezone

from breakwater.apps.organisations import access
from breakwater.apps.organisations.changes import people as change
from breakwater.apps.organisations.changes import roles as change_roles
from breakwater.apps.organisations.models import (
    Grant,
    Invitation,
    Membership,
    OutgoingMessage,
    Person,
)
from breakwater.apps.organisations.roles import Role
from breakwater.domain.plain_error import PlainError
from tests.people import LONG_AGO, PASSWORD, TOTP_SECRET, Cast, code_now, signed_in

pytestmark = pytest.mark.django_db


def invited(cast: Cast, *roles: Role) -> Invitation:
    """Somebody new at the force."""
    return change.invite(
        organisation=cast.force,
        email="Nia.New@saltmarsh.example",
        roles=roles,
        by=cast.force_admin,
        at=timezone.now(),
    )


def joined(invitation: Invitation) -> Person:
    """They took it up."""
    return change.accept_invitation(
        invitation=invitation,
        name="Nia New",
        password=PASSWORD,
        totp_secret=TOTP_SECRET,
        at=timezone.now(),
    )


def link_in(message: OutgoingMessage) -> str:
    """The path of the link in an e-mail."""
    found = re.search(re.escape(settings.STAFF_ADDRESS) + r"(/join/\S+)", message.text)
    assert found, message.text
    return found[1]


def held(person: Person) -> set[Role]:
    """Their roles today."""
    return set(Membership.objects.get(person=person).roles_on(access.today()))


class TestInvitations:
    """A link for one person, for one time."""

    def test_the_link_goes_to_the_invited_person_and_is_stored_nowhere(self, cast: Cast) -> None:
        invited(cast, Role.OFFICER)

        message = OutgoingMessage.objects.get()
        assert message.to == "Nia.New@saltmarsh.example"
        token = link_in(message).split("/")[2]
        OutgoingMessage.objects.all().delete()
        assert token not in str(list(Invitation.objects.values()))

    def test_whoever_follows_it_sets_up_both_steps_and_is_in(self, cast: Cast) -> None:
        invited(cast, Role.OFFICER)
        client = Client()
        answer = client.get(link_in(OutgoingMessage.objects.get()))
        assert answer["Location"] == "/join/"

        page = client.get("/join/").content.decode()
        secret = client.session["mfa.totp.secret"]
        assert " ".join(secret[at : at + 4] for at in range(0, 32, 4)) in page
        answer = client.post(
            "/join/", {"name": "Nia New", "password": PASSWORD, "code": code_now(secret)}
        )

        assert answer["Location"] == "/account/recovery-codes/"
        assert client.get("/account/recovery-codes/").status_code == 200
        assert b"Officer" in client.get("/").content
        assert held(Person.objects.get(email="Nia.New@saltmarsh.example")) == {Role.OFFICER}

    @pytest.mark.parametrize(
        ("field", "value", "says"),
        [
            ("password", "short", "too short"),
            ("password", "password1234", "too common"),
            ("password", "Nia.New@saltmarsh", "too similar"),
            ("code", "000000", "not right"),
            ("name", "", "required"),
        ],
    )
    def test_half_a_set_up_makes_no_account(
        self, cast: Cast, field: str, value: str, says: str
    ) -> None:
        invited(cast)
        client = Client()
        client.get(link_in(OutgoingMessage.objects.get()))
        client.get("/join/")
        good = {
            "name": "Nia New",
            "password": PASSWORD,
            "code": code_now(client.session["mfa.totp.secret"]),
        }

        answer = client.post("/join/", good | {field: value})

        assert says in answer.content.decode()
        assert not Person.objects.filter(name="Nia New").exists()
        assert client.post("/join/", good).status_code == 302

    def test_it_works_once(self, cast: Cast) -> None:
        invitation = invited(cast)
        joined(invitation)

        with pytest.raises(PlainError, match="used already"):
            joined(invitation)
        assert Client().get(link_in(OutgoingMessage.objects.get()), follow=True).status_code == 410

    def test_opening_it_uses_nothing_up(self, cast: Cast) -> None:
        invited(cast)
        link = link_in(OutgoingMessage.objects.get())

        assert [Client().get(link, follow=True).status_code for _ in range(3)] == [200] * 3

    @pytest.mark.parametrize(
        "spoiled_by", ["time", "withdrawal", "a newer one", "its organisation"]
    )
    def test_it_stops_working_with(self, cast: Cast, spoiled_by: str) -> None:
        invitation = invited(cast)
        link = link_in(OutgoingMessage.objects.get())
        match spoiled_by:
            case "time":
                Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
            case "withdrawal":
                change.withdraw_invitation(
                    invitation=invitation, by=cast.force_admin, at=timezone.now()
                )
            case "a newer one":
                invited(cast)
            case _:
                cast.force.left_at, cast.force.left_by = LONG_AGO, cast.force_admin
                cast.force.save()

        assert Client().get(link, follow=True).status_code == 410

    def test_whoever_writes_the_database_cannot_make_a_link(self, cast: Cast) -> None:
        invitation = invited(cast)
        forged = "x" * 40
        Invitation.objects.filter(pk=invitation.pk).update(fingerprint=change._fingerprint(forged))
        assert change.open_invitation(forged, at=timezone.now()) is None

        signed_for_something_else = signing.dumps("x", salt="another")
        Invitation.objects.filter(pk=invitation.pk).update(
            fingerprint=change._fingerprint(signed_for_something_else)
        )
        assert change.open_invitation(signed_for_something_else, at=timezone.now()) is None

    def test_a_link_signs_out_whoever_was_signed_in(self, cast: Cast) -> None:
        invited(cast)
        client = signed_in(cast.officer)

        client.get(link_in(OutgoingMessage.objects.get()))

        assert client.get("/")["Location"].startswith("/sign-in/")

    def test_one_person_has_one_place(self, cast: Cast) -> None:
        with pytest.raises(PlainError, match="already has an account"):
            change.invite(
                organisation=cast.support,
                email=cast.officer.email.upper(),
                roles=[],
                by=cast.support_admin,
                at=timezone.now(),
            )

    def test_a_role_the_organisation_does_not_have_is_refused(self, cast: Cast) -> None:
        with pytest.raises(PlainError, match="no role caseworker"):
            invited(cast, Role.CASEWORKER)

    def test_a_role_that_authorises_waits_for_a_second_person(self, cast: Cast) -> None:
        person = joined(invited(cast, Role.OFFICER, Role.SUPERVISOR))

        assert held(person) == {Role.OFFICER}
        assert Grant.objects.waiting().filter(person=person, role=Role.SUPERVISOR).exists()


class TestComingBack:
    """A lost password or phone."""

    def come_back(self, cast: Cast, person: Person) -> None:
        """One administrator sends the link; the person uses it."""
        invitation = change.invite_back(
            membership=person.membership, by=cast.force_admin, at=timezone.now()
        )
        change.come_back(
            invitation=invitation, password=PASSWORD, totp_secret=TOTP_SECRET, at=timezone.now()
        )

    def test_everything_old_stops_working(self, cast: Cast) -> None:
        client = signed_in(cast.officer)
        before = set(Authenticator.objects.filter(user=cast.officer).values_list("pk", flat=True))

        self.come_back(cast, cast.officer)

        assert client.get("/")["Location"].startswith("/sign-in/")
        after = set(Authenticator.objects.filter(user=cast.officer).values_list("pk", flat=True))
        assert not before & after

    def test_roles_that_authorise_wait_for_a_second_person_again(self, cast: Cast) -> None:
        self.come_back(cast, cast.supervisor)

        assert held(cast.supervisor) == set()
        grant = Grant.objects.waiting().get(person=cast.supervisor)
        with pytest.raises(PlainError, match="two people"):
            change_roles.confirm_role(grant=grant, by=cast.force_admin, at=timezone.now())
        change_roles.confirm_role(grant=grant, by=cast.force_admin_2, at=timezone.now())
        assert held(cast.supervisor) == {Role.SUPERVISOR}

    def test_roles_that_do_not_authorise_stay(self, cast: Cast) -> None:
        self.come_back(cast, cast.officer)

        assert held(cast.officer) == {Role.OFFICER}

    def test_the_page_asks_for_no_name(self, cast: Cast) -> None:
        change.invite_back(
            membership=cast.officer.membership, by=cast.force_admin, at=timezone.now()
        )
        client = Client()
        client.get(link_in(OutgoingMessage.objects.get()))
        client.get("/join/")

        answer = client.post(
            "/join/",
            {"password": PASSWORD, "code": code_now(client.session["mfa.totp.secret"])},
        )

        assert answer.status_code == 302
        assert client.get("/").status_code == 200

    def test_nobody_sends_it_to_themselves(self, cast: Cast) -> None:
        with pytest.raises(PlainError, match="somebody else"):
            change.invite_back(
                membership=cast.force_admin.membership, by=cast.force_admin, at=timezone.now()
            )


class TestClosing:
    """Deactivation."""

    def test_it_ends_roles_and_ways_in_and_keeps_the_record(self, cast: Cast) -> None:
        change.invite_back(
            membership=cast.officer.membership, by=cast.force_admin, at=timezone.now()
        )

        change.close_account(
            membership=cast.officer.membership, by=cast.force_admin, at=timezone.now()
        )

        person = Person.objects.get(pk=cast.officer.pk)
        assert (person.is_active, person.has_usable_password()) == (False, False)
        assert held(person) == set()
        assert not Authenticator.objects.filter(user=person).exists()
        assert not Invitation.objects.open_at(timezone.now()).exists()
        assert Grant.objects.get(person=person).ended_by == cast.force_admin

    def test_nobody_closes_their_own(self, cast: Cast) -> None:
        with pytest.raises(PlainError, match="somebody else"):
            change.close_account(
                membership=cast.force_admin.membership, by=cast.force_admin, at=timezone.now()
            )

    def test_the_last_administrator_stays(self, cast: Cast) -> None:
        place = cast.force_admin.membership
        change.close_account(
            membership=cast.force_admin_2.membership, by=cast.force_admin, at=timezone.now()
        )

        with pytest.raises(PlainError, match="only administrator"):
            change.close_account(membership=place, by=cast.officer, at=timezone.now())
        with pytest.raises(PlainError, match="only administrator"):
            change_roles.take_role(grant=place.grants.get(), by=cast.operator_1, at=timezone.now())
