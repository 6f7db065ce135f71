"""Find support: who fits what somebody needs, found without keeping a word of it.

What is chosen and typed is posted, with the origin checked, so that it stands in no address, no
history and no log; it lives as long as the page is made. The answer is the page itself: leading on
to an address would put it there.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from breakwater.apps.directory import wording
from breakwater.apps.directory.finding import find, some
from breakwater.domain.matching.facts import Wish, district_of
from breakwater.domain.matching.words import Group, Need
from breakwater.origins import comes_from_our_own_page
from breakwater.site.printed_pages import square
from breakwater.site.safe_pages.helplines import helplines_for
from breakwater.site.safe_pages.languages import ENGLISH, LANGUAGES

_AT_FIRST = 8
_MORE = 8
_MOST = 40
_MOST_ON_CARDS = 6
_MOST_HELPLINES_ON_CARDS = 2
_SAFER_PHONES = 3


class FindForm(forms.Form):
    """What somebody may say; every question may be left as it is."""

    need = forms.ChoiceField(
        label=_("What do you need?"),
        choices=[
            ("", _("I am not sure")),
            *((one.value, says) for one, says in wording.NEEDS.items()),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    place = forms.CharField(
        label=_("Where are you?"),
        help_text=_("The first part of a postcode, like GL1. You can leave this empty."),
        max_length=40,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "class": "govuk-input--width-5", "spellcheck": "false"}
        ),
    )
    away = forms.BooleanField(label=_("I want help that is not near there"), required=False)
    who = forms.ChoiceField(
        label=_("Who needs help?"),
        choices=[
            ("", _("I would rather not say")),
            *((one.value, says) for one, says in wording.GROUPS.items()),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    lgbt = forms.BooleanField(label=_("They are lesbian, gay, bisexual or trans"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Which languages do you speak?"),
        choices=[(one.code, one.own_name) for one in LANGUAGES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    most = forms.IntegerField(
        required=False, min_value=_AT_FIRST, max_value=_MOST, widget=forms.HiddenInput
    )

    def clean_place(self) -> str:
        """The area or district; the rest of a whole postcode is forgotten here."""
        typed = self.cleaned_data["place"]
        district = district_of(typed)
        if typed.strip() and not district:
            raise forms.ValidationError(
                _("Write the first part of a postcode, like GL1, or leave it empty.")
            )
        return district

    def wish(self) -> Wish:
        """What matching is asked."""
        given = self.cleaned_data
        return Wish(
            need=Need(given["need"]) if given["need"] else None,
            home=given["place"],
            away=given["away"],
            group=Group(given["who"]) if given["who"] else None,
            languages=frozenset(given["languages"]),
            lgbt=given["lgbt"],
        )


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def find_support(request: HttpRequest) -> HttpResponse:
    """The questions, and under the same address what fits the answers, and the card.

    ``again`` asks for the questions with the answers in them.
    """
    if request.method != "POST":
        code = get_language() or ENGLISH
        form = FindForm(initial={"languages": [] if code == ENGLISH else [code]})
        return render(request, "public/find_support.html", _asked(form))
    if not comes_from_our_own_page(request):
        raise PermissionDenied
    if chosen := request.POST.getlist("service"):
        return _cards(request, chosen)
    form = FindForm(request.POST)
    if not form.is_valid():
        return render(request, "public/find_support.html", _asked(form), status=422)
    if "again" in request.POST:
        again = FindForm(initial=form.cleaned_data)
        return render(request, "public/find_support.html", _asked(again))
    return render(request, "public/support_found.html", _found(form))


def _cards(request: HttpRequest, chosen: list[str]) -> HttpResponse:
    """What was found, small enough to print and carry."""
    ids = [id_ for one in chosen[:_MOST_ON_CARDS] if (id_ := _id(one))]
    results = [one for one in some(ids, timezone.localdate()) if one.phones]
    context = {
        "results": results,
        "helplines": helplines_for(Wish())[:_MOST_HELPLINES_ON_CARDS],
        "square": square(),
    }
    return render(request, "public/support_cards.html", context)


def _asked(form: FindForm) -> dict[str, Any]:
    return {"form": form, "languages": LANGUAGES}


def _found(form: FindForm) -> dict[str, Any]:
    wish, today = form.wish(), timezone.localdate()
    most = form.cleaned_data["most"] or _AT_FIRST
    found = find(wish, today, most=most, most_phones=_SAFER_PHONES)
    return {
        "spoken": [one for one in LANGUAGES if one.code in wish.languages],
        "results": found.results,
        "count": found.count,
        "more": min(most + _MORE, _MOST) if found.count > most and most < _MOST else 0,
        "safer_phones": found.safer_phones,
        "helplines": helplines_for(wish),
        "answers": _again(form),
    }


def _again(form: FindForm) -> list[tuple[str, str]]:
    """The answers as hidden fields, for asking for more; the place only as it was understood."""
    given = form.cleaned_data
    pairs = [("need", given["need"]), ("place", given["place"]), ("who", given["who"])]
    pairs += [(name, "on") for name in ("away", "lgbt") if given[name]]
    return [*pairs, *(("languages", code) for code in given["languages"])]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
