"""What a register editor is asked."""

from datetime import date
from typing import Any

from django import forms

from breakwater.apps.importing import access
from breakwater.apps.importing.changes import About
from breakwater.apps.importing.models import Review
from breakwater.apps.importing.settling import ANSWERS
from breakwater.apps.organisations.forms import StaffForm
from breakwater.apps.register.models import Body, Inspection
from breakwater.domain.reading.reading import Disposition, Reading
from breakwater.domain.register.corrections import DOCUMENT, fields_of
from breakwater.domain.register.plan import KEEP, SKIP, TAKE
from breakwater.domain.register.unlisted import Named

LARGEST_UPLOAD = 50_000_000
_TOO_LARGE = "This file is larger than 50 MB. Nothing was stored. Choose a smaller one."

_POSITIONS = {
    Disposition.ACCEPTED: "Accepted",
    Disposition.ACCEPTED_IN_PART: "Accepted in part",
    Disposition.ACCEPTED_IN_PRINCIPLE: "Accepted in principle",
    Disposition.NOT_ACCEPTED: "Not accepted",
    Disposition.NOT_APPLICABLE: "Does not apply",
    Disposition.AWAITING_NATIONAL_POSITION: "Awaiting a national position",
    Disposition.NOT_STATED: "Not stated",
}


class UploadForm(StaffForm):
    """A document, and where it was published."""

    document = forms.FileField(
        label="Document",
        help_text="A web page, PDF, Word, Excel, OpenDocument, CSV or text file, up to 50 MB.",
        max_length=200,
        error_messages={
            "required": "Choose the document first.",
            "empty": "This file is empty. Choose another.",
            "max_length": "The name of this file is too long. Give it a shorter one.",
        },
    )
    source_url = forms.URLField(
        label="Where was it published?",
        help_text="Its web address. Leave it empty if it was not on the web.",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Give the web address as it stands in the browser."},
    )

    def __init__(self, *args: Any, was_too_large: bool = False, **kwargs: Any) -> None:
        """``was_too_large`` where a document came that was not even taken in."""
        super().__init__(*args, **kwargs)
        if was_too_large:
            self.fields["document"].error_messages["required"] = _TOO_LARGE

    def clean_document(self) -> Any:
        """Refuse what is too large before anybody waits for it."""
        document = self.cleaned_data["document"]
        if document.size > LARGEST_UPLOAD:
            raise forms.ValidationError(_TOO_LARGE)
        return document


def _body_with_its_end(body: Body) -> str:
    return f"{body.name} (until {body.valid_to.year})" if body.valid_to else body.name


class AboutForm(StaffForm):
    """What the document answers and who answers in it; what it names was looked up already."""

    inspections = forms.ModelMultipleChoiceField(
        label="Which report does it answer?",
        help_text="Choose more than one only where the document answers several.",
        queryset=Inspection.objects.all(),
        required=False,
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
    )
    bodies = forms.ModelMultipleChoiceField(
        label="Who answers in it?",
        help_text=(
            "Choose everyone whose own answer it is. A joint letter has several. Bodies that have "
            "ended since stand at the end, with their last year."
        ),
        queryset=Body.objects.none(),
        required=False,
        to_field_name="key",
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(
        self, *args: Any, named: Named, review: Review, dated: date | None, **kwargs: Any
    ) -> None:
        """Offer to add what the document names and the register does not hold.

        ``dated`` is the day of the document: bodies that had ended before it can't answer in it.
        """
        super().__init__(*args, **kwargs)
        bodies: Any = self.fields["bodies"]
        bodies.queryset = access.bodies_that_may_answer(dated, chosen=review.bodies)
        bodies.label_from_instance = _body_with_its_end
        self.fields["inspections"].initial = review.inspections
        self.fields["bodies"].initial = review.bodies
        self._reports = {each.title: each for each in named.new_inspections}
        if self._reports:
            self.fields["new_inspections"] = _additions(
                "Add to the register", {title: title for title in self._reports}
            )
            self.fields["new_inspections"].initial = [each[0] for each in review.new_inspections]
        if named.new_bodies:
            self.fields["new_bodies"] = _additions(
                "Add to the list of bodies", {each.name: each.name for each in named.new_bodies}
            )
            self.fields["new_bodies"].initial = review.new_bodies
        if self._reports or named.new_bodies:
            self.fields["is_invented"] = forms.BooleanField(
                label="What I add here is made up, for training",
                required=False,
                initial=review.is_invented,
            )

    def about(self) -> About:
        """What was chosen, as the change takes it."""
        given = self.cleaned_data
        reports = [self._reports[title] for title in given.get("new_inspections", [])]
        return About(
            inspections=tuple(each.slug for each in given["inspections"]),
            bodies=tuple(each.key for each in given["bodies"]),
            new_inspections=tuple(
                (each.title, each.published_on.isoformat() if each.published_on else None)
                for each in reports
            ),
            new_bodies=tuple(given.get("new_bodies", [])),
            is_invented=given.get("is_invented", False),
        )


class ItemForm(StaffForm):
    """Every field of one item, each beside what was seen when the page was opened."""

    def __init__(self, *args: Any, reading: Reading, row: int, **kwargs: Any) -> None:
        """The fields are those that ``row`` of the reading has."""
        super().__init__(*args, **kwargs)
        self._names = []
        for field, text in fields_of(reading, row).items():
            self._names.append(field.name)
            self.fields[field.name] = _field(field.name, field.is_long)
            self.fields[field.name].label = field.label
            self.fields[field.name].help_text = field.hint
            self.fields[field.name].initial = text
            self.fields[f"seen-{field.name}"] = forms.CharField(
                required=False, strip=False, initial=text, widget=forms.HiddenInput
            )

    def texts(self) -> dict[str, str]:
        """What the person gave for each field."""
        return {name: self.cleaned_data[name] for name in self._names}

    def seen(self) -> dict[str, str]:
        """What stood in each field when they began."""
        return {name: self.cleaned_data[f"seen-{name}"] for name in self._names}

    def shown_again_with(self, now: dict[str, str]) -> "ItemForm":
        """The same words, against what stands there now, so that sending again is a choice."""
        self.data = dict(self.data.items()) | {f"seen-{name}": text for name, text in now.items()}
        return self


class DecisionForm(StaffForm):
    """What a person settles where the document does not."""

    def __init__(self, *args: Any, row: int, inspections: list[Inspection], **kwargs: Any) -> None:
        """Row 0, the document itself, can only be taken all the same."""
        super().__init__(*args, **kwargs)
        choices = [("", "Leave it open"), (TAKE, ANSWERS[TAKE])]
        if row != DOCUMENT:
            choices += [(KEEP, ANSWERS[KEEP]), (SKIP, ANSWERS[SKIP])]
            choices += [(each.slug, f"It answers “{each.title}”") for each in inspections]
        self.fields["answer"] = forms.ChoiceField(
            label="What should happen with it?",
            choices=choices,
            required=False,
            widget=forms.RadioSelect,
        )

    def answers(self) -> list[str]:
        """The answer as the register's verbs take it."""
        return [self.cleaned_data["answer"]] if self.cleaned_data["answer"] else []


def _additions(label: str, choices: dict[str, str]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text="The document names it, and the register does not have it yet.",
        choices=list(choices.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _field(name: str, is_long: bool) -> forms.Field:
    if name == "disposition":
        choices = [(value.value, label) for value, label in _POSITIONS.items()]
        return forms.ChoiceField(choices=choices)
    widget = forms.Textarea(attrs={"rows": 4}) if is_long else forms.TextInput()
    return forms.CharField(required=False, strip=False, max_length=50_000, widget=widget)
