"""The first people, the queue and the demonstration, from the command line."""

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from breakwater.apps.organisations import access, channels
from breakwater.apps.organisations.models import Grant, Organisation, OutgoingMessage, Person
from breakwater.apps.organisations.roles import ROLES, Role
from breakwater.domain.plain_error import PlainError
from breakwater.site import demonstration_people
from breakwater.site.command_line.main import main
from tests.people import Cast

pytestmark = pytest.mark.django_db
BEGIN = ["begin", "--name", "Saltmarsh Hosting", "--operator", "oz@x.example"]


class TestBegin:
    """An empty installation lets its first two people in."""

    @pytest.fixture(autouse=True)
    def _in_a_folder_without_a_demonstration(self, settings: Settings, tmp_path: Path) -> None:
        settings.DATA = tmp_path

    def test_it_prints_a_link_for_each_that_opens(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([*BEGIN, "--operator", "opal@x.example"]) == 0

        printed = capsys.readouterr().out
        links = re.findall(re.escape(django_settings.STAFF_ADDRESS) + r"(/join/\S+)", printed)
        assert [Client().get(link, follow=True).status_code for link in links] == [200, 200]
        assert not OutgoingMessage.objects.exists()

    def test_one_person_is_not_enough(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([*BEGIN, "--operator", "OZ@x.example"]) == 2
        assert "two people" in capsys.readouterr().err
        assert not Organisation.objects.exists()

    def test_it_happens_once(self, cast: Cast) -> None:
        assert main([*BEGIN, "--operator", "opal@x.example"]) == 2

    def test_it_takes_over_the_row_that_imports_made(self) -> None:
        made = Organisation.objects.create(slug="operator", name="x", kind="operator")

        main([*BEGIN, "--operator", "opal@x.example"])

        assert Organisation.objects.get() == made


def test_sending_says_what_is_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, sent: list[dict[str, str]]
) -> None:
    now = timezone.now()
    OutgoingMessage.objects.create(
        to="a@b.example", subject="S", text="T", queued_at=now, try_again_at=now
    )
    assert main(["send-messages", "--daily"]) == 0
    assert "sent: 1, left for later: 0" in capsys.readouterr().out

    class Broken:
        def send(self, *, to: str, subject: str, text: str) -> None:
            raise channels.NotSent

    monkeypatch.setattr(channels, "chosen", Broken)
    OutgoingMessage.objects.create(
        to="a@b.example", subject="S", text="T", queued_at=now, try_again_at=now
    )
    assert main(["send-messages"]) == 1


class TestTheDemonstration:
    """Invented people, let in through the same verbs."""

    @pytest.fixture
    def loaded(self, settings: Settings) -> list[str]:
        """Everyone."""
        settings.DEMONSTRATION = True
        return demonstration_people.load()

    def test_every_role_there_is_can_be_tried(self, loaded: list[str]) -> None:
        held = {ROLES[grant.role] for grant in Grant.objects.in_force(access.today())}

        assert held == set(Role)

    def test_everyone_printed_can_sign_in(self, loaded: list[str]) -> None:
        printed = "\n".join(demonstration_people.table())

        for account in demonstration_people.ACCOUNTS:
            assert f"{account.email} " in printed
            assert account.password in printed
            assert account.totp_secret in printed
            client = Client()
            client.post("/sign-in/", {"login": account.email, "password": account.password})
            assert client.post("/sign-in/code/", {"code": account.code()})["Location"] == "/"

    def test_something_waits_and_nothing_is_sent(self, loaded: list[str]) -> None:
        dana = demonstration_people.person("Dana Dune")

        assert access.proposals(dana.membership).count() == 1
        assert not OutgoingMessage.objects.exists()

    def test_outside_a_demonstration_there_is_nobody(self, settings: Settings) -> None:
        settings.DEMONSTRATION = False

        for refused in (demonstration_people.load, demonstration_people.table):
            with pytest.raises(PlainError, match="BREAKWATER_DEMONSTRATION"):
                refused()
        with pytest.raises(PlainError):
            demonstration_people.code_for("olive@saltmarsh.example")
        assert not Person.objects.exists()
