"""``breakwater retention``: erase cases whose time is over; first see which those are."""

import argparse
from typing import TYPE_CHECKING

from breakwater.site.command_line import clock
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
    clock.add_every(parser)


def run(arguments: argparse.Namespace) -> int:
    """Say of each case what is done with it and why; with --commit, do it. Run it once a day.

    With ``--every`` until it is stopped: a failure is said, and ends nothing.
    """
    start_django()
    return clock.run_once_or(
        arguments.every, lambda: _look(commits=arguments.commit, quiet=arguments.quiet)
    )


def _look(*, commits: bool, quiet: bool) -> int:
    from django.utils import timezone

    from breakwater.apps.audit_log import erasure
    from breakwater.apps.cases.changes.keeping import run_retention

    says = (lambda _line: None) if quiet else print
    erased = kept = 0
    for found in run_retention(at=timezone.now(), commits=commits):
        says(_line(found, commits=commits))
        erased += found.verdict.erases
        kept += not found.verdict.erases
    if commits:
        # Also what a run before could not finish, and what people erased since.
        if erasure.is_owed():
            erasure.purge()
        says(f"{erased} erased, {kept} kept.")
    else:
        says(f"{erased} would be erased, {kept} kept. Nothing was changed; add --commit to erase.")
    return 0


def _line(found: "Found", *, commits: bool) -> str:
    case, said = found.case, found.verdict
    does = ("erased" if commits else "would erase") if said.erases else "kept"
    why = "; ".join((said.value, *found.held_because))
    return f"{does}  {case.reference}  {case.organisation}  due {case.erase_on}: {why}"
