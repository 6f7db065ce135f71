"""``breakwater referrals``: remind, alarm, and stop waiting for what nobody took."""

import argparse

from breakwater.site.command_line import clock
from breakwater.site.command_line.django_setup import start_django


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parts = parser.add_subparsers(metavar="PART", required=True)
    remind = parts.add_parser(
        "remind",
        help="remind who must answer after 4 hours, alarm the sender after 24, give up after 72",
    )
    clock.add_every(remind)


def run(arguments: argparse.Namespace) -> int:
    """Do what is due, and say how much there was; with ``--every`` until it is stopped."""
    start_django()
    return clock.run_once_or(arguments.every, lambda: _remind(quiet=arguments.quiet))


def _remind(*, quiet: bool) -> int:
    from django.utils import timezone

    from breakwater.apps.referrals.changes.clock import remind

    done = remind(at=timezone.now())
    said = ", ".join(f"{word}: {count}" for word, count in sorted(done.items()) if count)
    if not quiet:
        print(said or "Nothing was due.", flush=True)
    return 0
