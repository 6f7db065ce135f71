"""What the receiver decides about a referral, on the page of the case that it opened."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from breakwater.apps.organisations.forms import StaffForm, sent
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.referrals import access
from breakwater.apps.referrals.changes import answering as change
from breakwater.apps.referrals.forms import AskForm, DeclineForm
from breakwater.apps.referrals.models import Referral, UnmetNeed

_form_page = require_http_methods(["GET", "POST"])


@_form_page
def accept(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take it on; whoever opens the address is shown the case."""
    found = access.in_case(request.member, pk)
    form = StaffForm(sent(request))
    if form.is_valid():
        if form.tries(lambda: change.accept(referral=found, by=request.user, at=timezone.now())):
            messages.success(request, "You took it on. The sender sees that, and nothing more.")
        else:
            messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect("cases:case", pk)


@_form_page
def decline(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Decline it; the reason is only counted, and the case is erased."""
    found = access.in_case(request.member, pk)
    form = DeclineForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: change.decline(
            referral=found,
            reason=UnmetNeed.Reason(form.cleaned_data["reason"]),
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "Declined. What was said has been erased here.")
        return redirect("cases:inbox")
    return render(request, "referrals/decline.html", {"form": form, "referral": found})


@_form_page
def ask(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask the sender something."""
    found = access.in_case(request.member, pk)
    form = AskForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: change.ask(
            referral=found,
            question=Referral.Question(form.cleaned_data["question"]),
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "Asked. You can accept or decline meanwhile.")
        return redirect("cases:case", pk)
    return render(request, "referrals/ask.html", {"form": form, "referral": found})
