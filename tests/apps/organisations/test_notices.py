"""What people are told, how, and how little of it leaves the building."""

import http.client
import json
from base64 import urlsafe_b64decode
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from breakwater.apps.organisations import channels, notices, outbox
from breakwater.apps.organisations.models import Notice, OutgoingMessage, Person
from breakwater.domain.plain_error import PlainError
from tests.people import Cast, signed_in

KEY = "a-name-11111111-1111-1111-1111-111111111111-22222222-2222-2222-2222-222222222222"


def tell(person: Person) -> None:
    """Something."""
    notices.tell(person, notices.Kind.ROLE_GIVEN, address="/people/", at=timezone.now())


def chose(person: Person, when: str) -> Person:
    """The same person, told by e-mail then."""
    person.email_notices = when
    person.save()
    return person


@pytest.mark.django_db
class TestTelling:
    """Who hears of it, and when."""

    @pytest.mark.parametrize(("choice", "queued"), [("at_once", 1), ("daily", 0), ("never", 0)])
    def test_the_choice_of_e_mail(self, cast: Cast, choice: str, queued: int) -> None:
        tell(chose(cast.officer, choice))

        assert OutgoingMessage.objects.count() == queued
        assert Notice.objects.get().person == cast.officer

    def test_daily_means_one_e_mail_for_all_that_is_unread(self, cast: Cast) -> None:
        for person in (chose(cast.officer, "daily"), chose(cast.editor, "never")):
            tell(person)
            tell(person)

        assert notices.send_daily(at=timezone.now()) == 1
        assert notices.send_daily(at=timezone.now()) == 0
        assert OutgoingMessage.objects.get().to == cast.officer.email

    def test_what_was_read_meanwhile_is_not_mailed(self, cast: Cast) -> None:
        tell(chose(cast.officer, "daily"))
        signed_in(cast.officer).post("/notifications/read/")

        assert notices.send_daily(at=timezone.now()) == 0

    def test_the_page_shows_only_ones_own(self, cast: Cast) -> None:
        tell(cast.officer)

        assert b"You were given a role" in signed_in(cast.officer).get("/notifications/").content
        assert b"You were given a role" not in signed_in(cast.editor).get("/notifications/").content

    def test_the_choice_is_kept(self, cast: Cast) -> None:
        signed_in(cast.officer).post("/notifications/email/", {"email_notices": "never"})

        assert Person.objects.get(pk=cast.officer.pk).email_notices == "never"

    def test_old_news_is_forgotten(self, cast: Cast) -> None:
        tell(cast.officer)
        Notice.objects.update(read_at=timezone.now() - timedelta(days=91))

        assert notices.forget_old(at=timezone.now()) == 1

    def test_no_sentence_has_room_for_a_name(self) -> None:
        assert all("{" not in kind.says and "%" not in kind.says for kind in notices.Kind)


class _Broken:
    def send(self, *, to: str, subject: str, text: str) -> None:
        raise channels.NotSent


