"""What the people who run a service are asked about it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import URLValidator
from django.db.models import QuerySet

from breakwater.apps.organisations.forms import StaffForm
from breakwater.apps.organisations.models import Organisation
from breakwater.domain.matching.facts import district_of
from breakwater.domain.matching.words import Answer, Group, Need, Route, Shares
from breakwater.domain.open_referral.entry import Entry
from breakwater.domain.open_referral.extras import (
    GROUP_NAMES,
    NEED_NAMES,
    REGULATORS,
    ROUTE_NAMES,
    SHARE_NAMES,
    Extras,
)
from breakwater.domain.open_referral.feed import LARGEST_FILE
from breakwater.domain.open_referral.tables import ACTIVE, CLOSED, INACTIVE

LANGUAGE_NAMES = dict(settings.LANGUAGES)
_NOT_SAID = ("", "We do not say")
_SHARES = [_NOT_SAID, *((one.value, says.capitalize()) for one, says in SHARE_NAMES.items())]
_NO_ADDRESS = "Give the web address as it stands in the browser."
_ANSWERS = [("yes", "Yes"), ("no", "No"), _NOT_SAID]


def _line(label: str, *, most: int = 255, help_text: str = "", required: bool = False) -> Any:
    return forms.CharField(label=label, max_length=most, help_text=help_text, required=required)


def _lines(label: str, help_text: str = "", rows: int = 3) -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _one_of(label: str, choices: list[tuple[str, str]], help_text: str = "") -> Any:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=choices,
        required=False,
        widget=forms.RadioSelect,
    )


def _some_of(label: str, choices: list[tuple[str, str]], help_text: str = "") -> Any:
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class EntryForm(StaffForm):
    """One service, as people who need it will read it. Most questions may be left open."""

    name = _line("Name of the service", required=True)
    description = _lines("What it does", "Plain words: they are read by frightened people.", 5)
    status = forms.ChoiceField(
        label="Is it open to new people?",
        choices=[(ACTIVE, "Yes"), (CLOSED, "Not at the moment"), (INACTIVE, "It has ended")],
        widget=forms.RadioSelect,
        initial=ACTIVE,
    )
    needs = _some_of(
        "What does it help with?", [(one.value, says) for one, says in NEED_NAMES.items()]
    )
    groups = _some_of(
        "Is it only for some people?",
        [(one.value, says.capitalize()) for one, says in GROUP_NAMES.items()],
        "Leave every box empty if it is for everyone.",
    )
    phones = _lines(
        "Telephone numbers", "A line for each, such as: 01632 960 001, day and night.", 2
    )
    texts = _lines("Numbers that take text messages", "A line for each.", 2)
    email = forms.EmailField(label="E-mail address", required=False)
    url = forms.URLField(
        label="Web page",
        required=False,
        assume_scheme="https",
        validators=[URLValidator(["http", "https"], message=_NO_ADDRESS)],
        error_messages={"invalid": _NO_ADDRESS},
    )
    calls_back = forms.BooleanField(
        label="We ring people back at a time that is safe for them", required=False
    )
    hours = _lines(
        "Opening hours",
        "A line for each, such as: Monday to Friday 9:00 to 17:00. Or: Every day all day.",
    )
    hours_said = _lines("Anything else about opening hours", rows=2)
    languages = _some_of("Which languages do your people speak?", list(LANGUAGE_NAMES.items()))
    interpreters = _one_of("Do you find interpreters?", _ANSWERS)
    everywhere = forms.BooleanField(label="We help people wherever they live", required=False)
    areas = _line(
        "Where do you work?",
        help_text="The first halves of postcodes, such as: GL, BS1, BS2.",
        most=500,
    )
    confidential = forms.BooleanField(
        label="The address is confidential",
        help_text="Then no address, postcode or map is stored or shown anywhere. "
        "Leave the address below empty, and do not name the place in any sentence.",
        required=False,
    )
    place = _line("Name of the building")
    street = _line("Street and number")
    town = _line("Town")
    county = _line("County")
    postcode = _line("Postcode", most=10)
    no_recourse = _one_of("Do you help people with no recourse to public funds?", _ANSWERS)
    immigration_advice = forms.TypedChoiceField(
        label="Do you give immigration advice?",
        choices=[("0", "No"), ("1", "Level 1"), ("2", "Level 2"), ("3", "Level 3, or a solicitor")],
        coerce=int,
        widget=forms.RadioSelect,
        initial=0,
    )
    regulator = _one_of(
        "Who regulates that advice?",
        [*((one, one) for one in REGULATORS), ("", "Nobody")],
        "The IAA is the Immigration Advice Authority, formerly OISC.",
    )
    police = _one_of("Do you tell the police what people tell you?", _SHARES)
    home_office = _one_of("Do you tell the Home Office what people tell you?", _SHARES)
    route = _one_of(
        "Who may ask for it?",
        [*((one.value, says.capitalize()) for one, says in ROUTE_NAMES.items()), _NOT_SAID],
    )
    alert = _lines("Something people should know now", rows=2)

    def clean_areas(self) -> frozenset[str]:
        """Postcode areas and districts; anything else is named."""
        written = [one for one in self.cleaned_data["areas"].replace(",", " ").split() if one]
        if wrong := [one for one in written if not district_of(one)]:
            raise forms.ValidationError(f"“{wrong[0]}” is not the first half of a postcode.")
        return frozenset(map(district_of, written))

    def clean(self) -> dict[str, Any]:
        """A confidential service has no address; leaving one would be a mistake to hear of."""
        given = super().clean() or self.cleaned_data
        if given.get("confidential") and any(given.get(name) for name in _ADDRESS):
            self.add_error("confidential", "Empty the address too. We store none of it.")
        return given

    def entry(self) -> Entry:
        """What was written."""
        given = self.cleaned_data
        extras = Extras(
            needs=frozenset(map(Need, given["needs"])),
            groups=frozenset(map(Group, given["groups"])),
            no_recourse=Answer(given["no_recourse"]),
            immigration_advice=given["immigration_advice"],
            regulator=given["regulator"] if given["immigration_advice"] else "",
            police=Shares(given["police"]),
            home_office=Shares(given["home_office"]),
            route=Route(given["route"]),
            calls_back=given["calls_back"],
            interpreters=Answer(given["interpreters"]),
            everywhere=given["everywhere"],
            areas=given["areas"],
            confidential=given["confidential"],
        )
        plain = {name: given[name] for name in _PLAIN}
        return Entry(**plain, languages=frozenset(given["languages"]), extras=extras)


_ADDRESS = ("place", "street", "town", "county", "postcode")
_PLAIN = (
    "name",
    "description",
    "status",
    "alert",
    "phones",
    "texts",
    "email",
    "url",
    "hours",
    "hours_said",
    *_ADDRESS,
)


def initial_of(entry: Entry) -> dict[str, Any]:
    """What the form shows of an entry."""
    stored = entry.extras.stored()
    shown = {name: getattr(entry, name) for name in _PLAIN}
    return (
        shown
        | stored
        | {
            "languages": sorted(entry.languages),
            "areas": ", ".join(sorted(entry.extras.areas)),
            "immigration_advice": str(entry.extras.immigration_advice),
        }
    )


def differences(before: Entry | None, after: Entry) -> list[tuple[str, str, str]]:
    """Question, answer before and answer after, for each that differs."""
    old = initial_of(before) if before else {}
    return [
        (str(EntryForm.base_fields[name].label), _said(name, old.get(name, "")), _said(name, new))
        for name, new in initial_of(after).items()
        if _said(name, new) != _said(name, old.get(name, ""))
    ]


def _said(name: str, value: object) -> str:
    """An answer in the words of the form."""
    field = EntryForm.base_fields[name]
    if isinstance(value, bool):
        return "Yes" if value else ""
    if isinstance(field, forms.ChoiceField):
        chosen = value if isinstance(value, list) else [value]
        words = dict(_choices_of(field))
        return ", ".join(words.get(str(one), str(one)) for one in chosen if one not in {"", None})
    return str(value)


def _choices_of(field: Any) -> Iterator[tuple[str, str]]:
    for value, says in field.choices:
        yield str(value), str(says)


class DeclineForm(StaffForm):
    """Why a change is not published."""

    because = _line(
        "Why not?", most=500, help_text="Whoever asked for the change reads this.", required=True
    )


class HandForm(StaffForm):
    """Who runs what came in a feed."""

    organisation = forms.ModelChoiceField(
        label="Which organisation runs it?",
        help_text="Only support organisations that take part here. "
        "Make sure that it is the same one: ask it.",
        queryset=Organisation.objects.none(),
        empty_label="Choose an organisation",
        error_messages={"required": "Choose an organisation."},
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        """``organisations`` are those to choose from."""
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations


_FEED_TOO_LARGE = (
    f"This file is larger than {LARGEST_FILE // 1_000_000} MB. Ask the feed for smaller pages."
)


class FeedForm(StaffForm):
    """A feed to look at."""

    feed = forms.FileField(
        label="Feed",
        help_text=f"A JSON file of Open Referral UK, up to {LARGEST_FILE // 1_000_000} MB.",
        max_length=200,
    )

    def __init__(self, *args: Any, was_too_large: bool = False, **kwargs: Any) -> None:
        """``was_too_large`` where a feed came that was not even taken in."""
        super().__init__(*args, **kwargs)
        if was_too_large:
            self.fields["feed"].error_messages["required"] = _FEED_TOO_LARGE

    def clean_feed(self) -> Any:
        """Refuse what is too large before anybody waits for it."""
        feed = self.cleaned_data["feed"]
        if feed.size > LARGEST_FILE:
            raise forms.ValidationError(_FEED_TOO_LARGE)
        return feed
