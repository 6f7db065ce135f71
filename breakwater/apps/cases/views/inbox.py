"""The inbox: whose turn it is."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from breakwater.apps.cases import inbox
from breakwater.apps.cases.inbox import Show
from breakwater.apps.organisations.sign_in.door import StaffRequest

ON_A_PAGE = 50


@require_GET
def cases(request: StaffRequest) -> HttpResponse:
    """The member's own organisation's cases, a page at a time."""
    now = timezone.now()
    show = inbox.chosen(request.GET.get("show", ""))
    found = inbox.cases(request.member, show, now)
    pages = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    first = (pages.number - 1) * ON_A_PAGE
    listed = inbox.rows(found, first, first + ON_A_PAGE)
    context = {
        "show": show,
        "shows": list(Show),
        "listed": [(one, one.is_late_at(now)) for one in listed],
        "pages": pages,
        "query": f"show={show.value}&",
    }
    return render(request, "cases/inbox.html", context)
