"""An inbox of 100,000 cases: pages near and far, each of its views, and the queries they take."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bench import Table
from tests.running import REPOSITORY, short_folder

if TYPE_CHECKING:
    from django.test import Client

    from breakwater.apps.cases.models import Case
    from breakwater.apps.organisations.models import Membership, Person

CASES = 100_000
AT_ONCE = 5_000
ROUNDS = 5
_STATES = ("closed", "open", "open", "closed", "waiting")


def table() -> Table:
    """Milliseconds in the median of several rounds, on a staff site and database of its own."""
    with short_folder(REPOSITORY / "var" / "bench") as folder:
        environment = os.environ | {
            "BREAKWATER_DATA": str(folder),
            "BREAKWATER_DEMONSTRATION": "1",
            "BREAKWATER_SITE": "staff",
            "DJANGO_SETTINGS_MODULE": "breakwater.site.settings",
        }
        command = [sys.executable, "-m", "bench.cases"]
        done = subprocess.run(
            command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, check=True
        )
    return [(what, figure, note) for what, figure, note in json.loads(done.stdout)]


def _measure_here() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    print(json.dumps(_pages()))


def _pages() -> Table:
    from django.test import Client

    someone = _many_cases()
    client = Client(SERVER_NAME="localhost")
    client.force_login(someone)
    client.get("/cases/")
    addresses = {
        "home page": "/",
        "first page of what is to do": "/cases/",
        "last page of what is to do": "/cases/?page=last",
        "mine": "/cases/?show=mine",
        "waiting": "/cases/?show=waiting",
        "late": "/cases/?show=late",
        "last page of the closed": "/cases/?show=closed&page=last",
    }
    return [_measured(client, what, address) for what, address in addresses.items()]


def _measured(client: Client, what: str, address: str) -> tuple[str, str, str]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        answer = client.get(address)
        took.append(time.perf_counter() - began)
        assert answer.status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    middle = sorted(took)[ROUNDS // 2] * 1000
    return what, f"{middle:.1f} ms", f"{len(asked)} queries, of {CASES:,} cases"


def _many_cases() -> Person:
    """Two fifths closed and open, a fifth waiting, one in fifty looked after by whoever looks."""
    from django.utils import timezone

    from breakwater.apps.cases.models import Case, Exclusion
    from breakwater.apps.organisations.roles import Role
    from tests.people import Cast, person

    cast = Cast()
    colleague = person("Lea Lake", cast.support, Role.CASEWORKER).membership
    mine, now = cast.caseworker.membership, timezone.now()
    for first in range(0, CASES, AT_ONCE):
        made = [_case(number, mine, colleague, now) for number in range(first, first + AT_ONCE)]
        Case.objects.bulk_create(made)
        kept_away = [Exclusion(case=one, membership=mine) for one in made[::500]]
        Exclusion.objects.bulk_create(kept_away)
    return cast.caseworker


def _case(number: int, mine: Membership, colleague: Membership, now: datetime) -> Case:
    from breakwater.apps.cases.models import Case

    at = now - timedelta(minutes=number)
    state = _STATES[number % len(_STATES)]
    is_closed = state == "closed"
    return Case(
        organisation=mine.organisation,
        reference=f"{number:08}",
        origin=Case.Origin.REPORT,
        state=state,
        is_in_danger=number % 97 == 0,
        assignee=(mine if number % 50 == 2 else colleague) if state == "open" else None,
        opened_at=at,
        answer_by=at + timedelta(days=2),
        answered_at=None if number % 20 == 4 else at,
        closed_at=at if is_closed else None,
        outcome="advice" if is_closed else "",
        erase_on=at.date() + timedelta(days=90) if is_closed else None,
    )


if __name__ == "__main__":
    _measure_here()
