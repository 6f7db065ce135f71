"""Before anything is written: danger first, who must not know, whom to tell, what is promised.

None of these pages sets a cookie, and their addresses say nothing of what was chosen.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from breakwater.apps.outreach.access import forces_with_a_statement
from breakwater.apps.reports import routes
from breakwater.apps.reports.routes import InForce
from breakwater.domain.reports.pathways import Knows, PathwayKind
from breakwater.kept_pages import same_for_everyone

# In the address of the page of routes: where somebody involved works, or knows people.
_KNOWN = {1: {Knows.POLICE}, 2: {Knows.SUPPORT}, 3: {Knows.POLICE, Knows.SUPPORT}}
_ORDER = (PathwayKind.SUPPORT, PathwayKind.ADVICE, PathwayKind.POLICE)


@same_for_everyone
@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Danger first."""
    return render(request, "reports/start.html")


@same_for_everyone
@login_not_required
@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """Does anyone involved work for, or know people at, the places that could be told?"""
    return render(request, "reports/who.html")


@same_for_everyone
@login_not_required
@require_safe
def choose(request: HttpRequest, known: int = 0) -> HttpResponse:
    """Every pathway, with what each means; other places first where somebody is known there."""
    found, knows = routes.in_force(), _KNOWN.get(known, set())
    others = [one for one in found.file.other_routes if one.instead_of in knows] if found else []
    context = {
        "groups": _groups(found, knows) if found else [],
        "others": [one.telephone for one in others],
        "file": found.file if found else None,
        "knows_police": Knows.POLICE in knows,
    }
    return render(request, "reports/routes.html", context)


@same_for_everyone
@login_not_required
@require_safe
def promise(request: HttpRequest, number: int) -> HttpResponse:
    """What happens to what she writes, before she can write anything."""
    found = routes.here()
    route = found.route(number)
    status = 200 if route.is_open else 503
    forces = forces_with_a_statement()
    context = {
        "route": route,
        "file": found.file,
        # Of the force that would receive it; before another route, of any.
        "has_given_word": (
            forces.filter(pk=route.receiver.pk) if route.is_police else forces
        ).exists(),
    }
    return render(request, "reports/promise.html", context, status=status)


def _groups(found: InForce, knows: set[Knows]) -> list[dict[str, object]]:
    """The routes by kind; those whom somebody involved knows come last."""
    known_last = sorted(_ORDER, key=lambda kind: _LAST_WHERE[kind] in knows)
    groups = (
        (kind, [one for one in found.routes if one.pathway.kind is kind]) for kind in known_last
    )
    return [{"kind": kind.value, "routes": listed} for kind, listed in groups if listed]


_LAST_WHERE = {
    PathwayKind.SUPPORT: Knows.SUPPORT,
    PathwayKind.ADVICE: Knows.SUPPORT,
    PathwayKind.POLICE: Knows.POLICE,
}
