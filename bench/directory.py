"""Find support among 100,000 services: in the server, and with 16 people asking at once.

The public site as ``breakwater run`` serves it. Beside the shelf of bits the same rule read one
service at a time, which gives the same answer.
"""

import os
import random
import socket
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench import Table
from bench._clients import answer, is_well, load, request
from tests.running import REPOSITORY, free_port, running, short_folder

SERVICES = 100_000
_CLIENTS = 16
_SECONDS = 8.0
_ROUNDS = 7
_TODAY = datetime.now(UTC).date()
_AREAS = "AB B BA BB BD BH BL BN BR BS CA CB CF CH CM CO CR CT CV CW DE DH DL DN DT DY E EC EN EX"
_LANGUAGES = ("en-gb", "ar", "pl", "ur", "ro", "ti", "so", "fa")
# What people ask: from nothing at all to everything.
_ASKED: tuple[dict[str, Any], ...] = (
    {},
    {"need": "abuse"},
    {"need": "safe-place", "place": "BS1", "who": "women", "languages": ["ar"]},
    {"need": "immigration-advice", "place": "E1", "languages": ["ti", "ar"]},
    {"place": "CF", "away": "on", "who": "children"},
    {"need": "talk", "place": "zz9", "lgbt": "on"},
)
_OURS = {
    "Accept-Encoding": "gzip",
    "Sec-Fetch-Site": "same-origin",
    "Content-Type": "application/x-www-form-urlencoded",
}
_REQUESTS = [
    request("POST", "/services/", urlencode(asked, doseq=True).encode(), **_OURS)
    for asked in _ASKED
]


def table() -> Table:
    """Milliseconds; the bounds are the issue's: 100 in the server, 200 for 95 in 100 people."""
    with short_folder(REPOSITORY / "var" / "bench") as folder:
        environment = _environment(folder)
        os.environ.update(environment)
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        filled = _filled()
        try:
            rows = [*_matching(), *_in_the_server()]
        finally:
            connection.close()
        return [filled, *rows, *_at_once(folder, environment)]


def _environment(folder: Path) -> dict[str, str]:
    return {
        "BREAKWATER_SITE": "public",
        "BREAKWATER_DATA": str(folder),
        "BREAKWATER_DEMONSTRATION": "1",
        "DJANGO_SETTINGS_MODULE": "breakwater.site.settings",
    }


def _filled() -> tuple[str, str, str]:
    from django.db import transaction
    from django.utils import timezone

    from breakwater.apps.directory.changes import storing
    from breakwater.apps.directory.models import Batch

    chance, now = random.Random(7), timezone.now()
    began = time.perf_counter()
    with transaction.atomic():
        batch = Batch.objects.create(name="b", digest="0", opened_at=now, committed_at=now)
        for start in range(0, SERVICES, 1000):
            documents = [_document(chance, start + place) for place in range(1000)]
            storing.new_services(documents, batch, now)
        storing.renew()
    took = time.perf_counter() - began
    return (f"storing {SERVICES:,} services, one transaction", f"{took:.0f} s", "")


def _document(chance: random.Random, number: int) -> dict[str, Any]:
    from breakwater.domain.matching.words import Answer, Group, Need, Shares
    from breakwater.domain.open_referral.document import with_extras
    from breakwater.domain.open_referral.extras import Extras

    area = chance.choice(_AREAS.split())
    codes = [area] if chance.random() < 0.4 else [f"{area}{chance.randint(1, 9)}" for _ in "ab"]
    extras = Extras(
        needs=frozenset(chance.sample(list(Need), chance.randint(1, 4))),
        groups=frozenset(chance.sample(list(Group), chance.choice((0, 0, 1)))),
        no_recourse=chance.choice(list(Answer)),
        home_office=chance.choice(list(Shares)),
        interpreters=chance.choice(list(Answer)),
        everywhere=chance.random() < 0.02,
        areas=frozenset(codes),
    )
    spoken = chance.sample(_LANGUAGES, chance.randint(0, 3))
    document = {
        "id": str(uuid.UUID(int=chance.getrandbits(128))),
        "name": f"Service {number} of {area}",
        "description": "Somebody listens, and finds the next step with you. " * 4,
        "status": "active",
        "assured_date": (_TODAY - timedelta(days=chance.randint(0, 300))).isoformat(),
        "phones": [{"id": str(uuid.UUID(int=number)), "number": "01632 960 001"}],
        "languages": [{"id": str(uuid.UUID(int=number)), "code": code} for code in spoken],
        "schedules": [
            {
                "id": str(uuid.UUID(int=number)),
                "freq": "WEEKLY",
                "byday": "MO,TU,WE,TH,FR",
                "opens_at": "09:00",
                "closes_at": "17:00",
            }
        ],
    }
    return with_extras(document, extras)


