"""Middleware: the language of a page is the first part of its path, never a cookie or a guess."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from breakwater.site.safe_pages.languages import BY_CODE, ENGLISH, OTHER_CODES, Language

_FIRST_PART = re.compile(r"/([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)(?:/|$)")


class PathLanguage:
    """Speaks the language that the address names; English where it names none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the path's language, or lead from a language's other code to ours."""
        named = _FIRST_PART.match(request.path_info)
        written = named[1] if named else ENGLISH
        language = _language_called(written) or BY_CODE[ENGLISH]
        if named and _language_called(written) and written != language.prefix.rstrip("/"):
            return HttpResponseRedirect(_moved(request, named.end(1), language))
        with translation.override(language.code):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language.code)
        return response


def suggested_language(request: HttpRequest) -> Language | None:
    """The first of the browser's languages that we have, or None."""
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500])
    for code, _weight in wanted:
        if language := _language_called(code) or _language_called(code.split("-")[0]):
            return language
    return None


def _language_called(code: str) -> Language | None:
    lower = code.lower().replace("_", "-")
    return BY_CODE.get(OTHER_CODES.get(lower, lower))


def _moved(request: HttpRequest, end: int, language: Language) -> str:
    # One slash only: "//somewhere" would be an address on another host.
    rest = request.path_info[end:].lstrip("/\\")
    query = request.META.get("QUERY_STRING", "")
    return f"/{language.prefix}{rest}{'?' if query else ''}{query}"
