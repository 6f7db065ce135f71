"""A member's answer, sealed in their browser to the organisation and to the person's code."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from breakwater.apps.audit_log.access import Act, record_access
from breakwater.apps.cases.access import because, case
from breakwater.apps.cases.forms import sealed_body
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.reports.changes import conversation
from breakwater.domain.plain_error import PlainError


@require_http_methods(["GET", "POST"])
def answer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep the answer; the person reads it with the code. GET is the way back after signing in."""
    found, now = case(request.member, pk), timezone.now()
    version = request.GET.get("version", "")
    if request.method == "GET":
        return redirect("cases:case", pk)
    try:
        with transaction.atomic():
            conversation.answer(
                case=found,
                sealed=sealed_body(request),
                key_version=int(version) if version.isdecimal() else 0,
                by=request.user,
                at=now,
            )
            record_access(
                act=Act.ALTERATION,
                by=str(request.user.pk),
                record_kind="case",
                record_id=str(found.pk),
                because=because(request.member, found, now),
                organisation=request.member.organisation.slug,
                at=now,
            )
    except PlainError as sentence:
        text = str(sentence)
        return JsonResponse({"says": f"{text[:1].upper()}{text[1:]}."}, status=400)
    messages.success(request, "The answer was sent, sealed.")
    return JsonResponse({"next": page("cases:case", pk)})