@pytest.mark.django_db
class TestOutbox:
    """Sent after the change, kept until it went, and no longer."""

    def test_it_goes_once_the_change_is_committed(
        self,
        cast: Cast,
        sent: list[dict[str, str]],
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            tell(cast.officer)
            assert sent == []

        assert [message["to"] for message in sent] == [cast.officer.email]
        assert not OutgoingMessage.objects.exists()

    def test_what_could_not_be_sent_is_tried_again_later_and_then_dropped(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(channels, "chosen", _Broken)
        tell(cast.officer)
        at, tries = timezone.now(), 0
        while OutgoingMessage.objects.exists():
            at += timedelta(minutes=1)
            tries += bool(OutgoingMessage.objects.filter(try_again_at__lte=at).exists())
            outbox.send_waiting(at=at)

        assert tries == 12
        assert timedelta(days=1) < at - timezone.now() < timedelta(days=3)
        assert Notice.objects.exists()

    def test_what_another_process_has_sent_is_not_sent_again(
        self, cast: Cast, sent: list[dict[str, str]]
    ) -> None:
        tell(cast.officer)
        message = OutgoingMessage.objects.get()
        OutgoingMessage.objects.all().delete()

        assert outbox._send(message, timezone.now()) is False
        assert sent == []


class _Connection:
    """Stands where the network would be; keeps what it was asked."""

    asked: list[tuple[Any, ...]] = []
    status = 201

    def __init__(self, host: str, timeout: float) -> None:
        self.asked.append((host, timeout))

    def request(self, *what: object) -> None:
        self.asked.append(what)

    def getresponse(self) -> Any:
        return self

    def close(self) -> None:
        return


class TestChannels:
    """Console, SMTP, GOV.UK Notify."""

    def test_the_console_prints_it(self, capsys: pytest.CaptureFixture[str]) -> None:
        channels.Console().send(to="a@b.example", subject="S", text="T\n")

        assert "To: a@b.example\nSubject: S\n\nT\n" in capsys.readouterr().out

    def test_smtp_sends_plain_text_from_the_installations_address(self, settings: Settings) -> None:
        channels.Smtp().send(to="a@b.example", subject="S", text="T")

        message = mail.outbox[0]
        assert (message.to, message.body, message.from_email) == (
            ["a@b.example"],
            "T",
            settings.DEFAULT_FROM_EMAIL,
        )

    def test_a_mail_server_that_is_not_there_is_tried_later(self, settings: Settings) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

        with pytest.raises(channels.NotSent):
            channels.Smtp().send(to="a@b.example", subject="S", text="T")

    def test_notify_is_asked_as_its_documentation_says(self) -> None:
        _Connection.asked.clear()
        connect: Any = _Connection

        channels.GovukNotify(KEY, "template", connect).send(to="a@b.example", subject="S", text="T")

        (host, timeout), (method, path, body, headers) = _Connection.asked
        assert (host, timeout) == ("api.notifications.service.gov.uk", 5)
        assert (method, path) == ("POST", "/v2/notifications/email")
        assert json.loads(body) == {
            "email_address": "a@b.example",
            "template_id": "template",
            "personalisation": {"subject": "S", "text": "T"},
        }
        token = headers["Authorization"].removeprefix("Bearer ").split(".")
        claims = json.loads(urlsafe_b64decode(token[1] + "=="))
        assert claims["iss"] == KEY[-73:-37]

    def test_its_token_is_the_one_the_standard_gives(self) -> None:
        # Computed by hand with OpenSSL: HMAC-SHA256 of the first two parts under the secret.
        token = channels.GovukNotify(KEY, "template").token(1_700_000_000)
        head, claims, signature = token.split(".")

        assert json.loads(urlsafe_b64decode(head + "==")) == {"typ": "JWT", "alg": "HS256"}
        assert json.loads(urlsafe_b64decode(claims + "==")) == {
            "iss": KEY[-73:-37],
            "iat": 1_700_000_000,
        }
        assert signature == "lYAFrnaFlKzPOOiBZJsFOJ5E-t6ig10cQ7VLMWFrHWs"

    @pytest.mark.parametrize("status", [400, 403, 429, 500])
    def test_anything_but_created_is_tried_later(
        self, status: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(_Connection, "status", status)
        connect: Any = _Connection

        with pytest.raises(channels.NotSent):
            channels.GovukNotify(KEY, "template", connect).send(
                to="a@b.example", subject="", text=""
            )

    def test_a_network_that_is_not_there_is_tried_later(self) -> None:
        class Nothing(http.client.HTTPConnection):
            def connect(self) -> None:
                raise OSError

        with pytest.raises(channels.NotSent):
            channels.GovukNotify(KEY, "template", Nothing).send(
                to="a@b.example", subject="", text=""
            )

    def test_a_channel_there_is_not_is_refused_in_words(self, settings: Settings) -> None:
        settings.MESSAGE_CHANNEL = "pigeon"

        with pytest.raises(PlainError, match="not pigeon"):
            channels.chosen()
        with pytest.raises(PlainError, match="needs BREAKWATER_GOVUK"):
            channels.GovukNotify("", "")
