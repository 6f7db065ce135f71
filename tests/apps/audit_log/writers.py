"""A program: many processes append at once, and say what each of them was acknowledged.

``python -m tests.apps.audit_log.writers PROCESSES SECONDS ENOUGH FOLDER [--receipts]``: until the
time is up, or ENOUGH was acknowledged in all.

Every acknowledgement (an index, after the commit, or after a covering checkpoint) is a line in
``FOLDER/<process>``, written at once, so that it outlives a kill. Run with BREAKWATER_DATA (and
BREAKWATER_DATABASE) set; the database must be there.
"""

import os
import sys
import time
from pathlib import Path

import django

LOG = "operator-log"


def write(seconds: float, acknowledged: Path, enough: Path, *, receipts: bool) -> None:
    """Append one change after the other until the time is up or the file ``enough`` is there."""
    from django.db import transaction

    from breakwater.apps.audit_log.changes import append
    from breakwater.apps.audit_log.receipts import covering

    until, number = time.monotonic() + seconds, 0
    handle = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    while time.monotonic() < until and not enough.exists():
        with transaction.atomic():
            index = append(
                log=LOG, kind="key-added", record={"by": acknowledged.name, "number": number}
            )
        if receipts:
            covering(LOG, index)
        os.write(handle, f"{index}\n".encode())
        number += 1


def main() -> None:
    """Fork the writers, start them all at once, and wait for them."""
    processes, seconds, enough = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    folder = Path(sys.argv[4])
    stop = folder.with_name("enough")
    stop.unlink(missing_ok=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "breakwater.site.settings")
    django.setup()
    from django.db import connection, connections

    connections.close_all()
    ready, is_ready = os.pipe()
    started, start = os.pipe()
    children = []
    for number in range(processes):
        if child := os.fork():
            children.append(child)
            continue
        os.close(start)
        connection.ensure_connection()
        os.write(is_ready, b".")
        os.read(started, 1)  # ends when the parent closes the other end
        write(seconds, folder / str(number), stop, receipts="--receipts" in sys.argv)
        os._exit(0)
    for _ in children:
        os.read(ready, 1)
    os.close(start)
    until = time.monotonic() + seconds
    while time.monotonic() < until and told(folder) < enough:
        time.sleep(0.05)
    stop.touch()
    for child in children:
        os.waitpid(child, 0)


def told(folder: Path) -> int:
    """How many acknowledgements were given."""
    return sum(path.read_bytes().count(b"\n") for path in folder.iterdir())


if __name__ == "__main__":
    main()
