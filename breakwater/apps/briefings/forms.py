"""What is asked for a briefing."""

from typing import Any

from django import forms

from breakwater.apps.briefings.models import LONGEST
from breakwater.apps.organisations.forms import StaffForm
from breakwater.apps.organisations.roles import ROLES, Kind, Role, roles_of


class _Day(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": "Give the day as 2026-11-23, or pick it."}


class BriefingForm(StaffForm):
    """A whole briefing; it cannot be changed afterwards."""

    title = forms.CharField(label="Title", max_length=200)
    reference = forms.CharField(
        label="Reference", help_text="As your force files it: “Bulletin 18/03/21”.", max_length=80
    )
    dated = _Day(label="Date of the briefing")
    text = forms.CharField(
        label="What officers must know",
        help_text="Plain words. A line without words begins a new paragraph. Name no person.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    roles = forms.MultipleChoiceField(
        label="Who must read it",
        help_text="Whoever is given one of these roles later must read it too.",
        widget=forms.CheckboxSelectMultiple,
        choices=[(role.value, role.says) for role in roles_of(Kind.FORCE)],
    )
    read_by = _Day(label="Last day to read it")

    def clean_roles(self) -> list[Role]:
        """The roles themselves."""
        return [ROLES[value] for value in self.cleaned_data["roles"]]

    def given(self) -> dict[str, Any]:
        """What was written, by the names the change takes."""
        return dict(self.cleaned_data)
