"""A feed fetched from its own address, page by page, within bounds; nothing of it is stored here.

Whoever answers is not trusted. We go to the address that was given and nowhere else: over HTTPS,
or to this machine itself; never to a private network, which a name could point at; never where an
answer sends us on to. Every page has a time and a size, and so has the whole.

The pages are those of the Open Referral UK API: ``page``, ``page_number``, ``total_pages``,
``last_page``, ``contents``.
"""

import http.client
import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

from breakwater.domain.open_referral.feed import LARGEST_FEED, LARGEST_FILE
from breakwater.domain.plain_error import PlainError

_MANY_AT_ONCE = 1 << 16
_AS_WRITTEN = "/%:@!$&'()*+,;=~"
_OURSELVES = {"127.0.0.1", "::1"}


@dataclass(frozen=True)
class Bounds:
    """How long and how much: seconds for a page and for the whole, pages, bytes."""

    page_within: float = 30.0
    all_within: float = 600.0
    most_pages: int = 2_000
    largest_page: int = LARGEST_FILE
    largest_feed: int = LARGEST_FEED


BOUNDS = Bounds()


def is_address(text: str) -> bool:
    """Whether this is meant as the address of a feed, not as the name of a file."""
    return text.lower().startswith(("https://", "http://"))


def fetched(address: str, bounds: Bounds = BOUNDS) -> list[tuple[str, bytes]]:
    """Every page of the feed at ``address`` with its name: all of them, or ``PlainError``.

    In memory and before anything is stored, so that no transaction waits for somebody's server.
    """
    given = _allowed(address)
    give_up_at = time.monotonic() + bounds.all_within
    pages: list[tuple[str, bytes]] = []
    walk, size = _Walk(), 0
    while not walk.is_over:
        if walk.number > bounds.most_pages:
            raise PlainError(f"the feed has more than {bounds.most_pages} pages")
        content = _page(given, walk.number, bounds, give_up_at)
        size += len(content)
        if size > bounds.largest_feed:
            raise PlainError(
                f"the feed has more than {bounds.largest_feed / 1e6:.0f} MB; bring it in in parts"
            )
        walk.take(content)
        pages.append((f"page {len(pages) + 1}", content))
    return pages


def name_of(address: str) -> str:
    """Which feed this was: its host and path. A question after them may hold somebody's key."""
    parts = urlsplit(address)
    return f"{parts.hostname}{parts.path}"


class _Walk:
    """Where we are in the pages, and whether they are those of one feed that comes to an end."""

    def __init__(self) -> None:
        self.number = 1
        self.is_over = False
        self._seen: set[bytes] = set()
        self._said: tuple[object, object] | None = None

    def take(self, content: bytes) -> None:
        """Look at one page, and go on to the next or end."""
        page = _parsed(self.number, content)
        digest = sha256(content).digest()
        if digest in self._seen:
            raise PlainError(f"page {self.number} is one we had already: the feed goes in circles")
        self._seen.add(digest)
        if not (isinstance(page, Mapping) and isinstance(page.get("contents"), list)):
            self._end_where_it_has_no_pages()
            return
        self._compare(page)
        total = page.get("total_pages")
        last = page.get("last_page") is True
        last = last or not page["contents"] or not isinstance(total, int) or self.number >= total
        self.is_over, self.number = last, self.number + 1

    def _compare(self, page: Mapping[str, Any]) -> None:
        if page.get("page_number", self.number) != self.number:
            raise PlainError(f"we asked for page {self.number} and were given another one")
        said = (page.get("total_pages"), page.get("total_items"))
        if self._said is not None and self._said != said:
            raise PlainError("the feed changed while we read it; begin again")
        self._said = said

    def _end_where_it_has_no_pages(self) -> None:
        if self.number > 1:
            raise PlainError(f"page {self.number} is no page of a feed")
        self.is_over = True


