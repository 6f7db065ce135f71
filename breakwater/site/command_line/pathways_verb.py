"""``breakwater pathways``: load the file of pathways that a reporter can choose, or list them."""

import argparse
from pathlib import Path

from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line.django_setup import start_django


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    load = actions.add_parser("load", help="put a file of pathways in force")
    load.add_argument("file", type=Path)
    actions.add_parser("list", help="say which pathways are in force, and which are open")


def run(arguments: argparse.Namespace) -> int:
    """Load or list."""
    start_django()
    return _load(arguments.file) if arguments.action == "load" else _list()


def _load(file: Path) -> int:
    from django.utils import timezone

    from breakwater.apps.reports.changes.pathways import load_routes

    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise PlainError(f"cannot read {file}") from None
    said = load_routes(text=text, at=timezone.now())
    print("\n".join(said) or "Nothing changed: these pathways are in force already.")
    return 0


def _list() -> int:
    from breakwater.apps.reports import routes

    found = routes.in_force()
    if found is None:
        print("No pathways are loaded.")
        return 0
    for route in found.routes:
        standing = "open" if route.is_open else "closed: nobody could open what is written"
        print(f"{route.pathway.number}  {route.receiver.name}  {standing}")
    return 0
