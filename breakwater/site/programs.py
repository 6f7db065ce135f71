"""Middleware: requests of programs go straight to their view.

A program has no session, no language, no cookie and no page: everything that stands between a
person and a page would cost each of its questions more than the answer does. What must hold for
every answer (nothing kept, no plain HTTP) stands before this.
"""

from collections.abc import Callable
from functools import lru_cache
from threading import Lock

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import Resolver404, resolve

_PROGRAMS = "/api/"
_DOWN = "the database does not answer; nothing was recorded, so share nothing and ask again"


# Looking through every address of the staff site cost a tenth of each answer.
_resolved = lru_cache(maxsize=64)(resolve)


# Each process has one interpreter and each database one writer: answers that ran beside one another
# took turns at both, and whoever held the database waited for whoever held the interpreter.
_ONE_AT_A_TIME = Lock()


class ForPrograms:
    """Answers ``/api/…`` itself; everything else goes on to the pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The view's own answer, or in one sentence that there can be none."""
        if not request.path_info.startswith(_PROGRAMS):
            return self.get_response(request)
        try:
            found = _resolved(request.path_info)
        except Resolver404:
            return JsonResponse({"detail": "there is nothing at this address"}, status=404)
        request.resolver_match = found
        try:
            request.body  # noqa: B018 (a slow sender keeps only its own thread waiting)
            with _ONE_AT_A_TIME:
                answer: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
        except (OperationalError, InterfaceError):
            return JsonResponse({"detail": _DOWN}, status=503)
        if isinstance(answer, HttpResponse):
            # Its length said, it leaves whole; else the server cuts it into pieces.
            answer.headers.setdefault("Content-Length", str(len(answer.content)))
        return answer
