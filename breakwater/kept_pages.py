"""Pages that are the same for everyone are made once and kept for a few seconds (middleware).

Only in this process’s memory, only for requests without a cookie or a query, and only pages whose
view says so (``same_for_everyone``). What such a page may differ by is in its key: its path, the
language a browser asks for, and whether it takes compressed answers.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_MOST = 400
_View = TypeVar("_View", bound=Callable[..., Any])


def same_for_everyone(view: _View) -> _View:
    """Say of a view that its GET pages hold nothing of whoever asks: no token, no name."""
    view.same_for_everyone = True  # type: ignore[attr-defined]
    return view


class KeptPages:
    """Answers from memory, or keeps what comes back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._kept: dict[tuple[str, ...], tuple[float, HttpResponse]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, made now or a few seconds ago."""
        if request.method != "GET" or request.COOKIES or request.META.get("QUERY_STRING"):
            return self.get_response(request)
        key = (
            request.path_info,
            request.headers.get("Accept-Language", "")[:100],
            str("gzip" in request.headers.get("Accept-Encoding", "")),
        )
        until, kept = self._kept.get(key, (0.0, None))
        if kept is not None and time.monotonic() < until:
            return _copy(kept)
        answer = self.get_response(request)
        if _may_keep(request, answer):
            if len(self._kept) >= _MOST:
                self._kept.clear()
            self._kept[key] = (time.monotonic() + settings.PAGES_KEPT_SECONDS, _copy(answer))
        return answer


def _may_keep(request: HttpRequest, answer: HttpResponse) -> bool:
    view = request.resolver_match.func if request.resolver_match else None
    return (
        getattr(view, "same_for_everyone", False)
        and answer.status_code == 200
        and not answer.streaming
        and not answer.cookies
    )


def _copy(answer: HttpResponse) -> HttpResponse:
    """A copy: whatever stands outside may still add headers to it."""
    made = HttpResponse(answer.content, status=answer.status_code)
    made.headers = answer.headers.__class__(dict(answer.headers.items()))
    return made
