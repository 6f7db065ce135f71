"""``breakwater import-inspection``: take a published report, or facts, into the register."""

import argparse

from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading.reading import Disposition, Reading
from breakwater.domain.register.facts import InspectionFacts, facts_of_reading, facts_of_toml
from breakwater.domain.register.plan import KEEP, TAKE
from breakwater.site.command_line import register_batch
from breakwater.site.command_line.django_setup import start_django
from breakwater.site.command_line.read_verb import read_file


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    register_batch.add_shared_arguments(parser)
    parser.add_argument(
        "--slug", default="", help="its name in addresses, where FILE is a published report"
    )
    parser.add_argument(
        "--preview", action="store_true", help="only print what would change; store nothing"
    )


def run(arguments: argparse.Namespace) -> int:
    """Store the inspection and its recommendations, and say as which batch."""
    content = register_batch.content_of(arguments.file)
    decisions = register_batch.decisions_of(arguments)
    facts = _facts(arguments, content, is_sure=TAKE in decisions.get(0, ()))
    register_batch.refuse_wrong_answers(
        decisions, rows=len(facts.recommendations), answers=(TAKE, KEEP)
    )
    start_django()
    register_batch.refuse_unknown_owner(arguments.owner)
    from django.utils import timezone

    from breakwater.apps.register import changes

    if arguments.preview:
        plan, batch = changes.preview_inspection(facts=facts, decisions=decisions), None
    else:
        outcome = changes.import_inspection(
            facts=facts,
            document=changes.Document.of(arguments.file.name, content),
            decisions=decisions,
            owner=register_batch.owner_of(arguments.owner),
            by=register_batch.BY,
            at=timezone.now(),
        )
        plan, batch = outcome.plan, outcome.batch
    return register_batch.report(plan, batch, as_json=arguments.json, is_preview=False)


def _facts(arguments: argparse.Namespace, content: bytes, *, is_sure: bool) -> InspectionFacts:
    """The facts given, or read from a report; ``is_sure`` is a person's word that it is one."""
    if arguments.file.suffix.lower() == ".toml":
        try:
            return facts_of_toml(content.decode("utf-8"))
        except UnicodeDecodeError as fault:
            raise PlainError(f"cannot read {arguments.file.name}: it is not UTF-8") from fault
    if not is_sure and _answers_somebody(read_file(arguments.file)):
        raise PlainError(
            f"{arguments.file.name} looks like a response and not like a published report: give it "
            "to breakwater import, or say --row 0=take if it is a report all the same"
        )
    reading = read_file(arguments.file, is_report=True)
    return facts_of_reading(reading, slug=arguments.slug, document_name=arguments.file.name)


def _answers_somebody(reading: Reading) -> bool:
    """Whether a body speaks in it: its words would else be published as the inspectorate's own."""
    says = any(each.disposition is not Disposition.NOT_STATED for each in reading.recommendations)
    return reading.is_response and (bool(reading.responding_bodies) or says)
