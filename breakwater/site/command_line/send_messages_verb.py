"""``breakwater send-messages``: alarms nobody looked at, and what could not be sent; on a timer."""

import argparse

from breakwater.site.command_line import clock
from breakwater.site.command_line.django_setup import start_django


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument(
        "--daily", action="store_true", help="also queue the daily e-mails; once a day"
    )
    clock.add_every(parser)


def run(arguments: argparse.Namespace) -> int:
    """Repeat the alarms that are due, send what waits; exit 1 where something is left for later."""
    start_django()
    return clock.run_once_or(
        arguments.every, lambda: _send(is_daily=arguments.daily, quiet=arguments.quiet)
    )


def _send(*, is_daily: bool, quiet: bool) -> int:
    from django.utils import timezone

    from breakwater.apps.cases.changes.alarms import repeat_alarms
    from breakwater.apps.organisations import notices, outbox

    says = (lambda _line: None) if quiet else print
    now = timezone.now()
    says(f"told again of somebody in danger: {repeat_alarms(at=now)}")
    if is_daily:
        notices.forget_old(at=now)
        says(f"daily e-mails: {notices.send_daily(at=now)}")
    sent, left = outbox.send_waiting(at=now)
    says(f"sent: {sent}, left for later: {left}")
    return 1 if left else 0
