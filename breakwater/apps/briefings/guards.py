"""What neither database lets anybody do to a briefing that was issued, or to a receipt for it.

Triggers, made by the migrations. Django rebuilds a table on SQLite when a column is added, and
loses them on the way: such a migration installs them again.
"""

from typing import Any

from breakwater.domain.row_guards import keeps_its_place

_IS_OTHER = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}
_ISSUED = ("force_id", "title", "reference", "dated", "text", "roles", "read_by", "issued_at")
_Refused = dict[str, tuple[str, str, str, str]]
# Trigger → verb, table, when it refuses, and the sentence. ``{other}`` differs by database.
_REFUSED: _Refused = {
    "briefings_briefing_never_changes": (
        "UPDATE",
        "briefings_briefing",
        " OR ".join(f"old.{name} {{other}} new.{name}" for name in _ISSUED),
        "a briefing cannot be changed once it was issued; issue another",
    ),
    "briefings_reading_never_changes": (
        "UPDATE",
        "briefings_reading",
        "1 = 1",
        "a receipt cannot be changed",
    ),
}
_REFUSED_SINCE_0002: _Refused = {
    "briefings_briefing_stays": (
        "DELETE",
        "briefings_briefing",
        "1 = 1",
        "a briefing stays once it was issued",
    ),
    "briefings_briefing_replaces_nothing": (
        "INSERT",
        "briefings_briefing",
        """EXISTS (SELECT 1 FROM briefings_briefing WHERE id = new.id) OR EXISTS
        (SELECT 1 FROM briefings_briefing
            WHERE force_id = new.force_id AND reference = new.reference)""",
        "a briefing takes no other one out of its place",
    ),
    "briefings_reading_stays": ("DELETE", "briefings_reading", "1 = 1", "a receipt stays"),
    "briefings_reading_replaces_nothing": (
        "INSERT",
        "briefings_reading",
        """EXISTS (SELECT 1 FROM briefings_reading WHERE id = new.id) OR EXISTS
        (SELECT 1 FROM briefings_reading
            WHERE briefing_id = new.briefing_id AND member_id = new.member_id)""",
        "a receipt takes no other one out of its place",
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


def statements(vendor: str, refused: _Refused = _REFUSED) -> list[str]:
    """Everything that makes these guards, in order."""
    made = []
    for name, (verb, table, when, sentence) in refused.items():
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
    """Make those of the first migration (for ``RunPython``)."""
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def install_since_0002(_apps: Any, schema_editor: Any) -> None:
    """Make the rest: nothing goes, and nothing takes the place of what stands."""
    vendor = schema_editor.connection.vendor
    made = statements(vendor, _REFUSED_SINCE_0002)
    if vendor == "sqlite":
        _, place = keeps_its_place("briefings_briefing", [("id",), ("force_id", "reference")])
        made.append(place)
    for statement in made:
        schema_editor.execute(statement, params=None)
