"""Slows guessing of passwords and codes without letting anyone shut somebody else out.

Failures are counted per account *and* place. A place is a device that this account has signed in
from before (it holds a signed cookie for that account), or else a network address. Whoever guesses
from elsewhere fills their own count, never the count of a device its owner has used; and a passkey
is never counted, because it cannot be guessed.

Nothing stored here can be read: accounts and places are keyed hashes, deleted after a day.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import truncate_ip
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from breakwater.apps.organisations.models import FailedSignIn, Person

WINDOW = timedelta(minutes=15)
TRIES_FROM_ONE_PLACE = 5
# A whole office may share an address; only devices it does not know yet are counted here.
TRIES_FROM_ONE_ADDRESS = 50
# Whoever guesses codes already knows the password. A day's limit over all unknown places.
CODES_FROM_UNKNOWN_PLACES = 20
_KEPT = timedelta(days=1)
_COOKIE_AGE = timedelta(days=365)
_SALT = "breakwater.sign-in"


class Stage(Enum):
    """What is being guessed."""

    PASSWORD = "password"  # noqa: S105 (the name of a stage)
    CODE = "code"


class TooManyTries(Exception):  # noqa: N818 (it is what happened, not a fault)
    """This place must wait; nothing was checked."""


@dataclass(frozen=True)
class Attempt:
    """One try, counted as failed until ``succeeded`` says otherwise."""

    row: FailedSignIn

    def succeeded(self) -> None:
        """Take it off the count. Earlier failures stay counted."""
        self.row.delete()


def begin(request: HttpRequest, *, stage: Stage, account: str, at: datetime) -> Attempt:
    """Count a try on ``account`` (an e-mail address or a person's key) before checking anything.

    Counted first, so that a hundred tries at the same moment are a hundred, not one. The account
    need not exist: tries on accounts that don't are counted alike, so that nothing shows which do.

    Raises ``TooManyTries`` where this place has used up its tries.
    """
    account_key = _hash(stage.value, account.strip().lower())
    place, is_known = _place(request, account_key)
    with transaction.atomic():
        FailedSignIn.objects.filter(at__lt=at - _KEPT).delete()
        row = FailedSignIn.objects.create(
            account=account_key, from_where=place, from_known_device=is_known, at=at
        )
        over = _is_over(row, stage)
        if over:
            row.delete()
    if over:
        raise TooManyTries
    return Attempt(row)


def remember_device(request: HttpRequest, response: HttpResponseBase, person: Person) -> None:
    """Let ``person`` keep their own count on this device from now on."""
    for stage, account in ((Stage.PASSWORD, person.email), (Stage.CODE, str(person.pk))):
        key = _hash(stage.value, account.lower())
        if not _known_device(request, key):
            response.set_cookie(
                _cookie_name(key),
                signing.dumps([key, secrets.token_hex(8)], salt=_SALT),
                max_age=_COOKIE_AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )


def _is_over(row: FailedSignIn, stage: Stage) -> bool:
    lately = FailedSignIn.objects.filter(at__gt=row.at - WINDOW, from_where=row.from_where)
    if lately.filter(account=row.account).count() > TRIES_FROM_ONE_PLACE:
        return True
    if row.from_known_device:
        return False
    if lately.count() > TRIES_FROM_ONE_ADDRESS:
        return True
    unknown = FailedSignIn.objects.filter(account=row.account, from_known_device=False)
    return stage is Stage.CODE and unknown.count() > CODES_FROM_UNKNOWN_PLACES


def _place(request: HttpRequest, account_key: str) -> tuple[str, bool]:
    device = _known_device(request, account_key)
    if device:
        return _hash("device", device), True
    return _hash("address", truncate_ip(get_adapter().get_client_ip(request))), False


def _known_device(request: HttpRequest, account_key: str) -> str | None:
    try:
        key, device = signing.loads(
            request.COOKIES.get(_cookie_name(account_key), ""), salt=_SALT, max_age=_COOKIE_AGE
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(device) if key == account_key else None


def _cookie_name(account_key: str) -> str:
    return f"known_{account_key[:12]}"


def _hash(*parts: str) -> str:
    return salted_hmac(_SALT, "\0".join(parts), algorithm="sha256").hexdigest()
