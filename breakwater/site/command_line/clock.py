"""What is due now and then: once for a timer, or again and again until it is stopped."""

import argparse
import sys
import time
from collections.abc import Callable

from breakwater.domain.plain_error import PlainError


def add_every(parser: argparse.ArgumentParser) -> None:
    """Let a verb go on by itself."""
    parser.add_argument(
        "--every", type=int, metavar="SECONDS", help="go on doing it; else once, for a timer"
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing of what was done")


def run_once_or(every: int | None, do: Callable[[], int]) -> int:
    """Do it, with what it returns; with ``every`` again after so many seconds, for ever.

    Then a failure is said, and ends nothing: the next time may go well.
    """
    from django.db import DatabaseError, close_old_connections

    if every is None:
        return do()
    while True:
        try:
            do()
        except (PlainError, DatabaseError) as error:
            # The kind alone: what a database says of a failure can hold values.
            said = error if isinstance(error, PlainError) else type(error).__name__
            print(f"breakwater: {said}", file=sys.stderr, flush=True)
        close_old_connections()
        time.sleep(every)
