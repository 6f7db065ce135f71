"""Entering what somebody told, and reporting to the police for somebody."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from breakwater.apps.cases.models import Case
from breakwater.apps.organisations.access import require
from breakwater.apps.organisations.forms import StaffForm, sent
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.receiving import access, words
from breakwater.apps.receiving.changes import between, entering
from breakwater.apps.receiving.changes.between import Passed
from breakwater.apps.receiving.forms import EnterForm, OnBehalfForm
from breakwater.apps.receiving.keys import Reader, forces_that_can_read, reader_of
from breakwater.apps.referrals.consent_form import ConsentForm

_form_page = require_http_methods(["GET", "POST"])


@_form_page
@never_cache
def enter(request: StaffRequest) -> HttpResponse:
    """What somebody told in person or by telephone becomes a sealed case."""
    require(request.member, Action.WORK_ON_CASES)
    now = timezone.now()
    own = reader_of(request.member.organisation, now)
    form = EnterForm(sent(request), own=own)
    made: list[Case] = []
    if own and form.is_valid():
        made.append(
            entering.enter_report(
                organisation=request.member.organisation,
                origin=Case.Origin(form.cleaned_data["origin"]),
                sealed=form.sealed_file(),
                key_version=own.version,
                is_in_danger=form.cleaned_data["is_in_danger"],
                token=form.cleaned_data["token"],
                by=request.user,
                at=now,
            )
        )
        messages.success(request, f"Entered and sealed: case {made[0].reference}.")
        return _to(request, reverse("cases:case", args=[made[0].pk]))
    if request.method == "POST" and _by_script(request):
        return _refused(form, own)
    data = {"recipients": {"": [own.recipient]} if own else {}, "headings": form.headings}
    return render(request, "receiving/enter.html", {"form": form, "own": own, "data": data})


@_form_page
@never_cache
def for_somebody(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Report to the police for the person of one's own case, and stay between the two."""
    case, now = access.case_to_report(request.member, pk), timezone.now()
    own = reader_of(request.member.organisation, now)
    forces = forces_that_can_read(now) if own else []
    form = OnBehalfForm.opened(request, own=own, forces=forces, sentences=words.WORDS)
    if own and forces and form.is_valid():
        police = form.force()
        between.report_for(
            own_case=case,
            police=police.organisation,
            passed=Passed(form.sealed_file(), own.version, police.version),
            agreed=form.consent(),
            is_in_danger=form.cleaned_data["is_in_danger"],
            token=form.cleaned_data["token"],
            by=request.user,
            at=now,
        )
        messages.success(
            request, f"Reported to {police.organisation}. What was passed is in the case."
        )
        return _to(request, reverse("cases:case", args=[pk]))
    if request.method == "POST" and _by_script(request):
        return _refused(form, own)
    context = {
        "form": form,
        "case": case,
        "forces": forces,
        "words": form.words,
        "data": {
            "recipients": {
                one.organisation.slug: [one.recipient, own.recipient] for one in forces if own
            },
            "headings": form.headings,
        },
    }
    return render(request, "receiving/for_somebody.html", context)


def _by_script(request: StaffRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _to(request: StaffRequest, address: str) -> HttpResponse:
    return JsonResponse({"next": address}) if _by_script(request) else redirect(address)


def _refused(form: StaffForm, own: Reader | None) -> HttpResponse:
    sentences = [str(error) for errors in form.errors.values() for error in errors]
    if own is None:
        sentences = ["Nobody in your organisation could open it now, so nothing was taken."]
    asks_again = isinstance(form, ConsentForm) and form.asks_again
    return JsonResponse({"says": " ".join(sentences), "asks_again": asks_again}, status=400)
