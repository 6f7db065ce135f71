"""The form a reporter fills in: all optional but one, and nothing about who she is in law.

The same fields serve the page without script, the page that asks one thing at a time, and the
answers carried in the posted page.
"""

import re
from collections.abc import Iterator

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from breakwater.domain.cases.content import Part

Text = str | Promise
MOST_LETTERS = 50_000
# Marks that turn the direction of text around could make words look like other words.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _choices(name: str, label: Text, *options: tuple[str, Text]) -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=label,
        choices=options,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the answers.")},
    )
    field.widget.attrs["data-name"] = name
    return field


def _line(label: Text, help_text: Text = "", *, most: int = 500) -> forms.CharField:
    return _Plain(
        label=label,
        help_text=help_text,
        max_length=most,
        required=False,
        error_messages={"max_length": _("Write at most %(limit_value)s letters here.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class _Plain(forms.CharField):
    """Text as it was written, without marks that nobody sees or that turn it around."""

    def to_python(self, value: object) -> str:
        return _TURNING.sub("", _UNSEEN.sub("", super().to_python(value) or ""))


class AnswersForm(forms.Form):
    """Everything she may tell. What must be there: her words, or a way to be called."""

    words = _Plain(
        label=_("What do you want to tell?"),
        help_text=_(
            "In your own words and your own language. As much or as little as you want. "
            "You do not need to write anything about papers, visas or where you are from."
        ),
        max_length=MOST_LETTERS,
        required=False,
        error_messages={
            "max_length": _(
                "This is too long to send at once. Send the first part now. "
                "With your code you can add the rest."
            )
        },
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
    )
    about = _choices(
        "about",
        _("Is it about you?"),
        ("me", _("Yes, about me")),
        ("somebody_else", _("No, about somebody else")),
    )
    when = _line(_("When did it happen?"), _("Roughly is enough. For example: last winter."))
    where = _line(_("Where did it happen?"), _("Roughly is enough."))
    in_danger = forms.BooleanField(
        label=_("I am in danger, and I cannot ring anybody"),
        required=False,
    )
    call_me = _choices(
        "call_me",
        _("How may they reach you?"),
        ("code", _("Only here. I will come back with my code")),
        ("telephone", _("They may call me")),
        ("text", _("They may send me a text message")),
        ("email", _("They may send me an e-mail")),
        ("somebody", _("Through somebody I trust, or an organisation")),
    )
    reach = _line(
        _("Your number or address, or whom to ask for"),
        _("Only if you want to be reached. You do not have to give your name."),
    )
    times = _line(_("When is it safe to reach you?"), _("For example: weekdays, 10 to 12."))
    no_voicemail = forms.BooleanField(
        label=_("Do not leave a message if I do not answer"), required=False
    )
    who_sees = _line(
        _("Does anybody else look at this phone or read your messages?"),
    )
    safe_word = _line(
        _("A word that only you and they know"),
        _(
            "They say it first, so that you know it is really them. "
            "You also need it to read older answers here."
        ),
        most=60,
    )
    interpreter = _line(
        _("Do you want an interpreter? For which language?"),
        _("It is never somebody from your family or your community."),
    )
    gender = _choices(
        "gender",
        _("Whom would you rather talk to?"),
        ("woman", _("A woman")),
        ("man", _("A man")),
        ("any", _("It does not matter")),
    )
    keep_away = _line(
        _("Is there somebody who must not see this?"),
        _("For example somebody who works there. Write their name. They are kept away from it."),
    )

    def clean(self) -> dict[str, object]:
        """At least one thing that somebody can act on."""
        given = super().clean() or {}
        if not (given.get("words") or given.get("reach")) and not self.errors:
            self.add_error("words", _("Write something here, or say below how they may reach you."))
        return given

    def parts(self) -> list[Part]:
        """What is sealed: each question in English, as its readers read, with her answer."""
        with override(settings.LANGUAGE_CODE):
            return [Part(str(field.label), text) for field, text in self._answered()]

    def told(self) -> list[tuple[str, str]]:
        """What she wrote, with the questions in her language, to look at before sending."""
        return [(str(field.label), text) for field, text in self._answered()]

    def carried(self) -> list[tuple[str, str]]:
        """Every answer as it is carried in the posted page."""
        return [(name, str(value)) for name, value in self.cleaned_data.items() if value]

    def _answered(self) -> Iterator[tuple[forms.Field, str]]:
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if not value:
                continue
            if isinstance(field, forms.ChoiceField):
                yield field, str(dict(field.choices)[value])  # type: ignore[call-overload]
            elif value is True:
                yield field, str(_("Yes"))
            else:
                yield field, str(value)


# What the page asks together, each with its heading; with script, each is a page of its own.
STEPS: tuple[tuple[object, tuple[str, ...]], ...] = (
    (_("What happened"), ("words", "about", "when", "where", "in_danger")),
    (_("How to reach you safely"), ("call_me", "reach", "times", "no_voicemail", "who_sees")),
    (_("Who you talk to"), ("safe_word", "interpreter", "gender", "keep_away")),
)
