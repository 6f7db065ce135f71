"""What neither database lets anybody do to words that were published, whatever program asks.

Triggers, made by the migrations. Django rebuilds a table on SQLite when a column is added, and
loses them on the way: such a migration installs them again.
"""

from typing import Any

from breakwater.domain.row_guards import keeps_its_place, replaces_nothing

_IS_OTHER = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}
_WORDS = ("opening", "will", "will_not", "limits", "post")


def _changed(*columns: str) -> str:
    return " OR ".join(f"old.{name} {{other}} new.{name}" for name in columns)


_SIGNED = _changed(*_WORDS, "force_id", "version", "digest", "signed_at", "signed_by_id")
_APPROVED = _changed(
    *_WORDS, "statement_id", "language", "entered_by_id", "approved_at", "approved_by_id"
)
# Trigger → verb, table, when it refuses, and the sentence. ``{other}`` differs by database.
_REFUSED = {
    "outreach_statement_never_changes": (
        "UPDATE",
        "outreach_statement",
        f"old.signed_at IS NOT NULL AND ({_SIGNED})",
        "a signed statement cannot be changed; sign a new version",
    ),
    "outreach_statement_stays": (
        "DELETE",
        "outreach_statement",
        "old.signed_at IS NOT NULL",
        "a signed statement cannot be removed",
    ),
    "outreach_translation_never_changes": (
        "UPDATE",
        "outreach_translation",
        f"old.approved_at IS NOT NULL AND ({_APPROVED})",
        "an approved translation cannot be changed",
    ),
    "outreach_translation_stays": (
        "DELETE",
        "outreach_translation",
        "old.approved_at IS NOT NULL",
        "an approved translation cannot be removed",
    ),
}

_SQLITE = """CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when}
    BEGIN SELECT RAISE(ABORT, '{sentence}'); END"""
_FUNCTION = """CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {when} THEN
            RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN {row};
    END
$$"""
_POSTGRESQL = """CREATE TRIGGER {name} BEFORE {verb} ON {table}
    FOR EACH ROW EXECUTE FUNCTION {name}()"""


def statements(vendor: str) -> list[str]:
    """Everything that makes the guards, in order."""
    made = []
    for name, (verb, table, when, sentence) in _REFUSED.items():
        words = {
            "name": name,
            "verb": verb,
            "table": table,
            "when": when.replace("{other}", _IS_OTHER[vendor]),
            "sentence": sentence,
            "row": "old" if verb == "DELETE" else "new",
        }
        templates = [_SQLITE] if vendor == "sqlite" else [_FUNCTION, _POSTGRESQL]
        made += [template.format(**words) for template in templates]
    return made


def install(_apps: Any, schema_editor: Any) -> None:
    """Make them (for ``RunPython``)."""
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


_KEYS = {
    "outreach_statement": [("id",), ("force_id", "version")],
    "outreach_translation": [("id",), ("statement_id", "language")],
}


def install_since_0002(_apps: Any, schema_editor: Any) -> None:
    """Make what SQLite needs so that nothing takes the place of what stands, whoever connects."""
    if schema_editor.connection.vendor == "sqlite":
        for table, keys in _KEYS.items():
            for _, statement in (replaces_nothing(table, keys), keeps_its_place(table, keys)):
                schema_editor.execute(statement, params=None)
