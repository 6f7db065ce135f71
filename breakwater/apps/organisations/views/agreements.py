"""Agreements of the member's own organisation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from breakwater.apps.organisations import access
from breakwater.apps.organisations.changes import agreements as change
from breakwater.apps.organisations.forms import AgreementForm, ReasonForm, StaffForm, sent
from breakwater.apps.organisations.models import Agreement, Membership
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.confirmation import confirmed_lately
from breakwater.apps.organisations.sign_in.door import StaffRequest

_form_page = require_http_methods(["GET", "POST"])


@require_GET
def agreements(request: StaffRequest) -> HttpResponse:
    """All of them, the newest first."""
    own = request.member.organisation
    found = access.agreements(request.member)
    return render(
        request,
        "organisations/agreements.html",
        {
            "agreements": [
                (one, one.other_than(own), one.standing_on(access.today())) for one in found
            ],
            "may_make": access.may(request.member, Action.MAKE_AGREEMENTS),
        },
    )


@require_GET
def agreement(request: StaffRequest, pk: int) -> HttpResponse:
    """One of them, whole."""
    found = access.agreement(request.member, pk)
    may_make = access.may(request.member, Action.MAKE_AGREEMENTS)
    is_open = found.agreed_at is None and found.ended_at is None
    return render(
        request,
        "organisations/agreement.html",
        {
            "agreement": found,
            "other": found.other_than(request.member.organisation),
            "standing": found.standing_on(access.today()),
            "never": change.NEVER_IN_ANY_AGREEMENT,
            "may_accept": may_make and is_open and found.other == request.member.organisation,
            "may_end": may_make and found.ended_at is None,
            "may_replace": may_make and found.agreed_at is not None and found.ended_at is None,
        },
    )


@_form_page
def propose(request: StaffRequest, pk: int | None = None) -> HttpResponse:
    """Offer an agreement; with ``pk``, one that replaces it once accepted."""
    member = request.member
    access.require(member, Action.MAKE_AGREEMENTS)
    replaces = access.agreement(member, pk) if pk else None
    others = access.organisations(member).exclude(pk=member.organisation_id)
    form = AgreementForm(sent(request), organisations=others, initial=_begun_from(replaces, member))
    if form.is_valid() and form.tries(
        lambda: change.propose_agreement(
            proposer=member.organisation,
            other=form.cleaned_data["other"],
            terms=form.terms(),
            replaces=replaces,
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "The agreement is offered. It begins once they accept it.")
        return redirect("organisations:agreements")
    context = {"form": form, "replaces": replaces, "never": change.NEVER_IN_ANY_AGREEMENT}
    return render(request, "organisations/propose_agreement.html", context)


@_form_page
@confirmed_lately
def accept(request: StaffRequest, pk: int) -> HttpResponse:
    """Put an agreement in force."""
    access.require(request.member, Action.MAKE_AGREEMENTS)
    found = access.agreement(request.member, pk)
    form = StaffForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: change.accept_agreement(agreement=found, by=request.user, at=timezone.now())
    ):
        messages.success(request, "The agreement is made.")
        return redirect("organisations:agreement", pk)
    context = {"form": form, "agreement": found}
    return render(request, "organisations/accept_agreement.html", context)


@_form_page
@confirmed_lately
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """End, decline or withdraw an agreement."""
    access.require(request.member, Action.MAKE_AGREEMENTS)
    found = access.agreement(request.member, pk)
    form = ReasonForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: change.end_agreement(
            agreement=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
    ):
        messages.success(request, "The agreement has ended.")
        return redirect("organisations:agreements")
    return render(request, "organisations/end_agreement.html", {"form": form, "agreement": found})


def _begun_from(replaces: Agreement | None, member: Membership) -> dict[str, object]:
    if replaces is None:
        return {"from_on": access.today()}
    return {
        "other": replaces.other_than(member.organisation),
        "purposes": replaces.purposes,
        "may_be_passed": replaces.may_be_passed,
        "never_passed_on": replaces.never_passed_on,
        "from_on": access.today(),
    }
