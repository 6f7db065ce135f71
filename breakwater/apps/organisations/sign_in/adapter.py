"""What we make of the sign-in library: invitation only, one message for every failure, our limits.

django-allauth owns passwords, sessions, codes and passkeys. Trusted here: that its views call these
methods before they let anyone in.
"""

import base64
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from breakwater.apps.organisations import notices
from breakwater.apps.organisations.models import Person
from breakwater.apps.organisations.sign_in import attempts

_NO_MATCH = "That e-mail address and password do not match an account here. Check both."
_WAIT = (
    "Too many tries from here. Nothing was checked this time. "
    "Wait 15 minutes, or sign in with a passkey."
)
_WRONG_CODE = "That code is not right. Codes change every 30 seconds; try the newest one."


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in of people who already have an account; there is no other way in but an invitation."""

    error_messages: ClassVar[dict[str, str]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _NO_MATCH,
        "account_inactive": _NO_MATCH,
        "too_many_login_attempts": _WAIT,
        "rate_limited": _WAIT,
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your password.",
        "incorrect_code": _WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts come from invitations."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """The person with these credentials, or nobody: unknown, wrong and closed look the same."""
        try:
            attempt = attempts.begin(
                request,
                stage=attempts.Stage.PASSWORD,
                account=str(credentials.get("email", "")),
                at=timezone.now(),
            )
        except attempts.TooManyTries:
            raise self.validation_error("too_many_login_attempts") from None
        person = authenticate(request, **credentials)
        if not isinstance(person, Person):
            return None
        attempt.succeeded()
        return person

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Turn away a closed account, whichever way it came, with the same words as a wrong one."""
        if user.is_active:
            return None
        clear_login(request)
        messages.error(request, _NO_MATCH)
        return redirect("account_login")

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Remember the device, so that nobody elsewhere can use up its tries.

        Signing in took a second factor, so it also counts as a confirmation for five minutes.
        """
        records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        if records and records[-1]["method"] == "mfa":
            records[-1]["reauthenticated"] = True
            request.session[AUTHENTICATION_METHODS_SESSION_KEY] = records
        response: HttpResponse = super().post_login(request, user, **kwargs)
        attempts.remember_device(request, response, user)
        return response

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """Second factors only: whoever sits at an open session may know the password."""
        types = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
        passkey = {
            "id": "mfa_reauthenticate:webauthn",
            "description": "Use a passkey",
            "url": reverse("mfa_reauthenticate_webauthn"),
        }
        code = {
            "id": "mfa_reauthenticate",
            "description": "Use a code",
            "url": reverse("mfa_reauthenticate"),
        }
        has_code = types & {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}
        has_passkey = Authenticator.Type.WEBAUTHN in types
        return [code] * bool(has_code) + [passkey] * has_passkey

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's account."""
        return reverse("mfa_index")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person that the way they sign in has changed; the library's mails say more."""
        notices.tell(
            user, notices.Kind.SIGN_IN_CHANGED, address=notices.page("mfa_index"), at=timezone.now()
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are unreadable in the database, and one always remains."""

    error_messages: ClassVar[dict[str, str]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _WRONG_CODE,
        "cannot_delete_authenticator": "Add a passkey first: you need at least one second step.",
    }

    def encrypt(self, text: str) -> str:
        """Encrypted under a key derived from the installation's secret key."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What ``encrypt`` was given; tries older secret keys too."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise self.validation_error("incorrect_code") from None

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another second factor would remain."""
        others = Authenticator.objects.filter(
            user_id=authenticator.user_id,
            type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN],
        )
        return others.exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002
        """A name until the person gives a better one."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who asks for the passkey; browsers show the name."""
        return super().get_public_key_credential_rp_entity() | {"name": "Breakwater"}


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derive(str(key))) for key in keys])


def _derive(secret: str) -> bytes:
    derivation = HKDF(SHA256(), length=32, salt=None, info=b"breakwater second factors")
    return base64.urlsafe_b64encode(derivation.derive(secret.encode()))
