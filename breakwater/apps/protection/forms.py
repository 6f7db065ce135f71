"""What is asked of whoever has to tell a body that protects people."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from breakwater.apps.organisations.forms import MomentField, StaffForm
from breakwater.apps.protection.changes import Grounds
from breakwater.domain import protection as lists

# An incident number or a case's reference holds a digit or a hyphen, a name neither.
_REFERENCE = re.compile(r"(?=.*[0-9-])[A-Z0-9][A-Z0-9/.\- ]{1,39}")
_FUTURE = "This is in the future."
_WHEN = {"required": "Give the day and the time.", "invalid": "Give it as 2026-11-23T14:30."}


def _one_of(kind: type[lists.Said], label: str, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=lists.written(kind),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
        **more,
    )


class ShareForm(StaffForm):
    """The danger, who is to be told, what, on which ground, and whether the person is told."""

    reference = forms.CharField(
        label="Incident number, or reference of the case",
        help_text="The number only. No names.",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    risk = _one_of(lists.Risk, "What is the danger?")
    body = _one_of(
        lists.Body, "Who must know?", help_text="Only bodies that protect people are listed."
    )
    fields_passed = forms.MultipleChoiceField(
        label="What must they know? The least that protects",
        help_text="Only what kind of thing. Do not write the thing itself.",
        choices=lists.written(lists.Field),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what they must know."},
    )
    basis = _one_of(
        lists.Basis,
        "What allows it?",
        help_text="These readings of the law are ours. No named lawyer has approved them.",
    )
    because = forms.CharField(
        label="Why would nothing less do?",
        help_text="No names, and nothing about immigration status.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    told = _one_of(lists.Told, "Is the person told?")
    told_why = _one_of(
        lists.WhyNotTold, "If they are not told: what danger would telling add?", required=False
    )
    how = forms.ChoiceField(
        label="Can it wait for a second person?",
        choices=[
            ("ask", "Yes: ask a colleague to agree first"),
            ("emergency", "No: it was passed on already, because nobody could wait"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    shared_at = MomentField(
        label="If it was passed on already: when?", required=False, error_messages=_WHEN
    )

    def __init__(self, *args: Any, asks_reference: bool = True, **kwargs: Any) -> None:
        """``asks_reference`` where it is not known already."""
        super().__init__(*args, **kwargs)
        if not asks_reference:
            del self.fields["reference"]

    def clean_reference(self) -> str:
        """The number as it is stored."""
        number = " ".join(str(self.cleaned_data["reference"]).upper().split())
        if not _REFERENCE.fullmatch(number):
            raise ValidationError("Enter a number or a reference, no names.")
        return number

    def clean(self) -> dict[str, Any]:
        """An emergency has its moment, in the past."""
        cleaned = super().clean() or {}
        if cleaned.get("how") == "emergency":
            shared_at = cleaned.get("shared_at")
            if shared_at is None:
                self.add_error("shared_at", _WHEN["required"])
            elif shared_at > timezone.now():
                self.add_error("shared_at", _FUTURE)
        return cleaned

    @property
    def is_emergency(self) -> bool:
        """Whether it was passed on already."""
        return bool(self.cleaned_data["how"] == "emergency")

    def grounds(self, reference: str = "") -> Grounds:
        """What was filled in."""
        cleaned = self.cleaned_data
        why = cleaned["told_why"]
        is_told = cleaned["told"] != lists.Told.NOT_TOLD
        return Grounds(
            reference=cleaned.get("reference", reference),
            risk=lists.read(lists.Risk, cleaned["risk"]),
            body=lists.read(lists.Body, cleaned["body"]),
            basis=lists.read(lists.Basis, cleaned["basis"]),
            fields=[lists.read(lists.Field, name) for name in cleaned["fields_passed"]],
            because=cleaned["because"],
            told=lists.read(lists.Told, cleaned["told"]),
            # Left over from a choice that was changed: it says nothing then.
            told_why=lists.read(lists.WhyNotTold, why) if why and not is_told else None,
        )


class SharedForm(StaffForm):
    """When what was agreed was passed on."""

    shared_at = MomentField(label="When was it passed on?", error_messages=_WHEN)


class DisagreeForm(StaffForm):
    """Why the second person does not agree."""

    why = _one_of(lists.WhyNot, "Why do you not agree?")
