"""``breakwater retention``: erase cases whose time is over; first see which those are."""

import argparse
from typing import TYPE_CHECKING

from breakwater.site.command_line.django_setup import start_django

if TYPE_CHECKING:
    from breakwater.apps.cases.changes.keeping import Found


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument(
        "do", choices=["run"], help="look at every case whose day has come, and say what is due"
    )
    parser.add_argument(
        "--commit", action="store_true", help="erase them for good; without it nothing is changed"
    )


def run(arguments: argparse.Namespace) -> int:
    """Say of each case what is done with it and why; with --commit, do it. Run it once a day."""
    start_django()
    from django.utils import timezone

    from breakwater.apps.audit_log.erasure import purge
    from breakwater.apps.cases.changes.erasing import erased_tables
    from breakwater.apps.cases.changes.keeping import run_retention

    erased = kept = 0
    for found in run_retention(at=timezone.now(), commits=arguments.commit):
        print(_line(found, commits=arguments.commit))
        erased += found.verdict.erases
        kept += not found.verdict.erases
    if arguments.commit:
        if erased:
            purge(*erased_tables())
        print(f"{erased} erased, {kept} kept.")
    else:
        print(f"{erased} would be erased, {kept} kept. Nothing was changed; add --commit to erase.")
    return 0


def _line(found: "Found", *, commits: bool) -> str:
    case, said = found.case, found.verdict
    does = ("erased" if commits else "would erase") if said.erases else "kept"
    why = "; ".join((said.value, *found.held_because))
    return f"{does}  {case.reference}  {case.organisation}  due {case.erase_on}: {why}"
