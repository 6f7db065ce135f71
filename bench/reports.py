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
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlencode

from bench import Table
from bench._clients import answer, is_well, load, request
from bench.decisions_api import bare_commits
from tests.journeys.reporting import Reporting, reporting
from tests.running import REPOSITORY

_AT_ONCE = (1, 16, 64, 256)
_SECONDS = 6.0
_TOKEN = re.compile(rb"[0-9a-f]{64}")
_FORM = request("GET", "/start/1/write/", Accept_Encoding="gzip")
_OURS = {
    "Accept-Encoding": "gzip",
    "Sec-Fetch-Site": "same-origin",
    "Content-Type": "application/x-www-form-urlencoded",
}
_WORDS = "He takes my wages and keeps my papers in a locked box. " * 36


def table() -> Table:
    """Measure at each concurrency."""
    rows: Table = []
    os.environ["BREAKWATER_REPORTS_FROM_ONE_PLACE"] = "1000000000"
    with _somewhere_durable(), reporting(workers=2) as site:
        port = int(site.public.rpartition(":")[2])
        load(port, _flow, clients=4, seconds=2.0)
        for clients in _AT_ONCE:
            before = _stored(site)
            found = load(port, _flow, clients=clients, seconds=_SECONDS)
            lost = len(found.times) - (_stored(site) - before)
            p50, p99 = found.milliseconds(50), found.milliseconds(99)
            told = f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, {found.errors} errors, {lost} lost"
            rate = f"{found.rate:,.0f} flows/s"
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


def _flow(connection: socket.socket, number: int, count: int) -> bool:
    # The token stands uncompressed in the page (breakwater/kept_pages.py).
    form = answer(connection, _FORM)
    token = _TOKEN.search(form)
    if token is None:
        return False
    fields = {"form": token[0].decode(), "words": f"{number}.{count} {_WORDS}", "keeps": "none"}
    body = urlencode(fields).encode()
    return is_well(answer(connection, request("POST", "/start/1/send/", body, **_OURS)))
