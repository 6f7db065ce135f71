"""``breakwater undo``: put back exactly what was before a batch."""

import argparse

from breakwater.site.command_line import register_batch
from breakwater.site.command_line.django_setup import start_django


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("batch", type=int, metavar="BATCH", help="the number that import printed")


def run(arguments: argparse.Namespace) -> int:
    """Undo the batch; refused with a sentence where something later leans on it."""
    start_django()
    from django.utils import timezone

    from breakwater.apps.importing import changes

    batch = changes.undo_import(number=arguments.batch, by=register_batch.BY, at=timezone.now())
    print(f"Batch {batch.pk} ({batch.document_name}) is undone; its events stay in the log.")
    return 0
