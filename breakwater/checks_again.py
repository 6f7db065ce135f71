"""The CHECKs of a table that Django made on SQLite, once more as triggers."""

from typing import Any

from breakwater.domain.row_guards import passes_its_checks

_VERBS = ("INSERT", "UPDATE")


def names_of_checks(table: str) -> list[str]:
    """What those triggers are called."""
    return [passes_its_checks(table, "", verb=verb)[0] for verb in _VERBS]


def checks_again(schema_editor: Any, table: str) -> list[str]:
    """Statements that make them, for what is added and for what is changed.

    A CHECK can be switched off by whoever connects; a trigger has to be dropped.
    """
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
        (made_by,) = cursor.fetchone()
        columns = [
            column.name for column in connection.introspection.get_table_description(cursor, table)
        ]
    return [passes_its_checks(table, made_by, columns=columns, verb=verb)[1] for verb in _VERBS]
