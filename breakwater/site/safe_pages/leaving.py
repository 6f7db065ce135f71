"""Leaving at once: what the server does when somebody goes, and for half a minute after.

Nothing about it is logged or counted. The browser's own part is ``site/look/leave.js``; without
script the button is a link to the same address.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from breakwater.origins import comes_from_our_own_page
from breakwater.site.safe_pages.choices import CHOICES_COOKIE

GUARD_COOKIE = "pause"
# Long enough for Back pressed at once and again, short enough to come back to a page of help.
GUARD_SECONDS = 30


class SeeOther(HttpResponseRedirect):
    """303: what comes next is fetched with GET, whatever this was."""

    status_code = 303


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """GET goes to the neutral site (the link); POST answers nothing (the script's beacon).

    Both end the session, expire our cookies, clear what the browser stored and begin the guard. A
    request that another site embeds changes nothing.
    """
    answer = HttpResponse(status=204) if request.method == "POST" else _neutral_site()
    if request.method != "HEAD" and comes_from_our_own_page(request):
        _forget(request, answer)
    return answer


class LeftGuard:
    """Middleware: who has just left is sent to the neutral site, so that Back shows nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in place of every view but the one of leaving itself."""
        if GUARD_COOKIE in request.COOKIES and request.path_info != "/leave/":
            return _neutral_site()
        return self.get_response(request)


def _neutral_site() -> HttpResponse:
    return SeeOther(settings.NEUTRAL_SITE)


def _forget(request: HttpRequest, answer: HttpResponse) -> None:
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        try:
            request.session.flush()
        except DatabaseError:
            # Leaving must work when the database does not. The row lapses by itself; an empty
            # session in its place keeps the session middleware from asking the database again.
            request.session = type(request.session)()
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, CHOICES_COOKIE):
        if name in request.COOKIES:
            answer.delete_cookie(name, samesite="Lax")
    # Not "cookies": it would delete the guard.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    answer.set_cookie(
        GUARD_COOKIE,
        "1",
        max_age=GUARD_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
