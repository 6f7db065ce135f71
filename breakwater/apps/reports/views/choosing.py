"""Before anything is written: danger first, who must not know, whom to tell, what is promised.

None of these pages sets a cookie, and their addresses say nothing of what was chosen.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from breakwater.apps.reports import routes
from breakwater.apps.reports.routes import InForce

# In the address of the page of routes: whom somebody involved works for or knows.
_KNOWS_POLICE, _KNOWS_SUPPORT = 1, 2


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Danger first."""
    return render(request, "reports/start.html")


@login_not_required
@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """Does anyone involved work for, or know people at, the places that could be told?"""
    return render(request, "reports/who.html")


@login_not_required
@require_safe
def choose(request: HttpRequest, known: int = 0) -> HttpResponse:
    """Every pathway, with what each means; what was answered before only changes their order."""
    found = routes.in_force()
    return render(
        request,
        "reports/routes.html",
        {
            "routes": _ordered(found, known) if found else [],
            "others": found.file.other_routes if found and known else (),
            "file": found.file if found else None,
            "knows_police": known == _KNOWS_POLICE,
            "knows_support": known == _KNOWS_SUPPORT,
        },
    )


@login_not_required
@require_safe
def promise(request: HttpRequest, number: int) -> HttpResponse:
    """What happens to what she writes, before she can write anything."""
    found = routes.here()
    route = found.route(number)
    status = 200 if route.is_open else 503
    context = {"route": route, "file": found.file}
    return render(request, "reports/promise.html", context, status=status)


def _ordered(found: InForce, known: int) -> list[routes.Route]:
    last_is_police = known != _KNOWS_SUPPORT
    return sorted(found.routes, key=lambda route: route.is_police is last_is_police)
