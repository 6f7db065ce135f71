"""``breakwater lapse``: end requests to release that nobody released within 72 hours."""

import argparse

from breakwater.site.command_line import clock
from breakwater.site.command_line.django_setup import start_django


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments; run it every hour."""
    clock.add_every(parser)


def run(arguments: argparse.Namespace) -> int:
    """End them, delete what was sealed for them, and say how many there were."""
    start_django()
    return clock.run_once_or(arguments.every, lambda: _lapse(quiet=arguments.quiet))


def _lapse(*, quiet: bool) -> int:
    from django.utils import timezone

    from breakwater.apps.disclosures.changes.requests import lapse_old

    lapsed = lapse_old(at=timezone.now())
    if not quiet:
        print(f"{lapsed} requests have lapsed.")
    return 0
