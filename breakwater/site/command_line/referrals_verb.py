"""``breakwater referrals``: remind, alarm, and stop waiting for what nobody took."""

import argparse
import time

from breakwater.site.command_line.django_setup import start_django


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parts = parser.add_subparsers(metavar="PART", required=True)
    remind = parts.add_parser(
        "remind",
        help="remind who must answer after 4 hours, alarm the sender after 24, give up after 72",
    )
    remind.add_argument(
        "--every", type=int, metavar="SECONDS", help="go on doing it; else once, for a timer"
    )
    remind.add_argument("--quiet", action="store_true", help="say nothing of what was done")


def run(arguments: argparse.Namespace) -> int:
    """Do what is due, and say how much there was; with ``--every`` until it is stopped."""
    start_django()
    from django.db import close_old_connections

    while True:
        _remind(quiet=arguments.quiet)
        if arguments.every is None:
            return 0
        close_old_connections()
        time.sleep(arguments.every)


def _remind(*, quiet: bool) -> None:
    from django.utils import timezone

    from breakwater.apps.referrals.changes.clock import remind

    done = remind(at=timezone.now())
    said = ", ".join(f"{word}: {count}" for word, count in sorted(done.items()) if count)
    if not quiet:
        print(said or "Nothing was due.", flush=True)
