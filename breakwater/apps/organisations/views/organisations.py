"""Which organisations take part, who may join them, and leaving with everything."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from breakwater.apps.organisations import access
from breakwater.apps.organisations.changes import organisations as change
from breakwater.apps.organisations.forms import (
    ConfirmNameForm,
    ProposeForm,
    StaffForm,
    WrittenVoucherForm,
    sent,
)
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.roles import Kind
from breakwater.apps.organisations.sign_in.confirmation import confirmed_lately
from breakwater.apps.organisations.sign_in.door import StaffRequest

_form_page = require_http_methods(["GET", "POST"])


@require_GET
def organisations(request: StaffRequest) -> HttpResponse:
    """Everyone who takes part, and what waits to be admitted."""
    member = request.member
    return render(
        request,
        "organisations/organisations.html",
        {
            "organisations": access.organisations(member),
            "proposals": access.proposals(member),
            "may_propose": bool(_kinds_to_propose(member)),
            "may_leave": access.may(member, Action.LEAVE),
        },
    )


@_form_page
@confirmed_lately
def propose(request: StaffRequest) -> HttpResponse:
    """Propose an organisation."""
    kinds = _kinds_to_propose(request.member)
    if not kinds:
        access.require(request.member, Action.PROPOSE_ORGANISATION)
    form = ProposeForm(sent(request), kinds=kinds)
    if form.is_valid() and form.tries(
        lambda: change.propose_organisation(by=request.user, at=timezone.now(), **form.cleaned_data)
    ):
        messages.success(request, "The organisation is proposed. A second person must admit it.")
        return redirect("organisations:organisations")
    return render(request, "organisations/propose.html", {"form": form})


@_form_page
@confirmed_lately
def proposal(request: StaffRequest, pk: int) -> HttpResponse:
    """Admit a proposed organisation, or decline to."""
    member = request.member
    found = access.proposal(member, pk)
    may_admit = access.may_admit(member, found)
    in_writing = found.kind == Kind.SUPPORT_ORGANISATION and access.needs_written_voucher(member)
    declines = request.POST.get("answer") == "decline"
    form_class = WrittenVoucherForm if in_writing and not declines else StaffForm
    form = form_class(sent(request))
    if may_admit and form.is_valid():
        answer = change.decline_organisation if declines else change.admit_organisation
        if form.tries(
            lambda: answer(
                organisation=found, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        ):
            messages.success(request, "It was declined." if declines else "It takes part now.")
            return redirect("organisations:organisations")
    return render(
        request,
        "organisations/proposal.html",
        {"form": form, "proposal": found, "may_admit": may_admit},
    )


@_form_page
@confirmed_lately
def leave(request: StaffRequest) -> HttpResponse:
    """End the part of the member's own organisation."""
    access.require(request.member, Action.LEAVE)
    organisation = request.member.organisation
    form = ConfirmNameForm(sent(request), organisation=organisation)
    if form.is_valid() and form.tries(
        lambda: change.leave(organisation=organisation, by=request.user, at=timezone.now())
    ):
        logout(request)
        messages.success(request, "Your organisation has left. Every account in it is closed.")
        return redirect("account_login")
    return render(request, "organisations/leave.html", {"form": form, "organisation": organisation})


def _kinds_to_propose(member: Membership) -> list[Kind]:
    kinds: list[Kind] = []
    if access.may(member, Action.PROPOSE_SUPPORT_ORGANISATION):
        kinds.append(Kind.SUPPORT_ORGANISATION)
    if access.may(member, Action.PROPOSE_ORGANISATION):
        kinds += [Kind.FORCE, Kind.POLICING_BODY, Kind.NATIONAL_BODY, Kind.INSPECTORATE]
    return kinds
