"""Middleware: gives each page of words the parts of the stylesheet that it uses, and no other."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from breakwater.site.look import Direction, csp_hash, stylesheet

# What the public frame leaves where its stylesheet belongs; the content says the direction.
_PLACES: dict[Direction, bytes] = {
    "ltr": b'<meta name="look" content="ltr">',
    "rtl": b'<meta name="look" content="rtl">',
}


class Dressed:
    """Stands inside compression, and tells the content security policy the hash of the style."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put the stylesheet in its place, where the answer is one of our pages."""
        response = self.get_response(request)
        if response.streaming or not response.headers.get("Content-Type", "").startswith(
            "text/html"
        ):
            return response
        html = response.content
        for direction, place in _PLACES.items():
            if place in html:
                css = stylesheet(direction, html.decode())
                # Our own file: nothing in it came from a request.
                style = format_html("<style>{}</style>", mark_safe(css))  # noqa: S308
                response.content = html.replace(place, style.encode(), 1)
                response.headers["Content-Length"] = str(len(response.content))
                asked = getattr(response, "_csp_update", None) or {}
                response._csp_update = asked | {"style-src": csp_hash(css)}  # type: ignore[attr-defined]
        return response
