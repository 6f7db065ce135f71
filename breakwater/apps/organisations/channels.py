"""Ways to send a short message to someone who works here: console, SMTP, GOV.UK Notify.

A channel is anything with ``send``; ``BREAKWATER_MESSAGE_CHANNEL`` names the one to use. GOV.UK
Notify is open to police and public bodies, not to charities.
"""

import base64
import hashlib
import hmac
import http.client
import json
import smtplib
import sys
import time
from collections.abc import Callable
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage

from breakwater.domain.plain_error import PlainError


class NotSent(Exception):  # noqa: N818 (it is what happened; the message stays queued)
    """The message was not handed over; trying again later may work."""


class Channel(Protocol):
    """Hands one plain-text message over, or raises ``NotSent``."""

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Return once somebody else is responsible for the message."""


class Console:
    """Prints the message where the process was started: for demonstrations on one machine."""

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Never fails."""
        rule = "-" * 72
        print(f"{rule}\nTo: {to}\nSubject: {subject}\n\n{text}{rule}", file=sys.stdout, flush=True)


class Smtp:
    """The installation's own mail server (``BREAKWATER_SMTP_…``)."""

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Wait at most five seconds for the server."""
        try:
            EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to]).send()
        except (OSError, smtplib.SMTPException) as reason:
            raise NotSent from reason


class GovukNotify:
    """GOV.UK Notify's HTTPS interface: POST /v2/notifications/email, as its documentation gives it.

    The template named by ``BREAKWATER_GOVUK_NOTIFY_TEMPLATE`` has the fields ``subject`` and
    ``text``. The key is ``name-<service id>-<secret>``, each id 36 characters.
    """

    host = "api.notifications.service.gov.uk"

    def __init__(
        self,
        key: str,
        template: str,
        connect: Callable[..., http.client.HTTPConnection] = http.client.HTTPSConnection,
    ) -> None:
        """``connect`` makes the connection to a host with a time-out in seconds."""
        if len(key) < 73 or not template:
            raise PlainError("GOV.UK Notify needs BREAKWATER_GOVUK_NOTIFY_KEY and …_TEMPLATE")
        self._secret, self._service = key[-36:], key[-73:-37]
        self._template, self._connect = template, connect

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Wait at most five seconds; anything but 201 is tried again later."""
        body = json.dumps(
            {
                "email_address": to,
                "template_id": self._template,
                "personalisation": {"subject": subject, "text": text},
            }
        )
        headers = {
            "Authorization": f"Bearer {self.token(int(time.time()))}",
            "Content-Type": "application/json",
        }
        connection = self._connect(self.host, timeout=5)
        try:
            connection.request("POST", "/v2/notifications/email", body, headers)
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as reason:
            raise NotSent from reason
        finally:
            connection.close()
        if status != http.client.CREATED:
            raise NotSent(str(status))

    def token(self, issued_at: int) -> str:
        """The JSON Web Token (RFC 7519, HS256) of a request issued at that Unix time."""
        parts = [{"typ": "JWT", "alg": "HS256"}, {"iss": self._service, "iat": issued_at}]
        signed = b".".join(_base64url(json.dumps(part).encode()) for part in parts)
        signature = hmac.new(self._secret.encode(), signed, hashlib.sha256).digest()
        return b".".join([signed, _base64url(signature)]).decode()


def chosen() -> Channel:
    """The channel the installation is set to use."""
    match settings.MESSAGE_CHANNEL:
        case "console":
            return Console()
        case "smtp":
            return Smtp()
        case "govuk_notify":
            return GovukNotify(settings.GOVUK_NOTIFY_KEY, settings.GOVUK_NOTIFY_TEMPLATE)
        case other:
            raise PlainError(
                f"BREAKWATER_MESSAGE_CHANNEL is console, smtp or govuk_notify, not {other}"
            )


def _base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
