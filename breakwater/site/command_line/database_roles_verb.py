"""``breakwater database-roles``: on PostgreSQL, what the web process and the gate may do."""

import argparse
import re

from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line.django_setup import start_django

_ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("--web", required=True, type=_role, help="the role of the web processes")
    parser.add_argument("--gate", required=True, type=_role, help="the role of the gate")


def run(arguments: argparse.Namespace) -> int:
    """Grant, as the owner of the tables; both roles must exist and be two. Run after migrating."""
    if arguments.web == arguments.gate:
        raise PlainError("the web processes and the gate need a role each")
    start_django()
    from django.db import connection, transaction

    from breakwater.domain.disclosures import guards

    if connection.vendor != "postgresql":
        raise PlainError("only PostgreSQL has roles; set BREAKWATER_DATABASE")
    statements = [*guards.grants(arguments.web), *guards.grants_to_read(arguments.gate)]
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    print(f"{arguments.web} runs the web processes; {arguments.gate} reads for the gate.")
    return 0


def _role(text: str) -> str:
    if not _ROLE.fullmatch(text):
        raise argparse.ArgumentTypeError("a role is small letters, digits and underscores")
    return text
