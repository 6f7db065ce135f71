"""``breakwater import-inspection``: take a published report, or facts, into the register."""

import argparse

from breakwater.domain.plain_error import PlainError
from breakwater.domain.register.facts import InspectionFacts, facts_of_reading, facts_of_toml
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
    facts = _facts(arguments, content)
    start_django()
    from django.utils import timezone

    from breakwater.apps.register import changes

    decisions = register_batch.decisions_of(arguments)
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


def _facts(arguments: argparse.Namespace, content: bytes) -> InspectionFacts:
    if arguments.file.suffix.lower() == ".toml":
        try:
            return facts_of_toml(content.decode("utf-8"))
        except UnicodeDecodeError as fault:
            raise PlainError(f"cannot read {arguments.file.name}: it is not UTF-8") from fault
    reading = read_file(arguments.file, is_report=True)
    return facts_of_reading(reading, slug=arguments.slug, document_name=arguments.file.name)
