"""What is asked of whoever asks for a release, refuses one, or enters what passed the gate by."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone

from breakwater.apps.disclosures.changes.accounts import Event
from breakwater.apps.disclosures.changes.requests import Grounds, Wanted
from breakwater.apps.disclosures.forms import IncidentField
from breakwater.apps.disclosures.models import Account, Receiver
from breakwater.apps.organisations.forms import MomentField, StaffForm
from breakwater.domain.disclosures.fields import FIELDS, Channel, Field, Told

REGIMES = {
    "part_3": "Data Protection Act 2018, part 3: law enforcement",
    "uk_gdpr": "UK GDPR and Data Protection Act 2018, part 2",
}
_NO_STATUS = "Do not write anything about immigration status."


def _line(label: str, most: int, hint: str = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=required,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _lines(label: str, most: int, hint: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=widget)


class AskForm(StaffForm):
    """The grounds, and exactly which fields would leave; what is typed there is sealed at once."""

    incident = IncidentField()
    victim_first = forms.BooleanField(
        label="The person is safe, the crime against them is recorded, and its investigation has "
        "begun",
        error_messages={"required": "First make the person safe and begin with their crime."},
    )
    offence = _line("Which offence?", 300, "By this same person, with its section of the law.")
    evidence = _line("Where is the evidence?", 300, "Its reference only.")
    statute = _line("Which law lets you share?", 300, "The statute and its section.")
    purpose = _lines("What for?", 1000, _NO_STATUS)
    regime = forms.ChoiceField(
        label="Under which regime?", choices=list(REGIMES.items()), widget=forms.RadioSelect
    )
    necessity = _lines(
        "Why is it strictly necessary, and why would nothing less do?", 2000, _NO_STATUS
    )
    receiver = forms.ModelChoiceField(
        label="Who would receive it?",
        queryset=Receiver.objects.none(),
        empty_label="Choose a receiver",
    )
    channel = forms.ChoiceField(
        label="How does it reach them?",
        choices=[(one.value, one.says) for one in Channel],
        widget=forms.RadioSelect,
    )
    told = forms.ChoiceField(
        label="Is the person told?",
        choices=[(one.value, one.says) for one in Told],
        widget=forms.RadioSelect,
    )
    told_reason = _lines("Why?", 1000)

    def __init__(self, *args: Any, receivers: Any, **kwargs: Any) -> None:
        """``receivers`` are those of the force for the recipient in question."""
        super().__init__(*args, **kwargs)
        field = self.fields["receiver"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = receivers
        for one in Field:
            self.fields[f"value_{one}"] = _line(one.says, 500, required=False)
            self.fields[f"reason_{one}"] = _line("Why is it needed?", 500, required=False)

    def grounds_fields(self) -> Iterator[BoundField]:
        """Everything before the fields that would leave."""
        return (self[name] for name in self.fields if name in self.base_fields)

    def wanted_fields(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Each field that could leave, with its reason."""
        return ((self[f"value_{one}"], self[f"reason_{one}"]) for one in Field)

    def clean(self) -> dict[str, Any]:
        """Each field that is named has its reason, and there is at least one."""
        cleaned = super().clean() or {}
        for one in Field:
            if cleaned.get(f"value_{one}") and not cleaned.get(f"reason_{one}"):
                self.add_error(f"reason_{one}", f"Say why this is needed: {one.says.lower()}.")
        if not any(cleaned.get(f"value_{one}") for one in Field):
            raise ValidationError("Fill in at least one field, and say why it is needed.")
        return cleaned

    def grounds(self) -> Grounds:
        """What was recorded."""
        cleaned = self.cleaned_data
        names = [name for name in Grounds.__dataclass_fields__ if name != "told"]
        return Grounds(told=Told(cleaned["told"]), **{name: cleaned[name] for name in names})

    def wanted(self) -> list[Wanted]:
        """Which fields, with their contents."""
        cleaned = self.cleaned_data
        return [
            Wanted(one, cleaned[f"value_{one}"], cleaned[f"reason_{one}"])
            for one in Field
            if cleaned.get(f"value_{one}")
        ]


class AuthoriseForm(StaffForm):
    """The passkey's signature, which the browser fills in."""

    credential = forms.CharField(widget=forms.HiddenInput, max_length=16_384)


class WhyForm(StaffForm):
    """Why a request is refused or withdrawn."""

    reason = _lines("Reason", 1000, _NO_STATUS)


class EventForm(StaffForm):
    """What was passed on outside the gate: which kinds of thing, never their content."""

    incident = IncidentField()
    fields_passed = forms.MultipleChoiceField(
        label="What was passed on?",
        help_text="Only what kind of thing. Do not write the thing itself.",
        choices=[(one.value, one.says) for one in Field],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what was passed on."},
    )
    happened_at = MomentField(label="When?")
    because = _lines("Why?", 1000, _NO_STATUS)

    def event(self) -> Event:
        """What was filled in."""
        cleaned = self.cleaned_data
        return Event(
            incident=cleaned["incident"],
            fields=[FIELDS[name] for name in cleaned["fields_passed"]],
            happened_at=cleaned["happened_at"],
            because=cleaned["because"],
        )


class CompulsionForm(EventForm):
    """What a court or a law compelled."""

    instrument = forms.ChoiceField(
        label="What compels you?", choices=Account.Instrument.choices, widget=forms.RadioSelect
    )
    instrument_reference = _line("Its reference", 200, "The court and the number, or the section.")
    field_order = ("instrument", "instrument_reference", "incident")


class IncomingForm(StaffForm):
    """A request that came in."""

    incident = IncidentField()
    their_reference = _line("Their reference", 80, "As in their letter. No names.")
    received_on = forms.DateField(
        label="When did it come?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give the day as 2026-11-23, or pick it."},
    )

    def clean_received_on(self) -> Any:
        """Not in the future."""
        if self.cleaned_data["received_on"] > timezone.localdate():
            raise ValidationError("This is in the future.")
        return self.cleaned_data["received_on"]


class ReceiverForm(StaffForm):
    """A post that packages can be sealed to."""

    name = _line("Which post?", 200, "The office and its place. No names of people.")
    key = _line("Its public key", 200, "It begins with “age1”. They make it and send it to you.")


class TokenForm(StaffForm):
    """Which system asks."""

    name = _line("Which records system?", 80)
