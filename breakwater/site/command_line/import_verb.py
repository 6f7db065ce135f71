"""``breakwater import``: take a published response into the register, seen before it is stored."""

import argparse

from breakwater.domain.register.addresses import refuse_source
from breakwater.domain.register.plan import KEEP, SKIP, TAKE
from breakwater.site.command_line import register_batch
from breakwater.site.command_line.django_setup import start_django
from breakwater.site.command_line.read_verb import read_file


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    register_batch.add_shared_arguments(parser)
    parser.add_argument(
        "--inspection",
        action="append",
        nargs="+",
        required=True,
        metavar="SLUG",
        help="the inspection it answers; several for a workbook that answers several",
    )
    parser.add_argument(
        "--body",
        action="append",
        nargs="+",
        required=True,
        metavar="KEY",
        help="the body that answers; several for a joint letter (breakwater bodies lists them)",
    )
    parser.add_argument("--source", default="", metavar="ADDRESS", help="where it was published")
    parser.add_argument("--commit", action="store_true", help="store it, in one transaction")


def run(arguments: argparse.Namespace) -> int:
    """Print what the document would change; with ``--commit`` store it and say as which batch."""
    refuse_source(arguments.source)
    reading = read_file(arguments.file)
    content = register_batch.content_of(arguments.file)
    inspections = _flat(arguments.inspection)
    decisions = register_batch.decisions_of(arguments)
    register_batch.refuse_wrong_answers(
        decisions, rows=len(reading.recommendations), answers=(TAKE, KEEP, SKIP, *inspections)
    )
    start_django()
    register_batch.refuse_unknown_owner(arguments.owner)
    from django.utils import timezone

    from breakwater.apps.register import changes
    from breakwater.domain.register.response_plan import Request

    document = changes.Document.of(arguments.file.name, content)
    request = Request(
        inspections=inspections,
        bodies=_flat(arguments.body),
        document=document.name,
        decisions=decisions,
    )
    if arguments.commit:
        outcome = changes.import_responses(
            reading=reading,
            document=document,
            request=request,
            owner=register_batch.owner_of(arguments.owner),
            by=register_batch.BY,
            at=timezone.now(),
            source_url=arguments.source,
        )
        plan, batch = outcome.plan, outcome.batch
    else:
        plan, batch = changes.preview_responses(reading=reading, request=request), None
    return register_batch.report(
        plan, batch, as_json=arguments.json, is_preview=not arguments.commit
    )


def _flat(groups: list[list[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for group in groups for each in group))
