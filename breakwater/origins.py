"""Telling our own pages' requests from those that another site provokes.

Used where no csrf token may be, because a token needs a cookie and content pages set none.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest


def comes_from_our_own_page(request: HttpRequest) -> bool:
    """Whether one of our pages, or the person at the address bar, made this request.

    ``Sec-Fetch-Site`` decides where the browser sends it (it cannot be forged by a page); else
    ``Origin``, else ``Referer``. A request with none of the three comes from no page at all.
    Something fetched in advance was asked for by nobody.
    """
    headers = request.headers
    if "prefetch" in headers.get("Sec-Purpose", headers.get("Purpose", "")):
        return False
    if fetched_from := headers.get("Sec-Fetch-Site"):
        return fetched_from in {"same-origin", "none"}
    return all(
        _host(headers[name]) == request.get_host()
        for name in ("Origin", "Referer")
        if name in headers
    )


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""
