"""What is asked of whoever offers a referral, answers one, or takes a consent back."""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from breakwater.apps.disclosures.forms import IncidentField
from breakwater.apps.organisations.forms import StaffForm
from breakwater.apps.referrals.changes.offering import Agreed, Offer, Said
from breakwater.apps.referrals.consent_form import ConsentForm
from breakwater.apps.referrals.message import HEADINGS, LARGEST_SEALED, is_sealed, written
from breakwater.apps.referrals.models import Referral, UnmetNeed
from breakwater.apps.referrals.receivers import Receiver
from breakwater.sealing.seal import seal

_CHOICES = ("first", "second", "third")
_NO_STATUS = "Nothing about immigration status."


def _line(label: str, most: int, hint: str = "", **more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=widget, **more)


def _lines(label: str, most: int, hint: str = "", **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2, "autocomplete": "off"})
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=widget, **more)


class _SealingForm(StaffForm):
    """A form some of whose answers are sealed: by the browser, or else here in memory."""

    headings: Mapping[str, str] = HEADINGS
    # What the browser sealed: {organisation: base64}. Then the answers themselves never came.
    sealed = forms.CharField(
        required=False, widget=forms.HiddenInput, max_length=5 * LARGEST_SEALED, strip=True
    )
    # The recipients that the browser sealed to, in order: a key may change while a page is open.
    sealed_to = forms.CharField(required=False, widget=forms.HiddenInput, max_length=1000)

    def __init__(self, *args: Any, receivers: Mapping[str, Receiver], **kwargs: Any) -> None:
        """``receivers`` are those that can read it today, by the key of their organisation."""
        super().__init__(*args, **kwargs)
        self.receivers = receivers
        if self.data.get("sealed"):
            for name in self.headings:
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """What the browser sealed, for whom."""
        cleaned = super().clean() or {}
        cleaned["sealed"] = _files(cleaned.get("sealed", ""))
        return cleaned

    def said_to(self, key: str) -> Said:
        """What is said to one of the receivers, sealed to its key."""
        receiver = self.receivers[key]
        sealed = self.cleaned_data["sealed"].get(key)
        if sealed is None:
            text = written(self.cleaned_data, self.headings)
            sealed = seal(text, recipients=[receiver.recipient])
        return Said(
            organisation=receiver.organisation,
            sealed=sealed,
            key_version=receiver.version,
            sealed_in_browser=bool(self.cleaned_data["sealed"]),
            service=receiver.choice.service,
        )

    def require_sealed(self, *keys: str) -> None:
        """Where the browser sealed at all, it sealed to each of them, and to their key of now."""
        sealed = self.cleaned_data.get("sealed") or {}
        if not sealed:
            return
        if not set(keys) <= set(sealed):
            raise ValidationError("What your browser sealed is for somebody else. Send it again.")
        recipients = [self.receivers[key].recipient for key in keys]
        if self.cleaned_data.get("sealed_to", "").split() != recipients:
            raise ValidationError(
                "Their key has changed since you opened this page, so nothing was sent. "
                "Open the page again."
            )


def _files(text: str) -> dict[str, bytes]:
    if not text:
        return {}
    try:
        files = {str(k): b64decode(v, validate=True) for k, v in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError, NotBase64):
        files = {"": b""}
    if not all(is_sealed(file) for file in files.values()):
        raise ValidationError("What your browser sealed arrived damaged. Send it again.")
    return files


class OfferForm(_SealingForm, ConsentForm):
    """The incident, whom the person chose, the least that must be said, and what was agreed."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    incident = IncidentField()
    first = forms.ChoiceField(
        label="Which service do they choose?",
        error_messages={"required": "Choose a service."},
    )
    second = forms.ChoiceField(label="If that one cannot: which next?", required=False)
    third = forms.ChoiceField(label="And after that?", required=False)
    call_her = _line(HEADINGS["call_her"], 100, "It need not be their real name.")
    reach = _lines(
        HEADINGS["reach"], 500, f"A number or a place. Only what they let you write. {_NO_STATUS}"
    )
    when = _line(HEADINGS["when"], 200, "For example: before noon, no voicemail.", required=False)
    speaks = _line("Which language do they speak?", 60, required=False)
    needs = _lines(HEADINGS["needs"], 500, _NO_STATUS, required=False)
    is_in_danger = forms.BooleanField(
        label="They are in danger today: call at once", required=False
    )

    def __init__(
        self, *args: Any, receivers: Mapping[str, Receiver], asks_incident: bool, **kwargs: Any
    ) -> None:
        """``asks_incident`` where the number is not known already."""
        super().__init__(*args, receivers=receivers, **kwargs)
        if not asks_incident:
            del self.fields["incident"]
        listed = [(key, one.choice.name) for key, one in receivers.items()]
        for name, empty in zip(_CHOICES, ("Choose one", "None", "None"), strict=True):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", empty), *listed]

    def chosen(self) -> list[str]:
        """The keys of those chosen, in order."""
        given = [self.cleaned_data.get(name) for name in _CHOICES]
        return [key for key in given if key]

    def clean(self) -> dict[str, Any]:
        """Nobody is named twice, and what was sealed is for those who were named."""
        cleaned = super().clean()
        chosen = self.chosen()
        whose = {self.receivers[key].organisation for key in chosen}
        if len(whose) < len(chosen):
            self.add_error("second", "Choose each organisation once.")
        self.require_sealed(*chosen)
        return cleaned

    def offer(self, *, reference: str = "") -> Offer:
        """What was filled in, with the words that were said."""
        cleaned = self.cleaned_data
        return Offer(
            agreed=Agreed(
                said=self.words.as_said(),
                **self.spoken_to(),
            ),
            said=[self.said_to(key) for key in self.chosen()],
            reference=cleaned.get("incident", reference),
            is_in_danger=cleaned["is_in_danger"],
            once=cleaned["once"] or uuid4(),
        )


class AnswerForm(_SealingForm):
    """The answer to what the receiver asked."""

    headings: Mapping[str, str] = {"answer": "Answer"}
    answer = _lines("Your answer", 1000, f"Only they can open it. {_NO_STATUS}")

    def clean(self) -> dict[str, Any]:
        """What was sealed is for the one who asked."""
        cleaned = super().clean()
        self.require_sealed(*self.receivers)
        return cleaned

    def said(self) -> Said:
        """It, sealed to the one who asked."""
        (key,) = self.receivers
        return self.said_to(key)


class DeclineForm(StaffForm):
    """Why a referral can't be taken on."""

    reason = forms.ChoiceField(
        label="Why can you not take it on?",
        help_text="Only counted for the month. It is not kept with the person, and nobody is told.",
        choices=UnmetNeed.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why."},
    )


class AskForm(StaffForm):
    """What is asked back."""

    question = forms.ChoiceField(
        label="What do you need to know?",
        help_text="Only these can be asked, so that nothing about the person goes back.",
        choices=Referral.Question.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what to ask."},
    )


class WithdrawForm(StaffForm):
    """That the person said so."""

    told = forms.BooleanField(
        label="The person told us that they no longer want this",
        error_messages={"required": "Only the person can take it back."},
    )
