"""An organisation's own services: written by one person, looked at by another."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from breakwater.apps.directory import access
from breakwater.apps.directory.changes import entries
from breakwater.apps.directory.forms import (
    LANGUAGE_NAMES,
    DeclineForm,
    EntryForm,
    differences,
    initial_of,
)
from breakwater.apps.directory.models import Service, Version
from breakwater.apps.directory.results import result
from breakwater.apps.organisations.access import require
from breakwater.apps.organisations.forms import StaffForm, sent
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.domain.open_referral.entry import Entry, blank
from breakwater.domain.plain_error import PlainError

_form_page = require_http_methods(["GET", "POST"])


@require_GET
def services(request: StaffRequest) -> HttpResponse:
    """What the organisation offers, what waits, and what nobody checked for long."""
    today = timezone.localdate()
    found = [(one, one.is_stale(today)) for one in access.own_services(request.member)]
    return render(request, "directory/services.html", {"found": found})


@require_GET
def service(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One of them: as everyone sees it, what waits, and every version before."""
    found = access.own_service(request.member, pk)
    today = timezone.localdate()
    history = list(access.history(request.member, pk))
    context = {
        "service": found,
        "shown": result(found, today) if found.published else None,
        "is_stale": found.is_stale(today),
        "waiting": next((one for one in history if one.state == Version.State.WAITING), None),
        "history": [(one, _differences(one, history)) for one in history],
    }
    return render(request, "directory/service.html", context)


@_form_page
def new(request: StaffRequest) -> HttpResponse:
    """Write down a further service."""
    require(request.member, Action.KEEP_SERVICES)
    form = EntryForm(sent(request))
    made: list[Version] = []
    if form.is_valid() and form.tries(
        lambda: made.append(
            entries.begin(
                organisation=request.member.organisation,
                content=form.entry().onto(blank(uuid4()), LANGUAGE_NAMES),
                by=request.user,
                at=timezone.now(),
            )
        )
    ):
        messages.success(request, "Saved. A colleague looks at it before anyone sees it.")
        return redirect("directory:service", made[0].service_id)
    return render(request, "directory/entry.html", {"form": form})


@_form_page
def change(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change what is said of a service; it goes on as it is until a colleague has looked."""
    found = access.own_service(request.member, pk)
    base = _newest(found)
    form = EntryForm(sent(request), initial=initial_of(Entry.of(base, timezone.localdate())))
    if form.is_valid() and form.tries(
        lambda: entries.propose(
            service=found,
            content=form.entry().onto(base, LANGUAGE_NAMES),
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "Saved. A colleague looks at it before anyone sees it.")
        return redirect("directory:service", pk)
    return render(request, "directory/entry.html", {"form": form, "service": found})


@_form_page
def second_look(request: StaffRequest, pk: int) -> HttpResponse:
    """What a colleague wants to change, before and after; published by a post."""
    version = access.waiting_version(request.member, pk)
    form = StaffForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: entries.publish(version=version, by=request.user, at=timezone.now())
    ):
        messages.success(request, "Published.")
        return redirect("directory:service", version.service_id)
    context = {
        "version": version,
        "form": form,
        "differences": _differences(version, [version, *_published(version.service)]),
        "is_own": version.proposed_by == request.user,
    }
    return render(request, "directory/second_look.html", context)


@_form_page
def decline(request: StaffRequest, pk: int) -> HttpResponse:
    """Do not publish a change, or take one's own back."""
    version = access.waiting_version(request.member, pk)
    form = DeclineForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: entries.decline(
            version=version,
            because=form.cleaned_data["because"],
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "It is not published.")
        return redirect("directory:service", version.service_id)
    return render(request, "directory/decline.html", {"form": form, "version": version})


@require_POST
def checked(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Everything in it is right today."""
    found = access.own_service(request.member, pk)
    return _done(
        request,
        found,
        lambda: entries.mark_checked(service=found, by=request.user, at=timezone.now()),
        "It now says that it was checked today.",
    )


@require_POST
def hide(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show it to nobody, at once."""
    found = access.own_service(request.member, pk)
    return _done(
        request,
        found,
        lambda: entries.hide(service=found, by=request.user, at=timezone.now()),
        "Nobody sees it any more.",
    )


def _done(
    request: StaffRequest, service: Service, change: Callable[[], None], says: str
) -> HttpResponse:
    try:
        change()
    except PlainError as sentence:
        text = str(sentence)
        messages.error(request, f"{text[:1].upper()}{text[1:]}.")
    else:
        messages.success(request, says)
    return redirect("directory:service", service.pk)


def _newest(service: Service) -> dict[str, Any]:
    """What a change begins from: the change that waits, or what everyone sees."""
    newest = service.versions.exclude(state=Version.State.DECLINED).first()
    return dict(newest.content) if newest else blank(service.pk)


def _published(service: Service) -> list[Version]:
    return [service.published] if service.published else []


def _differences(version: Version, history: Sequence[Version]) -> list[tuple[str, str, str]]:
    """What a version changed in what was published before it."""
    today = timezone.localdate()
    before = next(
        (
            one
            for one in history
            if one.number < version.number and one.state == Version.State.PUBLISHED
        ),
        None,
    )
    old = Entry.of(before.content, today) if before else None
    return differences(old, Entry.of(version.content, today))
