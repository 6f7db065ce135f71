"""A report without JavaScript, the whole way: form loaded, sent, sealed, durable, acknowledged.

The public site as ``breakwater run`` serves it (two processes of four threads), a gate, SQLite with
``synchronous=FULL``, the client on the same two cores. Each flow is two requests on a connection
that stays open: the form with its own token, then 2 kB of words that the server seals in memory and
commits before the page says that it has arrived. What one place may send is lifted for the measure.
Beside it the same disk's bare durable commits, and what counts at the end: every flow that was
acknowledged is a row of its own.
"""

import os
import re
import socket
import sqlite3
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench import Table
from bench.decisions_api import bare_commits
from tests.journeys.reporting import Reporting, reporting
from tests.running import REPOSITORY

_AT_ONCE = (1, 16, 64, 256)
_SECONDS = 6.0
_TOKEN = re.compile(rb"[0-9a-f]{64}")
_LENGTH = re.compile(rb"(?i)content-length: (\d+)")
_WORDS = "He takes my wages and keeps my papers in a locked box. " * 36


@dataclass
class _Load:
    """What a number of clients found."""

    times: list[float] = field(default_factory=list)
    errors: int = 0


def table() -> Table:
    """Measure at each concurrency."""
    rows: Table = []
    os.environ["BREAKWATER_REPORTS_FROM_ONE_PLACE"] = "1000000000"
    with _somewhere_durable(), reporting(workers=2) as site:
        port = int(site.public.rpartition(":")[2])
        _load(port, 4, 2.0)
        for clients in _AT_ONCE:
            before = _stored(site)
            found = _load(port, clients, _SECONDS)
            lost = len(found.times) - (_stored(site) - before)
            ranked = statistics.quantiles(found.times, n=100)
            p50, p99 = statistics.median(found.times) * 1000, ranked[98] * 1000
            told = f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, {found.errors} errors, {lost} lost"
            rate = f"{len(found.times) / _SECONDS:,.0f} flows/s"
            rows.append((f"whole flow, {clients} at once", rate, told))
        bare = bare_commits(site.staff.data)
    rows.append(("bare sqlite3, one writer", f"{bare:,.0f} commits/s", "same disk, same minute"))
    return rows


@contextmanager
def _somewhere_durable() -> Iterator[None]:
    """On the disk of this repository, not in memory."""
    folder = REPOSITORY / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)
    try:
        yield
    finally:
        os.environ.pop("TMPDIR") if before is None else os.environ.update(TMPDIR=before)


def _stored(site: Reporting) -> int:
    path = site.staff.data / "breakwater.sqlite3"
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        return int(connection.execute("SELECT count(*) FROM reports_report").fetchone()[0])


def _load(port: int, clients: int, seconds: float) -> _Load:
    found, give_up_at = _Load(), time.monotonic() + seconds

    def client(number: int) -> None:
        with closing(socket.create_connection(("127.0.0.1", port), timeout=60)) as connection:
            count = 0
            while time.monotonic() < give_up_at:
                began, count = time.monotonic(), count + 1
                if _flow(connection, f"{number}.{count}"):
                    found.times.append(time.monotonic() - began)
                else:
                    found.errors += 1

    threads = [threading.Thread(target=client, args=[number]) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _flow(connection: socket.socket, name: str) -> bool:
    head = "Host: 127.0.0.1\r\nAccept-Encoding: gzip\r\n"
    # The token stands uncompressed in the page (breakwater/kept_pages.py).
    form = _asked(connection, f"GET /start/1/write/ HTTP/1.1\r\n{head}\r\n".encode())
    token = _TOKEN.search(form)
    if token is None:
        return False
    body = urlencode({"form": token[0].decode(), "words": f"{name} {_WORDS}", "keeps": "none"})
    post = f"POST /start/1/send/ HTTP/1.1\r\n{head}Sec-Fetch-Site: same-origin\r\n"
    post += "Content-Type: application/x-www-form-urlencoded\r\n"
    sent = _asked(connection, f"{post}Content-Length: {len(body)}\r\n\r\n{body}".encode())
    return sent.startswith(b"HTTP/1.1 200")


def _asked(connection: socket.socket, request: bytes) -> bytes:
    connection.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _some(connection)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    assert length
    while len(body) < int(length[1]):
        body += _some(connection)
    return head + b"\r\n\r\n" + body


def _some(connection: socket.socket) -> bytes:
    piece = connection.recv(65_536)
    if not piece:
        raise ConnectionError("the site hung up")
    return piece
