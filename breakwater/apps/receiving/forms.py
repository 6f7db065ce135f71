"""What is asked on the receiving side; what somebody said of a person arrives sealed."""

import uuid
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from breakwater.apps.cases.models import Case
from breakwater.apps.organisations.forms import StaffForm
from breakwater.apps.receiving.changes.between import Agreed
from breakwater.apps.receiving.keys import Reader
from breakwater.apps.receiving.models import CodeStep, PoliceNumber
from breakwater.apps.receiving.victims_code import Step
from breakwater.apps.referrals.consent_form import ConsentForm
from breakwater.domain.cases.content import Part, words_content
from breakwater.sealing.seal import seal

_AGE = b"age-encryption.org/v1\n"
_LARGEST_SEALED = 70_000
_NO_STATUS = "Nothing about immigration status."
_YES_NO = [("yes", "Yes"), ("no", "No")]


def _line(label: str, hint: str = "", most: int = 200, **more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=widget, **more)


def _lines(label: str, hint: str = "", rows: int = 3, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return forms.CharField(label=label, help_text=hint, max_length=8000, widget=widget, **more)


class _SealedForm(StaffForm):
    """A form whose ``headings`` are sealed to ``readers``: by the browser, or else in memory."""

    headings: Mapping[str, str] = {}
    token = forms.UUIDField(widget=forms.HiddenInput)
    sealed = forms.CharField(
        required=False, widget=forms.HiddenInput, max_length=2 * _LARGEST_SEALED
    )
    # The recipients that the browser sealed to, in order: a key may change while a page is open.
    sealed_to = forms.CharField(required=False, widget=forms.HiddenInput, max_length=1000)

    def __init__(self, *args: Any, own: Reader | None, **kwargs: Any) -> None:
        """What the browser sealed is not asked a second time; ``own`` organisation reads it."""
        super().__init__(*args, **kwargs)
        self.own = own
        self.fields["token"].initial = uuid.uuid4()
        if self.data.get("sealed"):
            for name in self.headings:
                self.fields[name].required = False

    def clean_sealed(self) -> bytes:
        """The age file; empty where the browser sent the words themselves."""
        try:
            sealed = b64decode(self.cleaned_data["sealed"], validate=True)
        except (ValueError, NotBase64):
            sealed = b"?"
        if sealed and not (sealed.startswith(_AGE) and len(sealed) <= _LARGEST_SEALED):
            raise ValidationError("What your browser sealed arrived damaged. Send it again.")
        return sealed

    def clean(self) -> dict[str, Any]:
        """What the browser sealed is for whoever is to read it, and their keys of now."""
        cleaned = super().clean() or {}
        recipients = [one.recipient for one in self.readers()]
        if cleaned.get("sealed") and cleaned.get("sealed_to", "").split() != recipients:
            raise ValidationError(
                "A key has changed since you opened this page, so nothing was sent. "
                "Open the page again."
            )
        return cleaned

    def readers(self) -> list[Reader]:
        """Whoever is to open it."""
        return [self.own] if self.own else []

    def parts(self) -> list[Part]:
        """What is said: each heading with its answer."""
        return [
            Part(heading, self.cleaned_data.get(name, ""))
            for name, heading in self.headings.items()
        ]

    def sealed_file(self) -> bytes:
        """One age file that all its readers open."""
        sealed: bytes = self.cleaned_data["sealed"]
        if sealed:
            return sealed
        recipients = [one.recipient for one in self.readers()]
        return seal(words_content(self.parts(), language="en"), recipients=recipients)

    @property
    def said_fields(self) -> list[forms.BoundField]:
        """The fields that are sealed, in order."""
        return [self[name] for name in self.headings]


class EnterForm(_SealedForm):
    """What somebody told a member."""

    headings: Mapping[str, str] = {
        "said": "What was said",
        "when_where": "When and where it happened",
        "call_her": "What to call the person",
        "reach": "How to reach the person safely",
        "speaks": "Language and interpreter",
    }
    origin = forms.ChoiceField(
        label="How were you told?",
        choices=[
            (Case.Origin.IN_PERSON.value, "In person"),
            (Case.Origin.TELEPHONE.value, "By telephone"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how you were told."},
    )
    said = _lines("What was said", f"In their own words as far as you can. {_NO_STATUS}", rows=8)
    when_where = _line("When and where it happened", "Roughly is enough.", required=False)
    call_her = _line("What to call the person", "It need not be their real name.", required=False)
    reach = _lines(
        "How to reach the person safely",
        "How, when, what to say if somebody else answers, and what never to do.",
        required=False,
    )
    speaks = _line("Language and interpreter", "Never somebody from the family.", required=False)
    is_in_danger = forms.BooleanField(label="They are in danger now", required=False)


class OnBehalfForm(_SealedForm, ConsentForm):
    """What the police are told for somebody, and what she agreed to."""

    headings: Mapping[str, str] = {
        "called": "The person’s name",
        "said": "What happened",
        "when_where": "When and where",
        "wants": "What the person wants from the police",
        "safe": "What would put the person in danger",
    }
    police = forms.ChoiceField(label="Which force?", error_messages={"required": "Choose a force."})
    named = forms.ChoiceField(
        label="May the police learn who the person is?",
        choices=_YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the police may learn who the person is."},
    )
    called = _line(
        "Name, if they may", "Left out of the message unless you say yes.", required=False
    )
    said = _lines("What happened", f"Only what they let you write. {_NO_STATUS}", rows=6)
    when_where = _line("When and where", "Leave out what would show who they are.", required=False)
    wants = _lines("What they want from the police", required=False)
    safe = _lines("What would put them in danger", "Visits, calls, letters.", required=False)
    is_in_danger = forms.BooleanField(label="They are in danger now", required=False)
    agreed = forms.BooleanField(
        label="The words above were said, what is passed was read to them, and they agreed",
        error_messages={"required": "Without their agreement nothing is passed on."},
    )

    def __init__(self, *args: Any, forces: Sequence[Reader], **kwargs: Any) -> None:
        """``forces`` are those that can read it today."""
        super().__init__(*args, **kwargs)
        field = self.fields["police"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.organisation.slug, one.organisation.name) for one in forces]
        self._forces = {one.organisation.slug: one for one in forces}

    def parts(self) -> list[Part]:
        """Without the name where the police may not learn it."""
        left_out = "" if self.cleaned_data["named"] == "yes" else self.headings["called"]
        return [one for one in super().parts() if one.label != left_out]

    def force(self) -> Reader:
        """The force chosen."""
        return self._forces[self.cleaned_data["police"]]

    def readers(self) -> list[Reader]:
        """The force chosen, and one's own organisation."""
        chosen = self._forces.get(self.cleaned_data.get("police", ""))
        return ([chosen] if chosen else []) + super().readers()

    def consent(self) -> Agreed:
        """What was agreed, in the words that were said."""
        cleaned = self.cleaned_data
        return Agreed(
            said=self.words.as_said(),
            **self.spoken_to(),
            names_person=cleaned["named"] == "yes",
        )


class NumberForm(StaffForm):
    """What it was recorded as."""

    sort = forms.ChoiceField(
        label="What was it recorded as?",
        choices=PoliceNumber.Sort.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what it was recorded as."},
    )
    number = _line("The number", "Only for a crime or an incident.", most=40, required=False)
    why = forms.ChoiceField(
        label="Why neither yet?",
        choices=[("", "Choose only if it is neither"), *PoliceNumber.Why.choices],
        required=False,
    )

    def clean_sort(self) -> PoliceNumber.Sort:
        """The sort itself."""
        return PoliceNumber.Sort(self.cleaned_data["sort"])


class CodeForm(StaffForm):
    """One choice for each step."""

    def __init__(self, *args: Any, steps: Sequence[Step], **kwargs: Any) -> None:
        """``steps`` as the file has them."""
        super().__init__(*args, **kwargs)
        for step in steps:
            self.fields[step.key] = forms.ChoiceField(
                label=step.says,
                help_text=f"Right {step.right} of the Code",
                choices=[("", "Not yet"), *CodeStep.Answer.choices],
                required=False,
                widget=forms.Select,
            )
