"""What a browser sends about keys: age files in base64, and which is meant for whom."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from breakwater.apps.organisations.changes.keys import MadeCopy, MadeKey, MadeOrganisationKey
from breakwater.apps.organisations.forms import StaffForm
from breakwater.domain.audit_log.encoding import read_base64
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.statement import LARGEST_STATEMENT

_BEGINS = b"age-encryption.org/v1\n"
# A wrapped identity has about 400 bytes, a sealed organisation's key 1.3 kB.
_LARGEST_FILE = 16 * 1024
_MOST_FILES = 500
_DAMAGED = "What the browser sent is damaged. Open the page again."


class SealedField(forms.CharField):
    """An age file in base64."""

    def clean(self, value: Any) -> bytes:
        """Its bytes; whether they open is for a browser to find out."""
        return _sealed(super().clean(value))


class _ByNumber(forms.CharField):
    """A JSON object whose names are whole numbers: primary keys, or versions of a key."""

    def clean(self, value: Any) -> dict[int, Any]:
        """Each value read by ``read``."""
        try:
            found = json.loads(super().clean(value))
            if not isinstance(found, dict) or len(found) > _MOST_FILES:
                raise ValidationError(_DAMAGED)
            return {int(number): self.read(one) for number, one in found.items()}
        except (ValueError, RecursionError):
            raise ValidationError(_DAMAGED) from None

    def read(self, one: object) -> object:
        """One value."""
        return _sealed(one)


class PapersField(_ByNumber):
    """Age files by version."""


class CopiesField(_ByNumber):
    """Copies with their vouchers."""

    def read(self, one: object) -> MadeCopy:
        """One copy."""
        if not isinstance(one, dict):
            raise ValidationError(_DAMAGED)
        voucher = one.get("voucher")
        if not isinstance(voucher, str) or len(voucher) > LARGEST_STATEMENT:
            raise ValidationError(_DAMAGED)
        return MadeCopy(_sealed(one.get("sealed")), voucher)


class MemberKeyForm(StaffForm):
    """A member's new key."""

    recipient = forms.CharField(max_length=80)
    wrapped = SealedField()
    memory = SealedField()

    def made(self) -> MadeKey:
        """The key as it was sent."""
        return MadeKey(**self.cleaned_data)


class WrappedForm(StaffForm):
    """The same key under a new passphrase."""

    wrapped = SealedField()


class MemoryForm(StaffForm):
    """What a key remembers."""

    memory = SealedField()


class PasskeyForm(StaffForm):
    """A copy that a passkey opens."""

    name = forms.CharField(max_length=60)
    credential = forms.RegexField(r"^AGE-PLUGIN-FIDO2PRF-1[0-9A-Z]+$", max_length=600)
    wrapped = SealedField()


class OrganisationKeyForm(StaffForm):
    """A new version of the organisation's key."""

    statement = forms.CharField(max_length=LARGEST_STATEMENT, strip=False)
    copies = CopiesField()
    papers = PapersField()

    def clean_statement(self) -> str:
        """Its lines end as they were signed: browsers send line ends as forms do."""
        statement: str = self.cleaned_data["statement"]
        return statement.replace("\r\n", "\n")

    def made(self) -> MadeOrganisationKey:
        """The key as it was sent."""
        return MadeOrganisationKey(**self.cleaned_data)


class CopiesForm(StaffForm):
    """Copies of several versions for one member."""

    copies = CopiesField()


class TestForm(StaffForm):
    """What a test message said."""

    __test__ = False  # pytest takes every class called Test… for a test

    token = forms.CharField(max_length=400)
    word = forms.CharField(max_length=60)


def _sealed(value: object) -> bytes:
    try:
        sealed = read_base64(value if isinstance(value, str) else "", "sealed file")
    except PlainError:
        raise ValidationError(_DAMAGED) from None
    if not sealed.startswith(_BEGINS) or len(sealed) > _LARGEST_FILE:
        raise ValidationError(_DAMAGED)
    return sealed
