"""Middleware: no browser, proxy or history keeps a copy of any page of ours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class NothingKept:
    """Stands outermost, so that files, redirects and error pages are covered too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say ``no-store`` whatever the view said."""
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response
