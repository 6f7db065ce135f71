"""Pages that are the same for everyone are made once and kept for a few seconds (middleware).

Only in this process’s memory, only for requests without a cookie or a query, and only pages whose
view says so (``same_for_everyone``). What such a page may differ by is in its key: its path, the
language a browser asks for, and whether it takes compressed answers.

A form that must not be taken twice carries a token of its own. Its page is kept in two halves, each
compressed once, and every copy gets a new token between them (RFC 1951, section 3.2.4: a block that
is stored as it is).
"""

import gzip
import secrets
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_MOST = 400
_View = TypeVar("_View", bound=Callable[..., Any])


def same_for_everyone(view: _View) -> _View:
    """Say of a view that its GET pages hold nothing of whoever asks: no token, no name."""
    view.same_for_everyone = True  # type: ignore[attr-defined]
    return view


_TOKEN_BYTES = 32
# Where the token will stand; as long as one, and the digits of none.
_PLACE = b"-" * (2 * _TOKEN_BYTES)


def new_token() -> str:
    """64 hex digits of chance."""
    return secrets.token_hex(_TOKEN_BYTES)


def page_token(request: HttpRequest) -> str:
    """A token for the one form of this page; where the page may be kept, the place for it."""
    return _PLACE.decode() if getattr(request, "may_be_kept", False) else new_token()


def same_answer(
    request: HttpRequest, facts: tuple[str, ...], make: Callable[[], HttpResponse]
) -> HttpResponse:
    """The answer to a post, made once for everyone whose ``facts`` are the same.

    It may hold nothing that is not in the facts, in the path or in the language.
    """
    shelf = getattr(request, "shelf", None)
    if shelf is None:
        return make()
    shelf.facts, shelf.found = facts, shelf.find(facts)
    # The middleware puts what was kept in its place.
    return make() if shelf.found is None else HttpResponse()


class KeptPages:
    """Answers from memory, or keeps what comes back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._kept: dict[tuple[str, ...], tuple[float, _Page]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, made now or a few seconds ago."""
        if request.COOKIES or request.META.get("QUERY_STRING"):
            return self.get_response(request)
        key = (
            request.path_info,
            request.headers.get("Accept-Language", "")[:100],
            str("gzip" in request.headers.get("Accept-Encoding", "")),
        )
        if request.method != "GET":
            return self._answer_to_a_post(request, key)
        if (kept := self._find(key)) is not None:
            return kept.copy()
        request.may_be_kept = True  # type: ignore[attr-defined]
        answer = self.get_response(request)
        if not _is_same_for_everyone(request) or answer.streaming:
            return answer
        made = _page(answer)
        if answer.status_code == 200 and not answer.cookies:
            self._keep(key, made)
        return made.copy()

    def _answer_to_a_post(self, request: HttpRequest, key: tuple[str, ...]) -> HttpResponse:
        shelf = _Shelf(lambda facts: self._find((*key, *facts)))
        request.shelf = shelf  # type: ignore[attr-defined]
        answer = self.get_response(request)
        if shelf.found is not None:
            return shelf.found.copy()
        if shelf.facts is None or answer.status_code != 200 or answer.cookies:
            return answer
        self._keep((*key, *shelf.facts), _Page(answer))
        return answer

    def _find(self, key: tuple[str, ...]) -> "_Page | None":
        until, kept = self._kept.get(key, (0.0, None))
        return kept if time.monotonic() < until else None

    def _keep(self, key: tuple[str, ...], made: "_Page") -> None:
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[key] = (time.monotonic() + settings.PAGES_KEPT_SECONDS, made)


@dataclass
class _Shelf:
    """What a view is given that answers a post: whether its answer was made a moment ago."""

    find: Callable[[tuple[str, ...]], "_Page | None"]
    facts: tuple[str, ...] | None = None
    found: "_Page | None" = None


def _is_same_for_everyone(request: HttpRequest) -> bool:
    view = request.resolver_match.func if request.resolver_match else None
    return getattr(view, "same_for_everyone", False)


@dataclass(frozen=True)
class _Page:
    """One answer; where it holds the place for a token, what stands before and after it."""

    answer: HttpResponse
    halves: "_Halves | None" = None

    def copy(self) -> HttpResponse:
        """A copy with its own token: whatever stands outside may still add headers to it."""
        content = self.halves.around(new_token().encode()) if self.halves else self.answer.content
        made = HttpResponse(content, status=self.answer.status_code)
        made.headers = self.answer.headers.__class__(dict(self.answer.headers.items()))
        made.cookies = self.answer.cookies
        if self.halves:
            made.headers["Content-Length"] = str(len(content))
        return made


def _page(answer: HttpResponse) -> _Page:
    is_compressed = answer.headers.get("Content-Encoding") == "gzip"
    whole = gzip.decompress(answer.content) if is_compressed else answer.content
    before, place, after = whole.partition(_PLACE)
    if not place:
        return _Page(answer)
    return _Page(answer, (_Compressed if is_compressed else _Halves)(before, after))


class _Halves:
    """A page in two halves."""

    def __init__(self, before: bytes, after: bytes) -> None:
        self.before, self.after = before, after

    def around(self, token: bytes) -> bytes:
        """The whole page with this token."""
        return self.before + token + self.after


class _Compressed(_Halves):
    """The same, each half compressed once (RFC 1952 for what stands around them)."""

    _HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"

    def __init__(self, before: bytes, after: bytes) -> None:
        super().__init__(before, after)
        self._first = _deflated(before, zlib.Z_FULL_FLUSH)
        self._last = _deflated(after, zlib.Z_FINISH)
        self._checksum = zlib.crc32(before)

    def around(self, token: bytes) -> bytes:
        """The whole page with this token, as one compressed stream."""
        size = len(token).to_bytes(2, "little")
        stored = b"\0" + size + bytes(255 - one for one in size) + token
        checksum = zlib.crc32(self.after, zlib.crc32(token, self._checksum))
        length = len(self.before) + len(token) + len(self.after)
        ending = checksum.to_bytes(4, "little") + length.to_bytes(4, "little")
        return b"".join((self._HEADER, self._first, stored, self._last, ending))


def _deflated(content: bytes, ends: int) -> bytes:
    compressing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressing.compress(content) + compressing.flush(ends)
