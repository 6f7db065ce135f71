"""A feed is stored and its services are handed over in the same moment; prints what became of it.

Run as a process of its own, on an empty database that is migrated.
"""

import json
from threading import Barrier, Thread
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from breakwater.apps.directory.changes import feeds, handing  # noqa: E402
from breakwater.apps.directory.models import Service  # noqa: E402
from tests.apps.directory.feeds import a_run_service, listed_in_a_feed, service_of  # noqa: E402
from tests.people import Cast  # noqa: E402

_ROUNDS = 6
_MORE = 40


def _round(cast: Cast, number: int) -> dict[str, Any]:
    run_by = f"Quay {number}"
    record = a_run_service("Before", run_by)
    listed = listed_in_a_feed(record)
    asked = handing.ask_to_hand(
        listed=listed, organisation=cast.support, by=cast.operator_1, at=timezone.now()
    )
    new = [a_run_service("New", run_by) for _ in range(_MORE)]
    content = json.dumps([record | {"name": "After"}, *new]).encode()
    batch = feeds.open_feed(name="f.json", content=content, by=cast.operator_1, at=timezone.now())
    failed: list[str] = []
    both = Barrier(2)

    def do(change: Any, **what: Any) -> None:
        try:
            both.wait()
            change(**what, by=cast.operator_2, at=timezone.now())
        except Exception as error:  # whatever it is, the test shows it
            failed.append(repr(error))
        finally:
            connection.close()

    threads = [
        Thread(target=do, args=(feeds.commit_feed,), kwargs={"batch": batch}),
        Thread(target=do, args=(handing.confirm,), kwargs={"handing": asked}),
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    services = Service.objects.filter(listed=listed)
    asked.refresh_from_db()
    return {
        "failed": failed,
        "name": service_of(record).name,
        "services": services.count(),
        "unkept": services.filter(organisation=None).count(),
        "moved": asked.moved,
    }


if __name__ == "__main__":
    everyone = Cast()
    print(json.dumps([_round(everyone, number) for number in range(_ROUNDS)]))
