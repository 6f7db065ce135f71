"""Plans filled in with the person, and documents that are made of a case in the browser."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from breakwater.apps.audit_log.access import Act, record_access
from breakwater.apps.cases import access, inbox
from breakwater.apps.cases.forms import DisclosedForm
from breakwater.apps.cases.inbox import Show
from breakwater.apps.cases.opening_page import for_the_browser, keys_part
from breakwater.apps.organisations.forms import sent
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.domain.cases.plans import plan as plan_named

# Opening more at once than this would be slow, and more than anybody needs to read.
_MOST_SEARCHED = 100


@require_GET
def plan(request: StaffRequest, pk: UUID, name: str) -> HttpResponse:
    """A form whose answers the browser seals; it begins with those of the last time."""
    found, form = access.case(request.member, pk), plan_named(name)
    if form is None:
        raise Http404
    context = {"case": found, "plan": form, "data": for_the_browser(found)}
    return render(request, "cases/plan.html", context | keys_part(request.member))


@require_GET
def marac(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A document for the meeting about people at high risk."""
    found = access.case(request.member, pk)
    context = {"case": found, "data": for_the_browser(found)}
    return render(request, "cases/marac.html", context | keys_part(request.member))


@require_GET
def copy(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A document of the whole case for the person, to be read for what is about others first."""
    found = access.case(request.member, pk)
    context = {"case": found, "data": for_the_browser(found)}
    return render(request, "cases/copy.html", context | keys_part(request.member))


@require_http_methods(["GET", "POST"])
def disclosed(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note that a document of the case leaves the house, before the browser lets it."""
    found = access.case(request.member, pk)
    if request.method == "GET":
        return redirect("cases:case", pk)
    form = DisclosedForm(sent(request))
    if not form.is_valid():
        return JsonResponse({"says": "This could not be noted. Nothing was made."}, status=400)
    with transaction.atomic():
        record_access(
            act=Act.DISCLOSURE,
            by=str(request.user.pk),
            record_kind="case",
            record_id=str(found.pk),
            because=form.cleaned_data["what"],
            organisation=request.member.organisation.slug,
            recipient=form.recipient(),
        )
    return JsonResponse({})


@require_GET
def search(request: StaffRequest) -> HttpResponse:
    """Search in what the browser opens: the member's own cases, and those they cover for."""
    now = timezone.now()
    listed = inbox.cases(request.member, Show.MINE, now)[:_MOST_SEARCHED]
    cases = [
        {
            "reference": one.reference,
            "page": page("cases:case", one.pk),
            "open": page("cases:open", one.pk),
        }
        for one in listed
    ]
    context = {"data": {"cases": cases}, "count": len(cases)}
    return render(request, "cases/search.html", context | keys_part(request.member))
