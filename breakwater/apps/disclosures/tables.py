"""Installing the guarded tables, and looking whether they still stand."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from breakwater.domain.disclosures import guards
from breakwater.domain.plain_error import PlainError


class GuardsDamagedError(PlainError):
    """The database no longer refuses what it must; nothing may be released from it."""


def install(_apps: Any, schema_editor: Any) -> None:
    """Make the tables and their guards (for ``RunPython``)."""
    for statement in guards.statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


@contextmanager
def releasing() -> Iterator[None]:
    """Let this connection store a release: on SQLite a seat-belt holds every other insert back."""
    let = getattr(connection, "let_release", None)
    if let is None:
        yield
        return
    let(True)
    try:
        yield
    finally:
        let(False)


def missing_guards(database: BaseDatabaseWrapper) -> list[str]:
    """The guards that this database should hold and does not, or holds changed."""
    with database.cursor() as cursor:
        # No parameters: the query holds percent signs of its own.
        cursor.execute(guards.inventory(database.vendor).replace("%", "%%"), [])
        return guards.missing(database.vendor, cursor.fetchall())


def require_guards() -> None:
    """Refuse unless every guard stands; at start, and before each release."""
    if missing_guards(connection):
        raise GuardsDamagedError(
            "the guards of the database are damaged, so nothing is released; tell your operator"
        )
