"""``breakwater send-messages``: what could not be sent at once; run it on a timer."""

import argparse

from breakwater.site.command_line.django_setup import start_django


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument(
        "--daily", action="store_true", help="also queue the daily e-mails; once a day"
    )


def run(arguments: argparse.Namespace) -> int:
    """Send what is due; exit 1 where something is left for later."""
    start_django()
    from django.utils import timezone

    from breakwater.apps.organisations import notices, outbox

    now = timezone.now()
    if arguments.daily:
        notices.forget_old(at=now)
        print(f"daily e-mails: {notices.send_daily(at=now)}")
    sent, left = outbox.send_waiting(at=now)
    print(f"sent: {sent}, left for later: {left}")
    return 1 if left else 0
