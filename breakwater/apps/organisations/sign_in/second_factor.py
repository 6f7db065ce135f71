"""Codes as a second step: counted per person and place, in our words."""

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_second_factor_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from breakwater.apps.organisations.models import Person
from breakwater.apps.organisations.sign_in import attempts

_CODE = forms.TextInput(
    attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
)


class CodeForm(AuthenticateForm):
    """The second step of signing in."""

    code = forms.CharField(
        label="Code",
        help_text="Six digits from your authenticator app, or one of your recovery codes.",
        max_length=20,
        widget=_CODE,
    )

    def clean_code(self) -> str:
        """Count the try first; then let the library check it."""
        try:
            attempt = attempts.begin(
                context.request,
                stage=attempts.Stage.CODE,
                account=str(self.user.pk),
                at=timezone.now(),
            )
        except attempts.TooManyTries:
            raise get_adapter().validation_error("too_many_login_attempts") from None
        code: str = super().clean_code()
        attempt.succeeded()
        return code


class ConfirmCodeForm(CodeForm, ReauthenticateForm):
    """Confirming that it is still you, in the middle of a session."""

    def save(self) -> None:
        """Record it as a confirmation, not as a sign-in."""
        ReauthenticateForm.save(self)


class RemovePasskey(RemoveWebAuthnView):
    """Remove a passkey, unless it is the last second factor."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Keep at least one second step."""
        if not get_second_factor_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, "Add another second step first: you need at least one.")
            return redirect("mfa_list_webauthn")
        response: HttpResponse = super().form_valid(form)
        return response


def replace_all(person: Person, *, totp_secret: str) -> None:
    """Make an authenticator app the only second factor of ``person``, with new recovery codes."""
    remove_all(person)
    TOTP.activate(person, totp_secret)
    RecoveryCodes.activate(person)


def remove_all(person: Person) -> None:
    """Leave ``person`` without any second factor, and so without a way in."""
    Authenticator.objects.filter(user=person).delete()


def exists_for(person: Person) -> bool:
    """Whether ``person`` has a second factor; recovery codes alone are none."""
    return Authenticator.objects.filter(
        user=person, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    ).exists()
