"""Organisations that came in feeds: handed to those that run them, and taken back."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from breakwater.apps.directory import access
from breakwater.apps.directory.changes import handing as changes
from breakwater.apps.directory.forms import HandForm
from breakwater.apps.organisations.forms import StaffForm, sent
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.domain.plain_error import PlainError

_form_page = require_http_methods(["GET", "POST"])
_MOST_SHOWN = 200


@require_GET
def listed(request: StaffRequest) -> HttpResponse:
    """Every organisation that came in a feed, and who looks after its services."""
    words = request.GET.get("q", "")[:200]
    found = access.listed_organisations(request.member, words)
    context = {
        "found": found[:_MOST_SHOWN],
        "count": found.count(),
        "most": _MOST_SHOWN,
        "words": words,
        "waiting": access.waiting_handings(request.member),
    }
    return render(request, "directory/listed.html", context)


@_form_page
def hand(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One of them with its services; a colleague is asked to hand them over."""
    found = access.listed_organisation(request.member, pk)
    form = HandForm(sent(request), organisations=access.receivers(request.member))
    if form.is_valid() and form.tries(
        lambda: changes.ask_to_hand(
            listed=found,
            organisation=form.cleaned_data["organisation"],
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "Saved. Nothing moves before a colleague has confirmed it.")
        return redirect("directory:hand", pk)
    context = {
        "listed": found,
        "form": form,
        "services": found.services.all()[:_MOST_SHOWN],
        "most": _MOST_SHOWN,
        "waiting": access.waiting_handings(request.member).filter(listed=found).first(),
    }
    return render(request, "directory/hand.html", context)


@require_POST
def take_back(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask a colleague to take back what was handed over."""
    found = access.listed_organisation(request.member, pk)
    _tried(
        request,
        lambda: changes.ask_to_take_back(listed=found, by=request.user, at=timezone.now()),
        "Saved. Nothing moves before a colleague has confirmed it.",
    )
    return redirect("directory:hand", pk)


@_form_page
def handing(request: StaffRequest, pk: int) -> HttpResponse:
    """What a colleague wants to hand over or take back; done by a post."""
    found = access.waiting_handing(request.member, pk)
    form = StaffForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: changes.confirm(handing=found, by=request.user, at=timezone.now())
    ):
        messages.success(request, "Handed over." if found.gives else "Taken back.")
        return redirect("directory:hand", found.listed_id)
    context = {
        "handing": found,
        "listed": found.listed,
        "form": form,
        "services": found.listed.services.all()[:_MOST_SHOWN],
        "most": _MOST_SHOWN,
        "is_own": found.proposed_by == request.user,
    }
    return render(request, "directory/handing.html", context)


@require_POST
def put_aside(request: StaffRequest, pk: int) -> HttpResponse:
    """Do not do it."""
    found = access.waiting_handing(request.member, pk)
    _tried(
        request,
        lambda: changes.put_aside(handing=found, by=request.user, at=timezone.now()),
        "It was put aside. Nothing moved.",
    )
    return redirect("directory:hand", found.listed_id)


def _tried(request: StaffRequest, change: Callable[[], object], says: str) -> None:
    try:
        change()
    except PlainError as sentence:
        text = str(sentence)
        messages.error(request, f"{text[:1].upper()}{text[1:]}.")
    else:
        messages.success(request, says)
