"""What was entered, published, issued or signed for stands, whoever connects and however."""

from collections.abc import Iterator

import pytest

from tests.attack.databases import NOW, WAYS, Database, Guarded, database_of

_WORDS: dict[str, object] = {"opening": "x", "will": "x", "will_not": "x", "limits": "x"}


@pytest.fixture(scope="module", params=WAYS)
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    with database_of(request, tmp_path_factory.mktemp("attack"), "attacked_rest") as made:
        _fill(made)
        yield made


def _fill(database: Database) -> None:
    """Two rows of each table, so that one could take the other's place."""
    for number in (1, 2):
        for table, row in _rows(database, number).items():
            database.insert(table, row)


def _rows(database: Database, number: int) -> dict[str, dict[str, object]]:
    return _logged(number) | _signed(database, number) | _issued(database, number)


def _logged(number: int) -> dict[str, dict[str, object]]:
    return {
        "audit_log_storedlog": {
            "id": number,
            "name": f"log-{number}",
            "generation": 1,
            "origin": f"x.example/{number}",
            "started_at": NOW,
        },
        "audit_log_entry": {
            "log_id": number,
            '"index"': 0,
            "commitment": bytes(64),
            "kind": "filler",
            "day": NOW[:10],
            "salt1": bytes(32),
        },
        "audit_log_record": {
            "log_id": number,
            '"index"': 0,
            "content": b"{}",
            "salt2": bytes(32),
        },
        "audit_log_node": {"log_id": number, "position": 0, "hash": bytes(32)},
        "audit_log_access": {
            "id": number,
            "organisation": "one",
            "act": "consultation",
            '"by"': "x",
            '"at"': NOW,
            "record_kind": "case",
            "record_id": "x",
            "because": "own-case",
            "recipient": "",
        },
        "register_event": {
            "id": number,
            "at": NOW,
            '"by"': "x",
            '"table"': "inspection",
            '"row"': number,
        },
    }


def _signed(database: Database, number: int) -> dict[str, dict[str, object]]:
    first, second = database.people[:2]
    return {
        "outreach_statement": {
            "id": number,
            **_WORDS,
            "force_id": database.force,
            "version": number,
            "post": "Chief Constable",
            "drafted_at": NOW,
            "drafted_by_id": first,
            "signed_at": NOW,
            "signed_by_id": second,
            "digest": "x",
        },
        "outreach_translation": {
            "id": number,
            **_WORDS,
            "statement_id": number,
            "language": "ar",
            "entered_at": NOW,
            "entered_by_id": first,
            "post": "Head of languages",
            "approved_at": NOW,
            "approved_by_id": second,
        },
    }


def _issued(database: Database, number: int) -> dict[str, dict[str, object]]:
    joined = {"person_id": database.people[number], "organisation_id": database.force}
    return {
        "organisations_membership": {"id": number, "since": NOW, **joined},
        "briefings_briefing": {
            "id": number,
            "force_id": database.force,
            "title": "x",
            "reference": f"Bulletin {number}",
            "dated": NOW[:10],
            "text": "x",
            "roles": "[]",
            "read_by": NOW[:10],
            "issued_at": NOW,
            "issued_by_id": database.people[0],
        },
        "briefings_reading": {
            "id": number,
            "briefing_id": number,
            "member_id": number,
            "at": NOW,
        },
    }


# Table → a key, a word that may not change, and the columns of another key, if there is one.
_STANDING = {
    "audit_log_storedlog": ("id", "started_at"),
    "audit_log_entry": ("log_id", "kind"),
    "audit_log_record": ("log_id", "salt2"),
    "audit_log_node": ("log_id", "hash"),
    "audit_log_access": ("id", "because"),
    "outreach_statement": ("id", "opening"),
    "outreach_translation": ("id", "opening"),
    "briefings_briefing": ("id", "text"),
    "briefings_reading": ("id", "at"),
    "register_event": ("id", '"by"'),
}
_DELETED_ON_PURPOSE = {"audit_log_record"}


@pytest.mark.parametrize("table", _STANDING)
def test_what_stands_is_neither_changed_nor_replaced_nor_removed(
    database: Database, table: str
) -> None:
    key, word = _STANDING[table]
    stood = database.run(f"SELECT * FROM {table} ORDER BY {key}")

    for attack in _attacks(database.vendor, table, key, word):
        with pytest.raises(Guarded):
            database.run(attack)
    assert database.run(f"SELECT * FROM {table} ORDER BY {key}") == stood


def _attacks(vendor: str, table: str, key: str, word: str) -> list[str]:
    changed = f"UPDATE {table} SET {word} = {_other(table, word)} WHERE {key} = 1"
    made = [changed]
    if table not in _DELETED_ON_PURPOSE:
        made.append(f"DELETE FROM {table} WHERE {key} = 1")
    if vendor == "sqlite":
        return [
            *made,
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {key} = 1",
            f"UPDATE OR REPLACE {table} SET {key} = 1 WHERE {key} = 2",
        ]
    names = {"audit_log_entry": 'log_id, "index"', "audit_log_record": 'log_id, "index"'}
    conflict = names.get(table, "log_id, position" if table == "audit_log_node" else key)
    whole = f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM {table} WHERE {key} = 1"
    return [*made, f"{whole} ON CONFLICT ({conflict}) DO UPDATE SET {word} = {_other(table, word)}"]


def _other(table: str, word: str) -> str:
    """Something else; where bytes are refused whatever they are, the same."""
    same = {"salt2": "salt2", "hash": "hash"}
    return f"{table}.{same[word]}" if word in same else "NULL" if word.endswith("at") else "'y'"


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("outreach_statement", {"version": 1}),
        ("outreach_translation", {"statement_id": 1}),
        ("briefings_briefing", {"reference": "Bulletin 1"}),
        ("briefings_reading", {"briefing_id": 1, "member_id": 1}),
        ("audit_log_storedlog", {"origin": "x.example/1"}),
        ("audit_log_storedlog", {"name": "log-1"}),
    ],
    ids=lambda value: value if isinstance(value, str) else ",".join(value),
)
def test_a_new_row_takes_no_key_that_another_holds(
    database: Database, table: str, row: dict[str, object]
) -> None:
    replace = "INSERT OR REPLACE" if database.vendor == "sqlite" else "INSERT"
    made = _rows(database, 2)[table] | {"id": 3} | row
    columns, marks = ", ".join(made), ", ".join("?" for _ in made)

    with pytest.raises(Guarded):
        database.run(f"{replace} INTO {table} ({columns}) VALUES ({marks})", *made.values())


def test_no_draft_takes_the_place_of_what_was_signed(database: Database) -> None:
    draft: dict[str, object] = {
        **_rows(database, 1)["outreach_statement"],
        "id": 9,
        "version": None,
        "signed_at": None,
        "signed_by_id": None,
        "digest": "",
    }
    database.insert("outreach_statement", draft)
    replace = "UPDATE OR REPLACE" if database.vendor == "sqlite" else "UPDATE"

    for place in ("id = 1", f"version = 1, signed_at = '{NOW}', digest = 'x'"):
        with pytest.raises(Guarded):
            database.run(f"{replace} outreach_statement SET {place} WHERE id = 9")
    stands = database.run("SELECT signed_at FROM outreach_statement WHERE id = 1")
    assert stands != [(None,)]
    database.run("DELETE FROM outreach_statement WHERE id = 9")
