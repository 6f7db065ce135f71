"""How long cases are kept, what holds them, and who is on call: pages that show no content."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from breakwater.apps.cases import access, retention
from breakwater.apps.cases.changes import keeping as change
from breakwater.apps.cases.forms import HoldForm, OnCallForm, RetentionForm
from breakwater.apps.cases.telling import workers
from breakwater.apps.organisations.access import require
from breakwater.apps.organisations.forms import sent
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.door import StaffRequest

_form_page = require_http_methods(["GET", "POST"])


@_form_page
def holds(request: StaffRequest) -> HttpResponse:
    """Legal holds: the standing ones, and placing another on a case by its reference."""
    found = access.holds(request.member)
    form = HoldForm(sent(request), find=lambda text: access.case_to_hold(request.member, text))
    if form.is_valid() and form.tries(
        lambda: change.place_hold(
            case=form.cleaned_data["reference"],
            reason=form.cleaned_data["reason"],
            review_on=form.cleaned_data["review_on"],
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "The case is held. It is not erased until you lift the hold.")
        return redirect("cases:holds")
    standing = found.filter(lifted_at__isnull=True)
    return render(request, "cases/holds.html", {"form": form, "holds": standing})


@require_POST
def lift_hold(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the case be erased when its time is over."""
    change.lift_hold(hold=access.hold(request.member, pk), by=request.user, at=timezone.now())
    messages.success(request, "The hold is lifted.")
    return redirect("cases:holds")


@_form_page
def retention_rule(request: StaffRequest) -> HttpResponse:
    """How long the member's organisation keeps cases after closing."""
    require(request.member, Action.SET_RETENTION)
    organisation = request.member.organisation
    rule = retention.rule_of(organisation)
    known = {"keep_days": rule.keep_days, "review_days": rule.review_days} if rule else {}
    form = RetentionForm(sent(request), initial=known)
    if form.is_valid() and form.tries(
        lambda: change.set_rule(
            organisation=organisation, rule=form.rule(), by=request.user, at=timezone.now()
        )
    ):
        messages.success(request, "Set. Cases that were promised another time keep it.")
        return redirect("cases:retention")
    return render(request, "cases/retention.html", {"form": form, "rule": rule})


@_form_page
def on_call(request: StaffRequest) -> HttpResponse:
    """Who is sent a message at once when somebody writes that they are in danger."""
    duties, now = access.duties(request.member), timezone.now()
    form = OnCallForm(
        sent(request),
        members=workers(request.member.organisation, timezone.localdate(now)).select_related(
            "person", "organisation"
        ),
    )
    if form.is_valid() and form.tries(
        lambda: change.arrange_on_call(**form.cleaned_data, by=request.user, at=now)
    ):
        messages.success(
            request, "They are sent a message on those days when somebody is in danger."
        )
        return redirect("cases:on-call")
    coming = duties.filter(until_on__gte=timezone.localdate(now))
    return render(request, "cases/on_call.html", {"form": form, "duties": coming})


@require_POST
def call_off(request: StaffRequest, pk: int) -> HttpResponse:
    """End a time on call."""
    duty = access.duty(request.member, pk)
    change.call_off_on_call(duty=duty, by=request.user, at=timezone.now())
    messages.success(request, "Called off.")
    return redirect("cases:on-call")
