"""What a person sees when something goes wrong: what happened, what is safe, what to do now.

No error page asks the database or opens a session, so each stands when the database is down.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from breakwater.apps.organisations.access import NotPermitted


@dataclass(frozen=True, slots=True)
class Explanation:
    """The words for one status code."""

    heading: LazyText
    happened: LazyText | str
    safe: LazyText
    do: LazyText | str


_ASK_AN_ADMINISTRATOR = "If your work needs it, ask an administrator of your organisation."
_NOTHING_SENT = _("Nothing was saved and nobody was told.")

EXPLANATIONS = {
    400: Explanation(
        _("We could not understand that"),
        _("Your browser sent something that this page cannot read."),
        _NOTHING_SENT,
        _("Go back to the start and try again."),
    ),
    403: Explanation(
        _("That was not allowed"),
        _("The page was open for too long, or something else sent it for you."),
        _NOTHING_SENT,
        _("Go back, load the page again, and try once more."),
    ),
    404: Explanation(
        _("There is no page here"),
        _("The address may be wrong, or the page may have moved."),
        _NOTHING_SENT,
        _("Check the address, or go to the start."),
    ),
    405: Explanation(
        _("This page does not work that way"),
        _("It cannot do what your browser asked."),
        _NOTHING_SENT,
        _("Go to the start and try again."),
    ),
    410: Explanation(
        _("This page has gone"),
        _("It was here before. We took it away on purpose."),
        _NOTHING_SENT,
        _("Go to the start to find what you need."),
    ),
    413: Explanation(
        _("That was too big"),
        _("What you sent is larger than we can take at once."),
        _NOTHING_SENT,
        _("Go back and send less text, or a smaller file."),
    ),
    429: Explanation(
        _("Too many people at once"),
        _("This page has been used more than it can take today."),
        _NOTHING_SENT,
        _("Try again later. In danger, do not wait: ring 999."),
    ),
    500: Explanation(
        _("Something went wrong"),
        _("It is our fault, not yours."),
        _("What you just sent may not have been saved."),
        _("Try again in a few minutes. In danger, do not wait: ring 999."),
    ),
    503: Explanation(
        _("We have a fault and are mending it"),
        _("Part of this site is not working. It is our fault, not yours."),
        _("What you just sent was not saved. What you sent before is kept."),
        _("Try again in a few minutes. In danger, do not wait: ring 999."),
    ),
}

_TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """The page for one status code of ``EXPLANATIONS``."""
    return render(request, "error.html", {"error": EXPLANATIONS[status]}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler400``; a body over the limit reaches it too, and is told so."""
    return error_page(request, 413 if isinstance(exception, _TOO_BIG) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler403``; on the staff site the permission table says what was not allowed."""
    if isinstance(exception, NotPermitted):
        told = replace(EXPLANATIONS[403], happened=str(exception), do=_ASK_AN_ADMINISTRATOR)
        return render(request, "error.html", {"error": told}, status=403)
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What Django shows for a form that was open too long or was sent from elsewhere."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler404``."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``. Where even its page cannot be made, the bare sentences are the answer.

    An error that escaped from here would be printed by the web server, with its values.
    """
    try:
        return error_page(request, 500)
    except Exception:  # whatever is broken, the person must still be told
        told = EXPLANATIONS[500]
        sentences = " ".join(str(part) for part in (told.happened, told.safe, told.do))
        return HttpResponse(sentences, status=500, content_type="text/plain; charset=utf-8")


class PlainErrors:
    """Middleware: bare error answers get their page; a database that is down is a 503."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Replace an error answer that has no page of its own; keep its headers."""
        response = self.get_response(request)
        if response.status_code not in EXPLANATIONS or _has_its_own_body(response):
            return response
        page = error_page(request, response.status_code)
        for name in ("Allow", "Retry-After"):
            if name in response.headers:
                page.headers[name] = response.headers[name]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The database cannot be reached, or is not the one we were written for."""
        if isinstance(exception, OperationalError | InterfaceError):
            return error_page(request, 503)
        return None


def _has_its_own_body(response: HttpResponse) -> bool:
    if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
        return True
    return b"<!doctype" in response.content[:200].lower()
