"""What an officer is asked: the situation, an incident number, and how support was offered."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from breakwater.apps.disclosures import answers, rule
from breakwater.apps.disclosures.changes.decisions import Offer
from breakwater.apps.disclosures.models import Link
from breakwater.apps.organisations.forms import MomentField, SpokenToForm, StaffForm
from breakwater.apps.organisations.models import Organisation
from breakwater.domain.firewall.facts import Fact

# An incident number holds a digit; a person's name holds none.
INCIDENT = re.compile(r"(?=.*[0-9])[A-Z0-9][A-Z0-9/.\- ]{1,39}")


class QuestionForm(forms.Form):
    """One question of the rule, in the words of its pack."""

    answer = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": "Choose one answer."}
    )

    def __init__(self, *args: Any, fact: Fact, **kwargs: Any) -> None:
        """``fact`` is what is asked; its second sentence, where there is one, is the hint."""
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)
        _ask(field, fact)


class EveryQuestionForm(forms.Form):
    """All questions at once; what cannot change the answer may be left open."""

    def __init__(self, *args: Any, facts: list[Fact], **kwargs: Any) -> None:
        """``facts`` are what is asked, in order."""
        super().__init__(*args, **kwargs)
        for fact in facts:
            field = forms.ChoiceField(widget=forms.RadioSelect, required=False)
            _ask(field, fact)
            self.fields[fact.name] = field

    def clean(self) -> dict[str, Any]:
        """Keep what matters, and ask again for the first that is missing."""
        cleaned = super().clean() or {}
        self.given = answers.read(cleaned)
        missing = rule.question_after(self.given)
        if missing is not None and missing.name not in self.errors:
            self.add_error(missing.name, "Choose one answer.")
        return cleaned


def _ask(field: forms.ChoiceField, fact: Fact) -> None:
    field.choices = [(value.name, value.words) for value in fact.values]
    question, mark, rest = fact.question.partition("? ")
    field.label, field.help_text = question + mark.strip(), rest


class IncidentField(forms.CharField):
    """An incident number, in capitals; names have no place in it."""

    def __init__(self, **kwargs: Any) -> None:
        """Ask for it in the same words everywhere."""
        super().__init__(
            label="Incident number",
            help_text="The number only. No names.",
            max_length=40,
            widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
            error_messages={"required": "Enter the incident number."},
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        """The number as it is stored."""
        number = " ".join(str(super().clean(value)).upper().split())
        if not INCIDENT.fullmatch(number):
            raise ValidationError("Enter the incident number: letters and digits, no names.")
        return number


class RecordForm(StaffForm):
    """What makes a check a recorded decision."""

    incident = IncidentField()


class OfferForm(SpokenToForm):
    """How support was offered."""

    field_order: tuple[str, ...] = ("how", "organisation", "organisation_named", "offered_at")
    how = forms.ChoiceField(
        label="What did they say?",
        choices=Link.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they said."},
    )
    organisation = forms.ModelChoiceField(
        label="Linked to",
        help_text="Leave this if they said no.",
        queryset=Organisation.objects.none(),
        empty_label="Choose an organisation",
        required=False,
    )
    organisation_named = forms.CharField(
        label="Or another organisation",
        help_text="What it is called.",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    offered_at = MomentField(label="When was it offered?")

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        """``organisations`` are the support organisations to choose from."""
        kwargs["initial"] = {"offered_at": timezone.localtime()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations

    def clean_offered_at(self) -> Any:
        """Not in the future."""
        if self.cleaned_data["offered_at"] > timezone.now():
            raise ValidationError("This is in the future. Give the time when it was offered.")
        return self.cleaned_data["offered_at"]

    def clean(self) -> dict[str, Any]:
        """A link that was made names its organisation."""
        cleaned = super().clean() or {}
        named = cleaned.get("organisation") or cleaned.get("organisation_named")
        if cleaned.get("how") == Link.How.MADE and not named:
            self.add_error("organisation", "Choose an organisation, or name another one below.")
        return cleaned

    def offer(self) -> Offer:
        """What was filled in."""
        cleaned = self.cleaned_data
        return Offer(
            how=Link.How(cleaned["how"]),
            offered_at=cleaned["offered_at"],
            **self.spoken_to(),
            organisation=cleaned["organisation"],
            organisation_named=cleaned["organisation_named"].strip(),
        )


class RecordAndLinkForm(OfferForm):
    """Both at once: the incident number, and how support was offered."""

    incident = IncidentField()
    field_order = ("incident", *OfferForm.field_order)
