"""Triggers that refuse what nobody may do to a row, written for either database.

A refusal is data: what is done to which table, when it is refused, and the sentence. The text is
SQL of ours; nothing that a person wrote comes near it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

# What a database says of its own triggers, as rows of one name.
STANDING: Mapping[str, str] = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}
_IS_OTHER = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}

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


@dataclass(frozen=True)
class Refusal:
    """One trigger: ``verb`` (INSERT, UPDATE, DELETE) on ``table`` is refused ``when`` this holds.

    ``when`` is a condition on ``old`` and ``new``; ``{other}`` in it is each database's own word
    for "differs, also where one of them is empty".
    """

    verb: str
    table: str
    when: str
    sentence: str


Refusals = dict[str, Refusal]


def changed(*columns: str) -> str:
    """The condition that an UPDATE changes one of ``columns``."""
    return " OR ".join(f"old.{name} {{other}} new.{name}" for name in columns)


def never(verb: str, table: str, sentence: str) -> Refusal:
    """A refusal whatever the row holds."""
    return Refusal(verb, table, "1 = 1", sentence)


def statements(refusals: Refusals, vendor: str) -> list[str]:
    """Everything that makes these triggers, which are called as their keys, in order."""
    templates = [_SQLITE] if vendor == "sqlite" else [_FUNCTION, _POSTGRESQL]
    made = []
    for name, refusal in refusals.items():
        words = {
            "name": name,
            "verb": refusal.verb,
            "table": refusal.table,
            "when": refusal.when.replace("{other}", _IS_OTHER[vendor]),
            "sentence": refusal.sentence,
            "row": "old" if refusal.verb == "DELETE" else "new",
        }
        made += [template.format(**words) for template in templates]
    return made


def removals(refusals: Refusals, vendor: str) -> list[str]:
    """Everything that takes these triggers away, those that are not there too."""
    made = []
    for name, refusal in refusals.items():
        if vendor == "sqlite":
            made.append(f"DROP TRIGGER IF EXISTS {name}")
        else:
            made.append(f"DROP TRIGGER IF EXISTS {name} ON {refusal.table}")
            made.append(f"DROP FUNCTION IF EXISTS {name}()")
    return made