def _wishes() -> list[Any]:
    from breakwater.site.find_support import FindForm

    forms = [FindForm({"languages": [], **asked}) for asked in _ASKED]
    assert all(form.is_valid() for form in forms)
    return [form.wish() for form in forms]


def _matching() -> Table:
    from breakwater.apps.directory.models import Service
    from breakwater.domain.matching.facts import Facts
    from breakwater.domain.matching.fit import fit
    from breakwater.domain.matching.shelf import Shelf

    today = _TODAY
    rows = Service.objects.public().values_list("id", "name", "checked_on", "facets")
    facts = [Facts.of(str(id_), name, day, kept) for id_, name, day, kept in rows]
    began = time.perf_counter()
    shelf = Shelf(facts, today)
    built = (time.perf_counter() - began) * 1000

    def one_by_one(wish: Any) -> list[Any]:
        found = [made for one in facts if (made := fit(wish, one, today))]
        return sorted(found, key=lambda one: one.key)[:8]

    slowest = max(_fastest(lambda wish=wish: shelf.best(wish, 8)) for wish in _wishes())  # type: ignore[misc]
    naive = max(_fastest(lambda wish=wish: one_by_one(wish), 1) for wish in _wishes())  # type: ignore[misc]
    assert all(shelf.best(wish, 8) == one_by_one(wish) for wish in _wishes())
    return [
        ("putting them on the shelf", f"{built:.0f} ms", "in memory, once for each change"),
        ("matching, the slowest question", f"{slowest:.1f} ms", "the shelf of bits"),
        ("the same, one service at a time", f"{naive:.0f} ms", "the rule alone; the same answer"),
    ]


def _in_the_server() -> Table:
    from django.test import Client

    client = Client(SERVER_NAME="localhost", HTTP_SEC_FETCH_SITE="same-origin")
    began = time.perf_counter()
    client.post("/services/", {})
    first = (time.perf_counter() - began) * 1000
    began = time.process_time()
    for _ in range(_ROUNDS):
        for asked in _ASKED:
            client.post("/services/", asked)
    work = (time.process_time() - began) * 1000 / _ROUNDS / len(_ASKED)
    took = [_fastest(lambda asked=asked: client.post("/services/", asked)) for asked in _ASKED]  # type: ignore[misc]
    note = "the whole page, the slowest question; the bound is 100 ms"
    return [
        ("the first answer after a change", f"{first:.0f} ms", "reads the directory anew"),
        ("find support, in the server", f"{max(took):.0f} ms", note),
        (
            "work of the processor for one answer",
            f"{work:.1f} ms",
            "whatever else the machine does",
        ),
    ]


def _at_once(folder: Path, environment: dict[str, str]) -> Table:
    with _public_site(environment) as port:
        found = load(port, _ask, clients=_CLIENTS, seconds=_SECONDS)
    what = f"find support, {_CLIENTS} people at once"
    note = f"{found.errors} errors; the bound is 200 ms"
    return [
        (what, f"p95 {found.milliseconds(95):.0f} ms", note),
        (f"{what}, rate", f"{found.rate:.0f}/s", f"p50 {found.milliseconds(50):.0f} ms"),
    ]


def _ask(connection: socket.socket, number: int, count: int) -> bool:
    return is_well(answer(connection, _REQUESTS[(number + count) % len(_REQUESTS)]))


@contextmanager
def _public_site(environment: dict[str, str]) -> Iterator[int]:
    port = free_port()
    granian = Path(sys.executable).with_name("granian")
    served = [granian, "breakwater.site.wsgi:application", "--interface", "wsgi", "--no-ws"]
    served += ["--host", "127.0.0.1", "--port", port, "--workers", 2, "--blocking-threads", 4]
    with running(*served, "--log-level", "error", environment=environment):
        # Both workers read the directory before anybody is timed.
        for _ in range(40):
            _warm(port)
        yield port


def _warm(port: int) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/services/", b"need=talk", {"Sec-Fetch-Site": "same-origin"}
    )
    for _ in range(300):
        try:
            urllib.request.urlopen(request, timeout=60).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def _fastest(work: Callable[[], object], rounds: int = _ROUNDS) -> float:
    fastest = float("inf")
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        fastest = min(fastest, time.perf_counter() - began)
    return fastest * 1000
