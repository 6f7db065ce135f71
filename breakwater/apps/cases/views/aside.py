"""Putting many cases aside after a flood, and bringing them back: choose, look, confirm."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from breakwater.apps.cases import access
from breakwater.apps.cases.changes import aside
from breakwater.apps.cases.forms import ManyForm
from breakwater.apps.cases.models import CaseQuerySet
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.sign_in.door import StaffRequest


@dataclass(frozen=True)
class Way:
    """One of the two directions, and its words."""

    heading: str
    button: str
    done: str
    view: str
    found: Callable[[Membership], CaseQuerySet]
    change: Callable[..., int]


AWAY = Way(
    "Put many cases aside",
    "Put them aside",
    "put aside. You find them under “Put aside”.",
    "waiting",
    access.untouched,
    aside.put_aside,
)
BACK = Way(
    "Bring cases back",
    "Bring them back",
    "brought back. They wait again.",
    "aside",
    access.brought_back,
    aside.bring_back,
)


@require_http_methods(["GET", "POST"])
def many(request: StaffRequest, way: Way) -> HttpResponse:
    """Choose hours or single cases; then one page says how many those are and asks once."""
    now = timezone.now()
    found = way.found(request.member)
    if request.method == "GET":
        return _page(request, way, ManyForm(found=found, now=now))
    form = ManyForm(request.POST, found=found, now=now)
    if not form.is_valid():
        return _page(request, way, form)
    chosen = form.chosen(aside.MOST_AT_ONCE)
    if "confirmed" in request.POST and form.tries(lambda: _do(request, way, form, chosen, now)):
        return redirect(f"{page('cases:inbox')}?show={way.view}")
    if form.errors:
        return _page(request, way, form)
    context = {
        "way": way,
        "count": len(chosen),
        "most": aside.MOST_AT_ONCE,
        "in_danger": form.in_danger().count(),
        "sent": form.sent_again(),
        "includes_danger": form.cleaned_data["danger"],
        "references": form.references(20),
    }
    return render(request, "cases/many_confirm.html", context)


def _do(request: StaffRequest, way: Way, form: ManyForm, chosen: list[UUID], at: datetime) -> None:
    moved = way.change(cases=chosen, by=request.user, at=form.cleaned_data["until"] or at)
    messages.success(request, f"{moved} {'case' if moved == 1 else 'cases'} {way.done}")


def _page(request: StaffRequest, way: Way, form: ManyForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "cases/many.html", {"way": way, "form": form}, status=status)
