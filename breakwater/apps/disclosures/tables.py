"""Installing the guarded tables, and looking whether they still stand."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from breakwater.apps.audit_log import tables as log
from breakwater.domain.disclosures import guards
from breakwater.domain.plain_error import PlainError


class GuardsDamagedError(PlainError):
    """The database no longer refuses what it must; nothing may be released from it."""


def install(_apps: Any, schema_editor: Any) -> None:
    """Make the tables and their guards (for ``RunPython``)."""
    for statement in guards.statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def install_since_0004(_apps: Any, schema_editor: Any) -> None:
    """Make what holds on every connection to SQLite."""
    for statement in guards.statements_since_0004(schema_editor.connection.vendor):
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


def _points_at_nothing(database: BaseDatabaseWrapper) -> bool:
    """Whether a guarded row points at a row that is not there."""
    with database.cursor() as cursor:
        for query in guards.broken_references(database.vendor):
            cursor.execute(query)
            if cursor.fetchone():
                return True
    return False


def require_guards() -> None:
    """Refuse unless every guard stands and what they guard is whole; at start, and at a release."""
    damaged = missing_guards(connection) or log.missing_guards(connection)
    if damaged or _points_at_nothing(connection):
        raise GuardsDamagedError(
            "the guards of the database are damaged, so nothing is released; tell your operator"
        )
