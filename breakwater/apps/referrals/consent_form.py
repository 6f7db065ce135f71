"""What is asked wherever a person must agree: in which language, how, and whether she did."""

from collections.abc import Sequence
from typing import Any, Self

from django import forms
from django.http import HttpRequest, QueryDict

from breakwater.apps.organisations.forms import SpokenToForm, sent
from breakwater.apps.referrals import consent_words
from breakwater.apps.referrals.consent_words import ENGLISH, OTHER, Words

# The button that asks for the words in another language, and for nothing else.
SHOW_WORDS = "show_words"


class ConsentForm(SpokenToForm):
    """A consent is recorded only in the words, and in the language, that this very page showed."""

    language = forms.ChoiceField(label="In which language do you say these words?", initial=ENGLISH)
    other_language = forms.CharField(
        label="Which language?",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    # Of the words on the page. Written by the page itself, beside them.
    version = forms.CharField(required=False)
    agreed = forms.BooleanField(
        label="The words above were said, and the person agreed",
        error_messages={"required": "Without their agreement nothing is passed on."},
    )

    def __init__(self, *args: Any, sentences: Sequence[object], **kwargs: Any) -> None:
        """``sentences`` are the words to say, to be translated."""
        super().__init__(*args, **kwargs)
        self._sentences = sentences
        # As the page asks: the words first, whether she agreed last.
        last = ("was_alone", "interpreter", "agreed")
        self.order_fields([*(name for name in self.fields if name not in last), *last])
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = consent_words.choices()

    @classmethod
    def opened(cls, request: HttpRequest, **kwargs: Any) -> Self:
        """As the request wants it: empty, sent, or with what was typed and other words above it."""
        if SHOW_WORDS not in request.POST:
            return cls(sent(request), **kwargs)
        typed = request.POST.dict()
        # To these words nobody has agreed yet.
        typed.pop("agreed", None)
        return cls(None, initial=typed, **kwargs)

    @property
    def words(self) -> Words:
        """The words in the language chosen so far."""
        code, other = self["language"].value(), self["other_language"].value()
        return consent_words.in_language(self._sentences, str(code), str(other or ""))

    @property
    def asks_again(self) -> bool:
        """Whether it was refused because the page had shown other words."""
        return self.has_error("language", "other words")

    def clean(self) -> dict[str, Any]:
        """What the person agreed to is what this page showed."""
        cleaned = super().clean() or {}
        if "language" in cleaned and cleaned.get("version") != self.words.version:
            self._ask_again()
        elif cleaned.get("language") == OTHER and not cleaned.get("other_language"):
            self.add_error("other_language", "Say which language.")
        return cleaned

    def _ask_again(self) -> None:
        says = "The page had not shown these words. Say them now, and tick again if they agree."
        self.add_error("language", forms.ValidationError(says, code="other words"))
        assert isinstance(self.data, QueryDict)
        typed = self.data.copy()
        typed.pop("agreed", None)
        self.data = typed