def _parsed(number: int, content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise PlainError(f"page {number} of the feed is not JSON that can be read") from None


def _allowed(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise PlainError("that is no address") from None
    if not host or port == 0:
        raise PlainError("that is no address")
    if parts.username is not None or parts.password is not None:
        raise PlainError("an address with a name or a password in it is not fetched")
    if parts.scheme.lower() != "https" and host not in _OURSELVES:
        raise PlainError("a feed is fetched over https only")
    return parts


def _page(given: SplitResult, number: int, bounds: Bounds, give_up_at: float) -> bytes:
    left = give_up_at - time.monotonic()
    if left <= 0:
        raise PlainError(f"the whole feed took longer than {bounds.all_within:.0f} seconds")
    within = min(bounds.page_within, left)
    began = time.monotonic()
    try:
        with _connected(given, within) as connection:
            content = _answer(connection, given, number, bounds.largest_page)
    except ssl.SSLCertVerificationError:
        raise PlainError("the feed’s certificate does not prove that it is who it says") from None
    # A name of a host that no register could hold is a ValueError.
    except (OSError, http.client.HTTPException, ValueError) as error:
        if not (isinstance(error, TimeoutError) or time.monotonic() - began >= within):
            raise PlainError(f"page {number} of the feed cannot be fetched") from None
        content = b""
    if time.monotonic() - began >= within:
        raise PlainError(f"page {number} took longer than {within:g} seconds")
    return content


@contextmanager
def _connected(given: SplitResult, within: float) -> Iterator[http.client.HTTPConnection]:
    """A connection to the host that was looked at, and to no other; cut off after ``within``."""
    host = given.hostname or ""
    is_https = given.scheme.lower() == "https"
    port = given.port or (443 if is_https else 80)
    found = _socket_to(host, port, within)
    if is_https:
        found = ssl.create_default_context().wrap_socket(
            found, server_hostname=host, do_handshake_on_connect=False
        )
    # However slowly it drips: what waits on a socket that was shut ends at once.
    cut = threading.Timer(within, _shut, [found])
    cut.daemon = True
    cut.start()
    try:
        if isinstance(found, ssl.SSLSocket):
            found.do_handshake()
        connection = http.client.HTTPConnection(host, port, timeout=within)
        connection.sock = found
        yield connection
    finally:
        cut.cancel()
        found.close()


def _shut(found: socket.socket) -> None:
    with suppress(OSError):
        found.shutdown(socket.SHUT_RDWR)


def _socket_to(host: str, port: int, within: float) -> socket.socket:
    """To one of the addresses that were looked at, the first that answers."""
    *others, last = _addresses_of(host, port)
    for one in others:
        with suppress(OSError):
            return socket.create_connection((one, port), timeout=within / (len(others) + 1))
    return socket.create_connection((last, port), timeout=within)


def _addresses_of(host: str, port: int) -> list[str]:
    """Where the name leads; refused where any of it is a private network."""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    refused = [one for one in found if not ipaddress.ip_address(one).is_global]
    if not found or (refused and host not in _OURSELVES):
        raise PlainError("that address leads into a private network, so it is not fetched")
    return found


def _answer(
    connection: http.client.HTTPConnection, given: SplitResult, number: int, largest: int
) -> bytes:
    connection.request(
        "GET",
        _asked(given, number),
        headers={
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
            "User-Agent": "Breakwater",
        },
    )
    answer = connection.getresponse()
    if HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST:
        raise PlainError("the feed sends us on to another address; look at it, and give that one")
    if answer.status != HTTPStatus.OK:
        raise PlainError(f"page {number} of the feed was answered with {answer.status}")
    return _read(answer, number, largest)


def _read(answer: http.client.HTTPResponse, number: int, largest: int) -> bytes:
    parts, size = [], 0
    while part := answer.read(_MANY_AT_ONCE):
        parts.append(part)
        size += len(part)
        if size > largest:
            raise PlainError(
                f"page {number} has more than {largest / 1e6:.0f} MB; "
                "ask the feed for smaller pages (per_page)"
            )
    if answer.length:
        raise http.client.IncompleteRead(b"")
    return b"".join(parts)


def _asked(given: SplitResult, number: int) -> str:
    """The path with this page; whole records, unless the address says which."""
    question = dict(parse_qsl(given.query, keep_blank_values=True))
    question = {"full": "true"} | question | {"page": str(number)}
    return f"{quote(given.path or '/', safe=_AS_WRITTEN)}?{urlencode(question)}"
