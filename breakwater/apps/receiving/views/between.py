"""What passes between an organisation and the police after a report for somebody, sealed."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from breakwater.apps.audit_log.access import Act, record_access
from breakwater.apps.cases.access import because
from breakwater.apps.cases.forms import sealed_body
from breakwater.apps.cases.models import Case
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.receiving import access
from breakwater.apps.receiving.changes import between as change
from breakwater.apps.receiving.changes.between import Passed
from breakwater.apps.receiving.models import OnBehalf
from breakwater.domain.plain_error import PlainError


@require_http_methods(["GET", "POST"])
def write(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep what the browser sealed to both sides. GET is the way back after signing in."""
    found, is_police = access.between(request.member, pk)
    case = found.police_case if is_police else found.own_case
    assert case is not None
    if request.method == "GET":
        return redirect("cases:case", case.pk)
    try:
        with transaction.atomic():
            _keep(request, found, is_police=is_police)
            _note(request, case)
    except PlainError as sentence:
        text = str(sentence)
        return JsonResponse({"says": f"{text[:1].upper()}{text[1:]}."}, status=400)
    messages.success(request, "Sent, sealed to both organisations.")
    return JsonResponse({"next": page("cases:case", case.pk)})


@require_POST
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The person told the organisation that they want no more of it."""
    found = access.to_withdraw(request.member, pk)
    try:
        change.withdraw(on_behalf=found, by=request.user, at=timezone.now())
    except PlainError as sentence:
        messages.error(request, f"{str(sentence).capitalize()}.")
    else:
        messages.success(request, "The police are told. Nothing more passes.")
    return redirect("cases:case", found.own_case_id)


def _keep(request: StaffRequest, found: OnBehalf, *, is_police: bool) -> None:
    keep = change.police_answer if is_police else change.write_to_police
    versions = [request.GET.get(name, "") for name in ("own", "police")]
    if not all(one.isdecimal() for one in versions):
        raise PlainError("what the browser sent is damaged; open the page again")
    own, police = map(int, versions)
    keep(
        on_behalf=found,
        passed=Passed(sealed_body(request), own, police),
        by=request.user,
        at=timezone.now(),
    )


def _note(request: StaffRequest, case: Case) -> None:
    now = timezone.now()
    record_access(
        act=Act.ALTERATION,
        by=str(request.user.pk),
        record_kind="case",
        record_id=str(case.pk),
        because=because(request.member, case, now),
        organisation=request.member.organisation.slug,
        at=now,
    )
