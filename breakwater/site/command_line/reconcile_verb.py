"""``breakwater reconcile``: once a month, does what left agree with what was entered?"""

import argparse
from pathlib import Path

from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line.django_setup import start_django


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("force", help="the short name of the force, as in its log's name")
    parser.add_argument("month", help="as 2026-11")
    parser.add_argument(
        "--received",
        type=Path,
        metavar="FILE",
        help="what the receiver holds: the SHA-256 of each package, one a line (sha256sum *.age)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print every disagreement; 1 where there is one."""
    start_django()
    from breakwater.apps.disclosures.reconciling import books_of
    from breakwater.apps.organisations.models import Organisation
    from breakwater.apps.organisations.roles import Kind
    from breakwater.domain.disclosures.reconciliation import disagreements

    force = Organisation.objects.filter(slug=arguments.force, kind=Kind.FORCE).first()
    if force is None:
        raise PlainError(f"there is no force {arguments.force!r}")
    books = books_of(force, arguments.month, arguments.received)
    found = disagreements(books)
    for sentence in found:
        print(sentence)
    count = len(list(books.stored))
    beside = "log, gate and receiver" if arguments.received else "log and gate"
    print(f"{count} released in {arguments.month}; {beside} {'disagree' if found else 'agree'}.")
    return 1 if found else 0
