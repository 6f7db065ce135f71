"""What the register asks of the database beyond tables: events that stay, and words to search.

A migration installs it. SQLite rebuilds a table to alter it and drops the table's triggers on the
way, so a later migration that alters one of these tables ends with ``RunPython(install)`` too;
the tests that an event can't be altered and that a new row is found fail otherwise.

Everything here is fixed text of ours: nothing that a person wrote comes near it.
"""

import sqlite3
from typing import Any

from breakwater.domain.row_guards import replaces_nothing

# The search table's row ids are <id of the row> * 4 + <code of the table>: found without an index.
CODES = {"inspection": 0, "recommendation": 1, "response": 2, "body": 3}

_SQLITE_WORDS = {
    "inspection": "{row}.title || ' ' || {row}.about",
    "recommendation": "{row}.number || ' ' || {row}.text || ' ' || {row}.notes",
    "response": """(SELECT group_concat(paragraph.value, ' ')
        FROM json_each({row}.answers) AS answer,
             json_each(answer.value, '$.paragraphs') AS paragraph
        WHERE {row}.is_current)""",
    "body": """{row}.name || ' ' ||
        (SELECT coalesce(group_concat(value, ' '), '') FROM json_each({row}.aliases))""",
}

# The same for PostgreSQL, which keeps them worked out in a column that no model knows.
_POSTGRESQL_WORDS = {
    "inspection": "to_tsvector('english', title || ' ' || about)",
    "recommendation": "to_tsvector('english', number || ' ' || text || ' ' || notes)",
    "response": """CASE WHEN is_current THEN jsonb_to_tsvector('english', answers, '["string"]')
        ELSE ''::tsvector END""",
    "body": """to_tsvector('english', name) ||
        jsonb_to_tsvector('english', aliases, '["string"]')""",
}

_REFUSED = ("UPDATE", "DELETE")
_SQLITE_GUARD = """
    DROP TRIGGER IF EXISTS register_event_refuses_{verb};
    CREATE TRIGGER register_event_refuses_{verb} BEFORE {verb} ON register_event
    BEGIN SELECT RAISE(ABORT, 'register events are append-only'); END;
"""

_SQLITE_SEARCH = """
    CREATE VIRTUAL TABLE IF NOT EXISTS register_words
        USING fts5(words, tokenize = 'porter unicode61 remove_diacritics 2');
    DELETE FROM register_words;
"""

_SQLITE_SEARCH_OF_ONE_TABLE = """
    INSERT INTO register_words(rowid, words)
        SELECT id * 4 + {code}, coalesce({stored_words}, '') FROM register_{table};

    DROP TRIGGER IF EXISTS register_{table}_words_added;
    CREATE TRIGGER register_{table}_words_added AFTER INSERT ON register_{table} BEGIN
        INSERT INTO register_words(rowid, words)
            SELECT new.id * 4 + {code}, coalesce({new_words}, '');
    END;

    DROP TRIGGER IF EXISTS register_{table}_words_changed;
    CREATE TRIGGER register_{table}_words_changed AFTER UPDATE ON register_{table} BEGIN
        DELETE FROM register_words WHERE rowid = old.id * 4 + {code};
        INSERT INTO register_words(rowid, words)
            SELECT new.id * 4 + {code}, coalesce({new_words}, '');
    END;

    DROP TRIGGER IF EXISTS register_{table}_words_removed;
    CREATE TRIGGER register_{table}_words_removed AFTER DELETE ON register_{table} BEGIN
        DELETE FROM register_words WHERE rowid = old.id * 4 + {code};
    END;
"""

_POSTGRESQL_GUARD = """
    CREATE OR REPLACE FUNCTION register_event_refuses() RETURNS trigger AS $$
        BEGIN RAISE EXCEPTION 'register events are append-only'; END
    $$ LANGUAGE plpgsql;
    DROP TRIGGER IF EXISTS register_event_stays ON register_event;
    CREATE TRIGGER register_event_stays BEFORE UPDATE OR DELETE ON register_event
        FOR EACH ROW EXECUTE FUNCTION register_event_refuses();
"""

_POSTGRESQL_SEARCH_OF_ONE_TABLE = """
    ALTER TABLE register_{table}
        ADD COLUMN IF NOT EXISTS words tsvector GENERATED ALWAYS AS ({words}) STORED;
    CREATE INDEX IF NOT EXISTS register_{table}_words ON register_{table} USING gin (words);
"""


def names(vendor: str) -> list[str]:
    """Every trigger that keeps an event as it is; those that keep words to search are no guards."""
    if vendor == "sqlite":
        kept, _ = replaces_nothing("register_event", [("id",)])
        return [kept, *(f"register_event_refuses_{verb}" for verb in _REFUSED)]
    return ["register_event_stays"]


def install(apps: Any, schema_editor: Any) -> None:
    """Put the guards and the search index in place; running it again changes nothing."""
    connection = schema_editor.connection
    if connection.vendor == "sqlite":
        # Not executescript, which would commit the migration's transaction halfway.
        for script in _sqlite_scripts():
            for statement in _statements(script):
                schema_editor.execute(statement, params=None)
    else:
        schema_editor.execute(_POSTGRESQL_GUARD, params=None)
        for table, words in _POSTGRESQL_WORDS.items():
            schema_editor.execute(
                _POSTGRESQL_SEARCH_OF_ONE_TABLE.format(table=table, words=words), params=None
            )


def install_since_0004(_apps: Any, schema_editor: Any) -> None:
    """Refuse an event in another's place, on every connection to SQLite."""
    if schema_editor.connection.vendor == "sqlite":
        _, statement = replaces_nothing("register_event", [("id",)])
        schema_editor.execute(statement, params=None)


def _sqlite_scripts() -> list[str]:
    scripts = [_SQLITE_GUARD.format(verb=verb) for verb in _REFUSED]
    scripts.append(_SQLITE_SEARCH)
    for table, code in CODES.items():
        words = _SQLITE_WORDS[table]
        scripts.append(
            _SQLITE_SEARCH_OF_ONE_TABLE.format(
                table=table,
                code=code,
                stored_words=words.format(row=f"register_{table}"),
                new_words=words.format(row="new"),
            )
        )
    return scripts


def _statements(script: str) -> list[str]:
    statements, begun = [], ""
    for piece in script.split(";"):
        begun += piece
        if begun.strip() and sqlite3.complete_statement(f"{begun};"):
            statements.append(begun.strip())
            begun = ""
        elif begun.strip():
            begun += ";"
    return statements
