"""What is asked for a statement: four fields, as the public reads them."""

from typing import Any

from django import forms

from breakwater.apps.organisations.forms import StaffForm
from breakwater.apps.outreach.changes import Said
from breakwater.apps.outreach.models import LONGEST, Statement, Words


class _Lines(forms.CharField):
    def __init__(self, rows: int = 6, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=LONGEST, **kwargs)


class WordsForm(StaffForm):
    """The words themselves."""

    opening = _Lines(label="In one or two sentences", rows=3)
    will = _Lines(label="What we will do", help_text="One sentence on each line.")
    will_not = _Lines(label="What we will not do", help_text="One sentence on each line.")
    limits = _Lines(
        label="What can change this",
        help_text="One on each line: a court’s order, danger to a child or a life, and no more "
        "than is true.",
    )

    def said(self) -> Said:
        """What was written."""
        names = ("opening", "will", "will_not", "limits")
        return Said(**{name: self.cleaned_data[name] for name in names})


class DraftForm(WordsForm):
    """A draft, with who is to answer for it."""

    post = forms.CharField(
        label="Who answers for it",
        help_text="The post, not the person’s name: “Chief Constable”.",
        max_length=120,
    )


class TranslationForm(WordsForm):
    """The same in another language."""

    language = forms.ChoiceField(label="Language")
    field_order = ("language",)

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        """``languages`` are those that still need one."""
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = languages


class SeenForm(StaffForm):
    """What the person read before they pressed the button."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ApproveForm(SeenForm):
    """Who answers for a translation."""

    post = forms.CharField(
        label="Your post",
        help_text="The public reads it, not your name: “Interpreter, Saltmarsh Interpreters”.",
        max_length=120,
    )


def words_of(words: Words) -> dict[str, str]:
    """What a form begins with."""
    known = {name: getattr(words, name) for name in ("opening", "will", "will_not", "limits")}
    return known | ({"post": words.post} if isinstance(words, Statement) else {})
