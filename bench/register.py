"""The register with 1,000 recommendations: pages, search beside LIKE, and taking in a document."""

import os
import time
from collections.abc import Callable

from bench import Table
from tests.running import REPOSITORY, short_folder

RECOMMENDATIONS = 1_000
BODIES = 12
ROUNDS = 5


def table() -> Table:
    """Milliseconds in the fastest of several rounds, on a database of its own."""
    with short_folder(REPOSITORY / "var" / "bench") as folder:
        os.environ["BREAKWATER_DATA"] = str(folder)
        os.environ["BREAKWATER_DEMONSTRATION"] = "1"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "breakwater.site.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        try:
            return [*_imports(), *_pages(), *_search()]
        finally:
            connection.close()


def _pages() -> Table:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from breakwater.apps.register.models import Body
    from tests.apps.register.many import many_recommendations

    many_recommendations(RECOMMENDATIONS, bodies=BODIES)
    client = Client(SERVER_NAME="localhost")
    key = Body.objects.order_by("pk")[0].key
    rows: Table = []
    for what, address in {
        "all inspections": "/",
        "an inspection": "/inspections/many/",
        "a recommendation": "/inspections/many/recommendations/500/",
        "an answer": f"/inspections/many/recommendations/500/{key}/",
        "a body": f"/bodies/{key}/",
        "all bodies": "/bodies/",
    }.items():
        took = _fastest(lambda address=address: client.get(address))  # type: ignore[misc]
        with CaptureQueriesContext(connection) as asked:
            size = len(client.get(address, headers={"accept-encoding": "gzip"}).content)
        note = f"{len(asked)} queries, {size / 1000:.1f} kB; the bound is 150 ms, 12 and 30 kB"
        rows.append((f"page: {what}", f"{took:.0f} ms", note))
    return rows


def _search() -> Table:
    from breakwater.apps.register.models import Response
    from breakwater.apps.register.search import search

    rare = _fastest(lambda: search("bedfordshire"))
    common = _fastest(lambda: search("language afraid"))
    like = _fastest(lambda: list(Response.objects.filter(answers__icontains="bedfordshire")[:200]))
    return [
        ("search 13,000 rows: a rare word", f"{rare:.1f} ms", "the bound is 20 ms"),
        ("search 13,000 rows: words in every row", f"{common:.1f} ms", "ranked, best 200"),
        ("LIKE over the responses alone: a rare word", f"{like:.1f} ms", "no stems, no order"),
    ]


def _imports() -> Table:
    from breakwater.apps.register import changes
    from breakwater.domain.register.response_plan import Request
    from tests.apps.register.taking_in import take_inspection, take_responses
    from tests.domain.register.cast import reading, row

    numbers = [str(number) for number in range(1, RECOMMENDATIONS + 1)]
    asks = "".join(
        f'[[recommendation]]\nnumber = "{number}"\nto = ["Home Office"]\ntext = "Ask {number}."\n'
        for number in numbers
    )
    take_inspection(f'slug = "asks"\ntitle = "Asks"\n{asks}')
    document = reading(*(row(n, f"Answer {n}.") for n in numbers), bodies=("Home Office",))
    request = Request(("asks",), ("home-office",), "answers.xlsx", {})
    preview = _fastest(lambda: changes.preview_responses(reading=document, request=request))
    started = time.perf_counter()
    stored = take_responses(document, inspections=("asks",), bodies=("home-office",)).batch
    commit = (time.perf_counter() - started) * 1000
    assert stored is not None
    return [
        ("preview 1,000 answers", f"{preview:.0f} ms", "the bound is 1,500 ms"),
        ("store 1,000 answers, one transaction", f"{commit:.0f} ms", "the bound is 2,000 ms"),
    ]


def _fastest(work: Callable[[], object]) -> float:
    fastest = float("inf")
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        fastest = min(fastest, time.perf_counter() - started)
    return fastest * 1000
