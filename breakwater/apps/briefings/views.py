"""Briefings: read one, say so, issue one, see who has not read it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from breakwater.apps.briefings import access, changes
from breakwater.apps.briefings.forms import BriefingForm
from breakwater.apps.organisations.access import may, require, today
from breakwater.apps.organisations.forms import sent
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.domain.plain_error import PlainError


@require_GET
def briefings(request: StaffRequest) -> HttpResponse:
    """What the member must read first, then every other."""
    member = request.member
    found = access.briefings(member)
    waiting = access.to_read(member)
    context = {
        "waiting": [(one, access.is_late(one)) for one in waiting],
        "others": found.exclude(pk__in=[one.pk for one in waiting]),
        "may_issue": may(member, Action.ISSUE_BRIEFINGS),
    }
    return render(request, "briefings/briefings.html", context)


@require_GET
def briefing(request: StaffRequest, pk: int) -> HttpResponse:
    """One briefing and the member's receipt, or the button for it."""
    member = request.member
    found = access.briefing(member, pk)
    context = {
        "briefing": found,
        "reading": found.readings.filter(member=member).first(),
        "is_required": found.is_required_of(member, today()),
        "is_late": access.is_late(found),
        "may_watch": may(member, Action.ISSUE_BRIEFINGS),
    }
    return render(request, "briefings/briefing.html", context)


@require_POST
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """The member says that they have read it."""
    found = access.briefing(request.member, pk)
    try:
        changes.confirm_read(briefing=found, member=request.member, at=timezone.now())
    except PlainError:
        messages.warning(request, "This briefing has ended. There is nothing to confirm.")
    else:
        messages.success(request, "Noted that you have read it.")
    return redirect("briefings:briefing", pk)


@require_http_methods(["GET", "POST"])
def issue(request: StaffRequest) -> HttpResponse:
    """Issue a briefing for good."""
    require(request.member, Action.ISSUE_BRIEFINGS)
    form = BriefingForm(sent(request), initial={"dated": today()})
    if form.is_valid() and form.tries(
        lambda: changes.issue(
            force=request.member.organisation,
            **form.given(),
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "Issued. Those who must read it are told.")
        return redirect("briefings:briefings")
    return render(request, "briefings/issue.html", {"form": form})


@require_GET
def reach(request: StaffRequest, pk: int) -> HttpResponse:
    """Who has read it, and who has not yet."""
    found = access.briefing_to_watch(request.member, pk)
    context = {"briefing": found, "reach": access.reach(request.member, found)}
    return render(request, "briefings/reach.html", context)


@require_POST
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """Nobody need read it any more."""
    found = access.briefing_to_watch(request.member, pk)
    changes.end(briefing=found, by=request.user, at=timezone.now())
    messages.success(request, "Ended. It stays to read, with who has read it.")
    return redirect("briefings:briefing", pk)
