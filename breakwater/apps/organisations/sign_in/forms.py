"""The sign-in library's forms, in our words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, SetPasswordForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms

_A_GOOD_ONE = "At least 12 characters. Three or four words are easy to keep in mind."


class SignInForm(LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say it plainly, and leave placeholders out: they vanish when they are needed."""
        super().__init__(*args, **kwargs)
        _say(self, "login", "E-mail address", autocomplete="username")
        _say(self, "password", "Password", autocomplete="current-password")


class NewPasswordForm(ChangePasswordForm):
    """The old password, and the new one once: a password manager or a second look does the rest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say it plainly."""
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _say(self, "oldpassword", "Your password now", autocomplete="current-password")
        _say(self, "password1", "New password", _A_GOOD_ONE, autocomplete="new-password")


class FirstPasswordForm(SetPasswordForm):
    """A password for whoever has none: once, as above."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say it plainly."""
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _say(self, "password1", "Password", _A_GOOD_ONE, autocomplete="new-password")


class SetUpAppForm(ActivateTOTPForm):
    """The first code of an app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say it plainly."""
        super().__init__(*args, **kwargs)
        _say(self, "code", "Code from the app", "Six digits.", autocomplete="one-time-code")


class AddPasskeyForm(AddWebAuthnForm):
    """Always a passkey that can sign in by itself, never one that is only a second step."""

    passwordless = forms.BooleanField(
        initial=True, required=False, widget=forms.CheckboxInput(attrs={"hidden": True}), label=""
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say it plainly."""
        super().__init__(*args, **kwargs)
        _say(self, "name", "A name for it", "For example: my phone.", autocomplete="off")


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say it plainly."""
        super().__init__(*args, **kwargs)
        _say(self, "name", "Name", autocomplete="off")


def _say(form: forms.Form, name: str, label: str, help_text: str = "", **attrs: str) -> None:
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)
