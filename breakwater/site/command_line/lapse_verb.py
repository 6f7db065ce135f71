"""``breakwater lapse``: end requests to release that nobody released within 72 hours."""

import argparse

from breakwater.site.command_line.django_setup import start_django


def configure(parser: argparse.ArgumentParser) -> None:
    """This verb has no arguments; run it every hour."""


def run(_arguments: argparse.Namespace) -> int:
    """End them, delete what was sealed for them, and say how many there were."""
    start_django()
    from django.utils import timezone

    from breakwater.apps.disclosures.changes.requests import lapse_old

    print(f"{lapse_old(at=timezone.now())} requests have lapsed.")
    return 0
