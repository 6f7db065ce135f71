"""Feeds of other organisations' services: opened by one operator, committed by another."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from breakwater import uploads
from breakwater.apps.directory import access
from breakwater.apps.directory.changes import feeds as changes
from breakwater.apps.directory.changes import undoing
from breakwater.apps.directory.forms import FeedForm
from breakwater.apps.directory.models import Batch, Service
from breakwater.apps.organisations.access import require
from breakwater.apps.organisations.forms import StaffForm, sent
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.domain.plain_error import PlainError

_form_page = require_http_methods(["GET", "POST"])
_MOST_SHOWN = 200


@_form_page
def feeds(request: StaffRequest) -> HttpResponse:
    """Every feed there was, and bringing in another."""
    require(request.member, Action.IMPORT_SERVICES)
    was_too_large = uploads.was_let_go(request, "feed")
    form = FeedForm(sent(request), request.FILES or None, was_too_large=was_too_large)
    if form.is_valid():
        file = form.cleaned_data["feed"]
        try:
            batch = changes.open_feed(
                name=file.name, content=file.read(), by=request.user, at=timezone.now()
            )
        except PlainError as why:
            form.add_error("feed", f"This feed cannot be read: {why}.")
        else:
            return redirect("directory:feed", batch.pk)
    context = {"form": form, "found": access.feeds(request.member)[:_MOST_SHOWN]}
    return render(request, "directory/feeds.html", context)


@_form_page
def feed(request: StaffRequest, pk: int) -> HttpResponse:
    """What a feed would change and what is wrong with it; stored by a colleague's post."""
    batch = access.open_feed(request.member, pk)
    form = StaffForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: changes.commit_feed(batch=batch, by=request.user, at=timezone.now())
    ):
        messages.success(request, "The feed is stored.")
        return redirect("directory:feeds")
    plan = changes.plan_of([(batch.name, bytes(batch.content))])
    context = {
        "batch": batch,
        "plan": plan,
        "form": form,
        "added": [one["name"] for one in plan.added[:_MOST_SHOWN]],
        "changed": [one["name"] for _, one in plan.changed[:_MOST_SHOWN]],
        "shown_again": [one["name"] for one in plan.shown_again[:_MOST_SHOWN]],
        "looked_after": plan.looked_after[:_MOST_SHOWN],
        "most": _MOST_SHOWN,
        "is_own": batch.opened_by == request.user,
    }
    return render(request, "directory/feed.html", context)


@require_POST
def put_aside(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget a feed."""
    batch: Batch = access.open_feed(request.member, pk)
    changes.put_aside(batch=batch, by=request.user, at=timezone.now())
    messages.success(request, "The feed was put aside. Nothing of it was stored.")
    return redirect("directory:feeds")


@_form_page
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    """What undoing a stored feed does to each service, and what it leaves; done by a post."""
    batch = access.stored_feed(request.member, pk)
    form = StaffForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: undoing.undo_feed(batch=batch, by=request.user, at=timezone.now())
    ):
        messages.success(request, "The feed is undone.")
        return redirect("directory:feeds")
    context = {"batch": batch, "form": form, "parts": _parts(batch), "most": _MOST_SHOWN}
    return render(request, "directory/undo.html", context)


def _parts(batch: Batch) -> list[tuple[str, list[str], int]]:
    """Each thing that undoing does: in words, to which services, to how many."""
    found = undoing.undoing_of(batch)
    parts = [
        ("Shown to nobody, because not here before", _names(found.hidden)),
        ("Put back as it was before", _names(one for one, _ in found.put_back)),
        (
            "Stays, because an organisation looks after it now",
            [f"{one.name}: {one.organisation}" for one in found.looked_after],
        ),
        ("Stays, because it changed since", _names(found.changed_since)),
    ]
    return [(says, names[:_MOST_SHOWN], len(names)) for says, names in parts]


def _names(services: Iterable[Service]) -> list[str]:
    return [one.name for one in services]
