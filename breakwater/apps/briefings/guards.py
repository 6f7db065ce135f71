"""What neither database lets anybody do to a briefing that was issued, or to a receipt for it.

Triggers, made by the first migration. Django rebuilds a table on SQLite when a column is added, and
loses them on the way: such a migration installs them again.
"""

from typing import Any

_IS_OTHER = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}
_ISSUED = ("force_id", "title", "reference", "dated", "text", "roles", "read_by", "issued_at")
# Trigger → table, when it refuses an update, and the sentence.
_REFUSED = {
    "briefings_briefing_never_changes": (
        "briefings_briefing",
        " OR ".join(f"old.{name} {{other}} new.{name}" for name in _ISSUED),
        "a briefing cannot be changed once it was issued; issue another",
    ),
    "briefings_reading_never_changes": (
        "briefings_reading",
        "1 = 1",
        "a receipt cannot be changed",
    ),
}

_SQLITE = """CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {when}
    BEGIN SELECT RAISE(ABORT, '{sentence}'); END"""
_FUNCTION = """CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {when} THEN
            RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN new;
    END
$$"""
_POSTGRESQL = """CREATE TRIGGER {name} BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {name}()"""


def statements(vendor: str) -> list[str]:
    """Everything that makes the guards, in order."""
    made = []
    for name, (table, when, sentence) in _REFUSED.items():
        words = {
            "name": name,
            "table": table,
            "when": when.replace("{other}", _IS_OTHER[vendor]),
            "sentence": sentence,
        }
        templates = [_SQLITE] if vendor == "sqlite" else [_FUNCTION, _POSTGRESQL]
        made += [template.format(**words) for template in templates]
    return made


def install(_apps: Any, schema_editor: Any) -> None:
    """Make them (for ``RunPython``)."""
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)
