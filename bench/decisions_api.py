"""The API under load: sixteen records systems ask at once, on SQLite, every answer logged durably.

The staff site as ``breakwater run`` serves it. A client's time is from sending its question to
having read the answer, on a connection that stays open; "check" is counted, "record" also stores a
decision. Beside them the same disk's bare durable commits, by Python's own sqlite3.
"""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench import Table
from bench._clients import Load, Work, answer, is_well, load, request
from tests.running import REPOSITORY, free_port, running, short_folder, wait_until_it_answers

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
_OURS = {"Authorization": "Bearer a-token-of-the-bench", "Content-Type": "application/json"}
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


def _rows(name: str, found: Load, bare: float) -> Table:
    note = f"p99 {found.milliseconds(99):.1f} ms, {found.errors} errors; the bound is 10 ms"
    return [
        (name, f"p50 {found.milliseconds(50):.1f} ms", note),
        (f"{name}, rate", f"{found.rate:,.0f}/s", f"{found.rate / bare:.0%} of bare commits"),
    ]


def _load(port: int, body: Callable[[int], object]) -> Load:
    return load(port, _asking(body), clients=_CLIENTS, seconds=_SECONDS)


def _asking(body: Callable[[int], object]) -> Work:
    asked = [
        request("POST", "/api/v1/decisions", json.dumps(body(number)).encode(), **_OURS)
        for number in range(_CLIENTS)
    ]
    return lambda connection, number, _count: is_well(answer(connection, asked[number]))


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
        wait_until_it_answers(f"http://127.0.0.1:{port}/api/v1/openapi.json")
        yield port


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
