"""The form a reporter fills in: all optional but one, and nothing about who she is in law.

The same fields serve the page without script, the page that asks one thing at a time, and the
answers carried in the posted page.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from breakwater.apps.reports.lengths import Long
from breakwater.domain.cases.content import Part

# A lazy text; what the form library takes for one is named by its types alone.
Text = Any
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
        most=most,
        too_long=_("Write at most %(limit_value)s letters here."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class _Plain(Long):
    """Text as it was written, without marks that nobody sees or that turn it around."""

    def to_python(self, value: object) -> str:
        return _TURNING.sub("", _UNSEEN.sub("", super().to_python(value) or ""))


_ON_CALL = _(
    "Then a message goes to somebody there at once. Those who run this site can see that somebody "
    "is in danger, but not who or what you wrote. In danger, ring 999 if you can."
)
_NOT_ON_CALL = _(
    "Nobody there is called at once. They read this in their hours. In danger, ring 999 if you can."
)


class AnswersForm(forms.Form):
    """Everything she may tell. What must be there: her words, or a way to be called."""

    words = _Plain(
        label=_("What do you want to tell them?"),
        help_text=_(
            "Use your own words and your own language. Write as much or as little as you want. "
            "You do not need to write about papers, visas or where you are from. Would you rather "
            "talk? Then leave this empty, and say below how they can reach you."
        ),
        most=MOST_LETTERS,
        too_long=_(
            "This is too long to send at once. Send the first part now. "
            "With your code you can add the rest."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
    )
    about = _choices(
        "about",
        _("Who is it about?"),
        ("me", _("It is about me")),
        ("child", _("It is about a child")),
        ("somebody_else", _("It is about somebody else")),
    )
    when = _line(_("When did it happen?"), _("Roughly is enough. For example: last winter."))
    where = _line(_("Where did it happen?"), _("Roughly is enough."))
    in_danger = forms.BooleanField(
        label=_("Somebody is in danger now"),
        required=False,
    )
    call_me = _choices(
        "call_me",
        _("How can they reach you safely?"),
        ("code", _("Only on this site. I will come back with a code")),
        ("telephone", _("They can call me")),
        ("text", _("They can send me a text message")),
        ("email", _("They can send me an e-mail")),
        ("in_person", _("I want to tell it face to face. Tell me where and when")),
        ("somebody", _("Through somebody I trust, or through an organisation")),
    )
    reach = _line(
        _("Your phone number or e-mail address, or who to ask for"),
        _("Only if you want them to reach you. You do not have to give your name."),
    )
    times = _line(
        _("When is it safe to reach you?"),
        _("For example: Monday to Friday, 10 to 12 in the morning."),
    )
    no_voicemail = forms.BooleanField(
        label=_("If I do not answer, do not leave a message"), required=False
    )
    who_sees = _line(
        _("Does anybody else use this phone, or read your messages?"),
        _("If so, who?"),
    )
    safe_word = _line(
        _("Choose a safe word"),
        _(
            "They say this word first, so that you know it is really them. "
            "You also need it to read older answers on this site."
        ),
        most=60,
    )
    interpreter = _line(
        _("Do you want an interpreter? For which language?"),
        _("An interpreter says in your language what they say. It is never one of your family."),
    )
    gender = _choices(
        "gender",
        _("Who would you rather talk to?"),
        ("woman", _("A woman")),
        ("man", _("A man")),
        ("any", _("It does not matter")),
    )
    keep_away = _line(
        _("Does anybody work there who must not see this?"),
        _(
            "Write their names. Somebody there reads the names first and keeps these people away. "
            "If that somebody could be the person you mean, choose another place."
        ),
    )

    def __init__(self, *args: Any, is_advice: bool, is_on_call: bool, **kwargs: Any) -> None:
        """``is_advice``: a question only. ``is_on_call``: somebody is sent a message in danger."""
        super().__init__(*args, **kwargs)
        self.steps = ADVICE_STEPS if is_advice else STEPS
        asked = {name for _heading, names in self.steps for name in names}
        self.fields = {name: field for name, field in self.fields.items() if name in asked}
        if is_advice:
            self.fields["words"].label = _("What do you want to ask them?")
        self.fields["in_danger"].help_text = _ON_CALL if is_on_call else _NOT_ON_CALL

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

    def asked(self) -> list[dict[str, object]]:
        """What a browser needs to write the same ``parts``: names, and English words."""
        with override(settings.LANGUAGE_CODE):
            return [
                {"name": name, "label": str(field.label), "options": _options(field)}
                for name, field in self.fields.items()
            ]

    def carried(self) -> list[tuple[str, str]]:
        """Every answer as it is carried in the posted page."""
        return [(name, str(value)) for name, value in self.cleaned_data.items() if value]

    def _answered(self) -> Iterator[tuple[forms.Field, str]]:
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if not value:
                continue
            if isinstance(field, forms.ChoiceField):
                yield field, _options(field)[value]
            elif value is True:
                yield field, str(_("Yes"))
            else:
                yield field, str(value)


def _options(field: forms.Field) -> dict[str, str]:
    if isinstance(field, forms.ChoiceField):
        listed = cast("Iterable[tuple[str, object]]", field.choices)
        return {value: str(text) for value, text in listed}
    return {"on": str(_("Yes"))} if isinstance(field, forms.BooleanField) else {}


# What the page asks together, each with its heading.
STEPS: tuple[tuple[object, tuple[str, ...]], ...] = (
    (_("What happened"), ("words", "about", "when", "where", "in_danger")),
    (_("How to reach you safely"), ("call_me", "reach", "times", "no_voicemail", "who_sees")),
    (_("Who you talk to"), ("safe_word", "interpreter", "gender", "keep_away")),
)
# Who only asks for advice is not asked what happened to whom, when and where.
ADVICE_STEPS: tuple[tuple[object, tuple[str, ...]], ...] = (
    (_("Your question"), ("words", "in_danger")),
    *STEPS[1:],
)
# With script, one thing a page: what is asked together there.
PAGES = (
    ("words",),
    ("about",),
    ("when", "where"),
    ("in_danger",),
    ("call_me",),
    ("reach", "times", "no_voicemail", "who_sees"),
    ("safe_word",),
    ("interpreter", "gender"),
    ("keep_away",),
)
