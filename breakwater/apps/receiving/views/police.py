"""What the police note beside a report: its number, and the steps of the Victims' Code."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from breakwater.apps.organisations.forms import sent
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.receiving import access
from breakwater.apps.receiving.changes import numbering
from breakwater.apps.receiving.forms import CodeForm, NumberForm
from breakwater.apps.receiving.models import CodeStep, PoliceNumber
from breakwater.apps.receiving.victims_code import steps

_form_page = require_http_methods(["GET", "POST"])


@_form_page
def number(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The crime or incident number, or why there is none yet."""
    case = access.case_to_number(request.member, pk)
    form = NumberForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: numbering.record_number(
            case=case, **form.cleaned_data, by=request.user, at=timezone.now()
        )
    ):
        messages.success(request, "Noted.")
        return redirect("cases:case", pk)
    context = {
        "form": form,
        "case": case,
        "before": PoliceNumber.objects.filter(case=case).select_related("by"),
    }
    return render(request, "receiving/number.html", context)


@_form_page
def victims_code(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What the person is owed, and what was done of it."""
    case = access.case_to_number(request.member, pk)
    known = dict(CodeStep.objects.filter(case=case).values_list("step", "answer"))
    form = CodeForm(sent(request), steps=steps(), initial=known)
    if form.is_valid() and form.tries(
        lambda: numbering.record_steps(
            case=case, answers=form.cleaned_data, by=request.user, at=timezone.now()
        )
    ):
        messages.success(request, "Noted.")
        return redirect("cases:case", pk)
    return render(request, "receiving/victims_code.html", {"form": form, "case": case})
