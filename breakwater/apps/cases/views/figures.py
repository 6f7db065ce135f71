"""How many cases there were in months that are over."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from breakwater.apps.cases import figures as counted
from breakwater.apps.organisations.access import require
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.domain.audit_log.suppression import SMALLEST_SHOWN, Hidden


@require_GET
def figures(request: StaffRequest) -> HttpResponse:
    """One month; numbers under five are not shown, nor what would give them away."""
    require(request.member, Action.SEE_CASE_FIGURES)
    organisation = request.member.organisation
    months = counted.months(organisation, timezone.localdate())
    month = _chosen(request.GET.get("month", ""), months)
    rows = counted.of_month(organisation, month) if month else {}
    context = {
        "months": months,
        "month": month,
        "rows": [(counted.ROWS[name], name in counted.SUMS, _said(rows[name])) for name in rows],
    }
    return render(request, "cases/figures.html", context)


def _chosen(text: str, months: list[date]) -> date | None:
    return next((one for one in months if f"{one:%Y-%m}" == text), months[0] if months else None)


def _said(value: int | Hidden) -> str:
    if value is Hidden.FEWER_THAN_FIVE:
        return f"fewer than {SMALLEST_SHOWN}"
    return "not shown" if value is Hidden.NOT_SHOWN else str(value)
