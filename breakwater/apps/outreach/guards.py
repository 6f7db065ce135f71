"""What neither database lets anybody do to words that were published, whatever program asks.

Triggers, made by the migrations. Django rebuilds a table on SQLite when a column is added, and
loses them on the way: such a migration installs them again.
"""

from typing import Any

from breakwater.domain.refusals import Refusal, Refusals, changed, statements
from breakwater.domain.row_guards import keeps_its_place, replaces_nothing

_WORDS = ("opening", "will", "will_not", "limits", "post")
_SIGNED = changed(*_WORDS, "force_id", "version", "digest", "signed_at", "signed_by_id")
_APPROVED = changed(
    *_WORDS, "statement_id", "language", "entered_by_id", "approved_at", "approved_by_id"
)
_REFUSED: Refusals = {
    "outreach_statement_never_changes": Refusal(
        "UPDATE",
        "outreach_statement",
        f"old.signed_at IS NOT NULL AND ({_SIGNED})",
        "a signed statement cannot be changed; sign a new version",
    ),
    "outreach_statement_stays": Refusal(
        "DELETE",
        "outreach_statement",
        "old.signed_at IS NOT NULL",
        "a signed statement cannot be removed",
    ),
    "outreach_translation_never_changes": Refusal(
        "UPDATE",
        "outreach_translation",
        f"old.approved_at IS NOT NULL AND ({_APPROVED})",
        "an approved translation cannot be changed",
    ),
    "outreach_translation_stays": Refusal(
        "DELETE",
        "outreach_translation",
        "old.approved_at IS NOT NULL",
        "an approved translation cannot be removed",
    ),
}
_KEYS = {
    "outreach_statement": [("id",), ("force_id", "version")],
    "outreach_translation": [("id",), ("statement_id", "language")],
}
# What SQLite needs beside, so that nothing takes the place of what stands, whoever connects.
_ON_SQLITE = dict(
    guard
    for table, keys in _KEYS.items()
    for guard in (replaces_nothing(table, keys), keeps_its_place(table, keys))
)


def names(vendor: str) -> list[str]:
    """Every trigger there must be."""
    return [*_REFUSED, *(_ON_SQLITE if vendor == "sqlite" else ())]


def install(_apps: Any, schema_editor: Any) -> None:
    """Make those of the first migration (for ``RunPython``)."""
    for statement in statements(_REFUSED, schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def install_since_0002(_apps: Any, schema_editor: Any) -> None:
    """Make what only SQLite needs."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in _ON_SQLITE.values():
            schema_editor.execute(statement, params=None)
