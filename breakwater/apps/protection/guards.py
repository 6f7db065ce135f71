"""The closed list of whom one may tell, kept on SQLite whoever connects.

Django rebuilds a table on SQLite when a column is added, and loses triggers on the way: such a
migration installs them again (``tests/attack/test_consent_and_protection.py`` looks).
"""

from typing import Any

from breakwater.checks_again import checks_again, names_of_checks

_TABLE = "protection_sharing"


def names(vendor: str) -> list[str]:
    """Every trigger there must be; on PostgreSQL a CHECK cannot be switched off."""
    return names_of_checks(_TABLE) if vendor == "sqlite" else []


def install(_apps: Any, schema_editor: Any) -> None:
    """Make them (for ``RunPython``)."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in checks_again(schema_editor, _TABLE):
            schema_editor.execute(statement, params=None)
