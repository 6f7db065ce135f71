"""The API under load: sixteen records systems ask at once, on SQLite, every answer logged durably.

The staff site as ``breakwater run`` serves it. A client's time is from sending its question to
having read the answer, on a connection that stays open; "check" is counted, "record" also stores a
decision. Beside them the same disk's bare durable commits, by Python's own sqlite3.
"""

import json
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench import Table
from tests.running import REPOSITORY, free_port, running, short_folder

_CLIENTS = 16
_SECONDS = 5.0
_FACTS = {
    "recipient": "immigration_enforcement",
    "about": "protected_person",
    "offence": "none",
    "legal_basis": "missing",
    "necessity": "missing",
    "authorised_by": "nobody",
}
_TOKEN = "a-token-of-the-bench"
_MAKE_A_TOKEN = """
import django; django.setup()
from hashlib import sha256
from django.utils import timezone
from breakwater.apps.disclosures import models
from breakwater.apps.organisations.models import Organisation, Person
now = timezone.now()
force = Organisation.objects.create(slug="f", name="F", kind="force", admitted_at=now)
person = Person.objects.create(email="a@b.example", name="A", joined_at=now)
models.ApiToken.objects.create(
    force=force, name="b", digest=sha256(b"a-token-of-the-bench").hexdigest(), made_at=now,
    made_by=person,
)
"""


def table() -> Table:
    """Measure both, and the ceiling."""
    with short_folder(REPOSITORY / "var" / "bench") as folder, _staff_site(folder) as port:
        check = _load(port, lambda _: {"facts": _FACTS})
        record = _load(port, lambda number: {"facts": _FACTS, "incident": f"B {number}"})
        bare = bare_commits(folder)
    return [
        *_rows("API: check, 16 clients", check, bare),
        *_rows("API: record, 16 clients", record, bare),
        ("bare sqlite3, one writer", f"{bare:,.0f} commits/s", "same disk, same minute"),
    ]


def _rows(name: str, found: tuple[list[float], int], bare: float) -> Table:
    times, errors = found
    rate = len(times) / _SECONDS
    ranked = statistics.quantiles(times, n=100)
    note = f"p99 {ranked[98] * 1000:.1f} ms, {errors} errors; the bound is 10 ms"
    return [
        (name, f"p50 {statistics.median(times) * 1000:.1f} ms", note),
        (f"{name}, rate", f"{rate:,.0f}/s", f"{rate / bare:.0%} of bare commits"),
    ]


def _load(port: int, body: "object") -> tuple[list[float], int]:
    times: list[float] = []
    errors = [0]
    give_up_at = time.monotonic() + _SECONDS
    assert callable(body)

    def client(number: int) -> None:
        asked = _request(json.dumps(body(number)).encode())
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while time.monotonic() < give_up_at:
                began = time.monotonic()
                connection.sendall(asked)
                status = _answer(connection)
                times.append(time.monotonic() - began)
                errors[0] += status != b"200"

    threads = [threading.Thread(target=client, args=[number]) for number in range(_CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, errors[0]


# The clients share two cores with the server: the library's client would cost as much as an answer.
def _request(body: bytes) -> bytes:
    head = (
        "POST /api/v1/decisions HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {_TOKEN}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join((*head, "", "")).encode() + body


def _answer(connection: socket.socket) -> bytes:
    """Read one whole answer; its status."""
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _piece(connection)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    while len(body) < length:
        body += _piece(connection)
    return head.split(b" ", 2)[1]


def _piece(connection: socket.socket) -> bytes:
    piece = connection.recv(65_536)
    if not piece:
        raise ConnectionError
    return piece


@contextmanager
def _staff_site(folder: Path) -> Iterator[int]:
    port = free_port()
    environment = {
        "BREAKWATER_SITE": "staff",
        "BREAKWATER_DATA": str(folder),
        "BREAKWATER_DEMONSTRATION": "1",
        "BREAKWATER_API_MOST_IN_A_MINUTE": "1000000",
        "DJANGO_SETTINGS_MODULE": "breakwater.site.settings",
    }
    for command in (["-m", "django", "migrate", "-v0"], ["-c", _MAKE_A_TOKEN]):
        subprocess.run(
            [sys.executable, *command], cwd=REPOSITORY, env=os.environ | environment, check=True
        )
    granian = Path(sys.executable).with_name("granian")
    served = [granian, "breakwater.site.wsgi:application", "--interface", "wsgi", "--no-ws"]
    served += ["--host", "127.0.0.1", "--port", port, "--workers", 2, "--blocking-threads", 4]
    with running(*served, "--log-level", "error", environment=environment):
        _wait_for(f"http://127.0.0.1:{port}/api/v1/openapi.json")
        yield port


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def bare_commits(folder: Path) -> float:
    """Durable commits in a second on the disk of ``folder``, by Python's own sqlite3."""
    with closing(sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)) as bare:
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            bare.execute(f"PRAGMA {pragma}")
        bare.execute("CREATE TABLE row (content BLOB)")
        count, give_up_at = 0, time.monotonic() + 1.0
        while time.monotonic() < give_up_at:
            bare.execute("INSERT INTO row VALUES (?)", [bytes(200)])
            count += 1
    return float(count)
