"""What is handed out on paper: cards, a poster, a leaflet, each with a square that leads here.

Public, so that a library or a doctor prints them without asking anybody. The staff site lists them
with the quality of each language, so that nobody hands out a machine's words unknowingly.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_safe

from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.organisations.waiting import StartingPoint, WaitingItem
from breakwater.kept_pages import same_for_everyone
from breakwater.site.safe_pages.helplines import HELPLINES
from breakwater.site.safe_pages.languages import ENGLISH, LANGUAGES, Language
from breakwater.site.safe_pages.own_words import are_in_english
from breakwater.translation_quality import has_unreviewed_text, is_translated

_CARDS_ON_A_SHEET = 5


@dataclass(frozen=True)
class Printable:
    """One language with how good its words are."""

    language: Language
    quality: str
    address: str


@login_not_required
@require_safe
@same_for_everyone
def printed(request: HttpRequest, what: str) -> HttpResponse:
    """A sheet in the language of its address, ready for the browser's own printing."""
    context = {
        "address": _as_typed(_start_in_this_language()),
        "square": square(),
        "helplines": HELPLINES,
        "cards": range(_CARDS_ON_A_SHEET),
    }
    return render(request, f"public/print_{what}.html", context)


def waiting_for(_member: Membership) -> Iterator[WaitingItem]:
    """Nothing waits here."""
    yield from ()


def starting_points(_member: Membership) -> Iterator[StartingPoint]:
    """What anyone here may hand out."""
    yield StartingPoint(
        "Cards and posters",
        "To print and hand out, in every language of the public site.",
        page("to-print"),
    )


@require_GET
def to_print(request: StaffRequest) -> HttpResponse:
    """Every sheet in every language, and which words no person has checked."""
    languages = [Printable(one, _quality(one.code), _address_in(one)) for one in LANGUAGES]
    return render(request, "staff/to_print.html", {"languages": languages})


def _address_in(language: Language) -> str:
    return f"{settings.PUBLIC_ADDRESS.rstrip('/')}/{language.prefix}"


def _start_in_this_language() -> str:
    """Where telling somebody starts: a frightened person is not sent looking for the way in."""
    return f"{settings.PUBLIC_ADDRESS.rstrip('/')}{reverse('start')}"


def _as_typed(address: str) -> str:
    """As short as a person may type it: browsers add the scheme, and our site the last stroke."""
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")


def square() -> SafeString:
    """Where telling somebody starts, in the page's language, as a QR code: SVG without a title."""
    code = segno.make(_start_in_this_language(), error="m", micro=False)
    svg = code.svg_inline(border=2, omitsize=True, svgclass="printed-square", lineclass=None)
    # Made here from our own address, which names no person.
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S308


def _quality(code: str) -> str:
    if code == ENGLISH:
        return "Original"
    if not is_translated(code) or are_in_english("public/print_leaflet.html", code):
        return "Not translated yet: prints in English"
    return (
        "A machine’s words, and marked so" if has_unreviewed_text(code) else "Checked by a person"
    )
