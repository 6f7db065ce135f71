"""What neither database can be made to hold, whoever asks, after every migration."""

import re
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from breakwater.domain.disclosures import guards
from breakwater.gate.log_signer import RefusedError
from breakwater.gate.main_database import MainDatabase
from tests import postgresql
from tests.attack.databases import LATER, WAYS, Database, Refused, database_of, postgres, sqlite


@pytest.fixture(scope="module", params=WAYS)
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    with database_of(request, tmp_path_factory.mktemp("attack"), "attacked") as made:
        yield made


def test_after_every_migration_every_guard_stands(database: Database) -> None:
    assert database.missing() == []


def test_what_is_allowed_can_be_stored(database: Database) -> None:
    """Else the attacks below would be refused for the wrong reason."""
    authorisation, decision = database.ready()

    database.stored("release", database.release(authorisation, decision))


_DECISIONS: dict[str, dict[str, object]] = {
    "on doubt alone": {"offence": "none"},
    "on an allegation": {"offence": "alleged_only"},
    "on a counter-allegation": {"offence": "counter_allegation_or_possible_compulsion"},
    "on a status offence": {"offence": "status_offence_only"},
    "through another's record": {"about": "exposes_protected_person"},
    "without a legal basis": {"legal_basis": "missing"},
    "without necessity": {"necessity": "missing"},
    "authorised by nobody": {"authorised_by": "nobody"},
    "authorised by oneself": {"authorised_by": "the_requesting_officer"},
    "with an outcome of its own": {"outcome": "share"},
    "about no incident": {"incident": ""},
    "by nobody": {"decided_by_id": None},
    "a victim outside the rule": {"outcome": "not_this_rule"},
    "with no outcome": {"outcome": None},
}


@pytest.mark.parametrize("attack", _DECISIONS)
def test_no_decision_permits_sharing(database: Database, attack: str) -> None:
    with pytest.raises(Refused):
        database.stored("decision", database.decision(**_DECISIONS[attack]))


_RELEASES: dict[str, Callable[[Database], dict[str, object]]] = {
    "with another outcome": lambda _: {"outcome": "not_yet"},
    "with no outcome": lambda _: {"outcome": None},
    "of another incident": lambda _: {"incident": "SM 2"},
    "to another recipient": lambda _: {"recipient": "other"},
    "of another force": lambda database: {"force_id": database.other_force},
    "on no decision": lambda database: {"decision_id": database.key()},
    "without a legal basis": lambda _: {"legal_basis": "  "},
    "authorised by the asker": lambda database: {"authorised_by_id": database.people[0]},
    "authorised by a third person": lambda database: {"authorised_by_id": database.people[2]},
    "of another request": lambda database: {"request_id": database.key()},
    "after 72 hours": lambda _: {"released_at": LATER},
}


@pytest.mark.parametrize("attack", _RELEASES)
def test_no_release_goes_past_its_decision_and_its_authorisation(
    database: Database, attack: str
) -> None:
    authorisation, decision = database.ready()

    with pytest.raises(Refused):
        database.stored(
            "release", database.release(authorisation, decision, **_RELEASES[attack](database))
        )


def test_a_release_cannot_rest_on_a_decision_that_says_never(database: Database) -> None:
    authorisation, _ = database.ready()
    never = database.stored("decision", database.decision(outcome="never_share", offence="none"))

    for outcome in ("never_share", "may_share"):
        with pytest.raises(Refused):
            database.stored("release", database.release(authorisation, never, outcome=outcome))


def test_nobody_authorises_their_own_request_or_another_question(database: Database) -> None:
    asked_on = database.stored(
        "decision", database.decision(outcome="not_yet", authorised_by="nobody")
    )
    request = database.stored("request", database.request(asked_on))
    for changed in (
        {"authorised_by_id": request["asked_by_id"]},
        {"asked_by_id": database.people[2]},
        {"digest": b"\x01" * 32},
        {"assertion": ""},
        {"incident": "SM 9"},
    ):
        with pytest.raises(Refused):
            database.stored("authorisation", database.authorisation(request, **changed))


@pytest.mark.parametrize(
    "empty",
    ["offence", "evidence", "statute", "purpose", "regime", "necessity", "told_reason"],
)
def test_no_request_lacks_its_grounds(database: Database, empty: str) -> None:
    asked_on = database.stored(
        "decision", database.decision(outcome="not_yet", authorised_by="nobody")
    )
    with pytest.raises(Refused):
        database.stored("request", database.request(asked_on, **{empty: ""}))


def test_no_request_is_made_where_the_rule_says_never(database: Database) -> None:
    never = database.stored("decision", database.decision(outcome="never_share", offence="none"))
    for outcome in ("never_share", "not_yet"):
        with pytest.raises(Refused):
            database.stored("request", database.request(never, outcome=outcome))


def test_what_has_ended_is_never_released_and_what_was_released_never_ends(
    database: Database,
) -> None:
    ended, decision = database.ready()
    ending = {"how": "withdrawn", "reason": "x", "ended_at": "2026-11-23 10:00:00"}
    by = {"ended_by_id": database.people[0]}
    database.stored("ending", {"request_id": ended["request_id"], **ending, **by})
    with pytest.raises(Refused):
        database.stored("release", database.release(ended, decision))

    released, decision = database.ready()
    database.stored("release", database.release(released, decision))
    with pytest.raises(Refused):
        database.stored("ending", {"request_id": released["request_id"], **ending, **by})


def test_what_was_authorised_cannot_grow_by_a_field(database: Database) -> None:
    authorisation, _ = database.ready()

    with pytest.raises(Refused):
        database.stored(
            "namedfield",
            {
                "id": database.key(),
                "request_id": authorisation["request_id"],
                "name": "full_name",
                "reason": "x",
                "sealed_digest": bytes(32),
            },
        )


@pytest.mark.parametrize("table", guards.TABLES)
def test_rows_are_never_changed_replaced_or_deleted(database: Database, table: str) -> None:
    authorisation, decision = database.ready()
    database.stored("release", database.release(authorisation, decision))
    database.stored("decision", database.decision(outcome="not_yet", authorised_by="nobody"))
    _fill_the_rest(database)
    column = database.run(f"SELECT * FROM {table} LIMIT 1") and _first_column(database, table)

    attacks = [
        f"UPDATE {table} SET {column} = {column}",
        f"DELETE FROM {table}",
    ]
    if database.vendor == "sqlite":
        attacks += [
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
            f"UPDATE OR REPLACE {table} SET rowid = (SELECT max(rowid) FROM {table})",
        ]
    else:
        attacks += [f"TRUNCATE {table} CASCADE"]
    for attack in attacks:
        with pytest.raises(Refused):
            database.run(attack)


def _first_column(database: Database, table: str) -> str:
    return {"disclosures_decision": "incident", "disclosures_namedfield": "reason"}.get(
        table, "request_id" if table != "disclosures_request" else "incident"
    )


def _fill_the_rest(database: Database) -> None:
    asked_on = database.stored(
        "decision", database.decision(outcome="not_yet", authorised_by="nobody")
    )
    request = database.stored("request", database.request(asked_on))
    field = {"id": database.key(), "request_id": request["id"], "name": "full_name"}
    database.stored("namedfield", field | {"reason": "x", "sealed_digest": bytes(32)})
    ending = {"request_id": request["id"], "how": "lapsed", "reason": ""}
    database.stored("ending", ending | {"ended_at": "2026-11-27 10:00:00"})


def test_on_sqlite_a_dropped_or_weakened_trigger_is_detected(
    tmp_path: Path, migrated: Path
) -> None:
    """The file's owner can drop a trigger; the next release looks first."""
    copy = tmp_path / "db.sqlite3"
    copy.write_bytes(migrated.read_bytes())
    with _bare(copy) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE ?",
            ["disclosures_%"],
        ).fetchall()
        for name, text in triggers:
            connection.execute(f"DROP TRIGGER {name}")
            assert _missing(connection) == [name]
            connection.execute(re.sub(r"RAISE\(ABORT, '[^']*'\)", "1", text))
            assert _missing(connection) == [name]
            connection.execute(f"DROP TRIGGER {name}")
            connection.execute(text)
    assert len(triggers) == 5 * len(guards.TABLES) + 5


def test_on_sqlite_a_rebuilt_table_or_a_foreign_trigger_is_detected(
    tmp_path: Path, migrated: Path
) -> None:
    copy = tmp_path / "db.sqlite3"
    copy.write_bytes(migrated.read_bytes())
    with _bare(copy) as connection:
        connection.execute(
            "CREATE TRIGGER stranger AFTER INSERT ON disclosures_decision BEGIN SELECT 1; END"
        )
        assert _missing(connection) == ["stranger"]
        connection.execute("DROP TRIGGER stranger")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'outcome = ''may_share''', '1') "
            "WHERE name = 'disclosures_release'"
        )
        connection.execute("PRAGMA writable_schema = RESET")
        assert _missing(connection) == ["disclosures_release"]


def test_on_sqlite_what_was_put_in_while_a_guard_was_away_is_detected(
    tmp_path: Path, migrated: Path
) -> None:
    """A dropped guard that was put back again leaves no trace in the schema."""
    copy = tmp_path / "db.sqlite3"
    copy.write_bytes(migrated.read_bytes())
    name = "disclosures_ending_has_its_parents"
    with _bare(copy) as connection:
        (text,) = connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = ?", [name]
        ).fetchone()
        connection.execute(f"DROP TRIGGER {name}")
        connection.execute(
            "INSERT INTO disclosures_ending VALUES ('nothing', 'lapsed', '', '2026-11-23', NULL)"
        )
        connection.execute(text)
        assert _missing(connection) == []

    with pytest.raises(RefusedError, match="would have refused"):
        MainDatabase(str(copy)).asked(uuid.uuid4())


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("migrated")
    with sqlite(folder) as made:
        made.run("PRAGMA journal_mode = DELETE")
    return folder / "breakwater.sqlite3"


def _bare(path: Path) -> "sqlite3.Connection":
    return sqlite3.connect(path, isolation_level=None)


def _missing(connection: sqlite3.Connection) -> list[str]:
    rows: list[Any] = connection.execute(guards.inventory("sqlite")).fetchall()
    return guards.missing("sqlite", rows)


class TestPostgresqlRoles:
    """The web process's role can add, and can neither release on its own nor touch a guard."""

    @pytest.fixture(scope="class")
    def web(
        self, postgresql_cluster: postgresql.Cluster, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[tuple[Database, Database]]:
        """The owner's connection, and the web role's."""
        folder = tmp_path_factory.mktemp("roles")
        with postgres(folder, postgresql_cluster, "roles") as owner:
            for role in ("bw_web", "bw_gate"):
                owner.run(f"CREATE ROLE {role} LOGIN")
            for statement in [*guards.grants("bw_web"), *guards.grants_to_read("bw_gate")]:
                owner.run(statement)
            address = postgresql_cluster.address("roles").replace(
                f"//{postgresql_cluster.user}@", "//bw_web@"
            )
            with psycopg.connect(address) as connection:
                yield (
                    owner,
                    Database(
                        "postgresql", connection, owner.people, owner.force, owner.other_force
                    ),
                )

    @pytest.mark.parametrize(
        "attack",
        [
            "ALTER TABLE disclosures_release DISABLE TRIGGER ALL",
            "DROP TRIGGER disclosures_release_refuses_delete ON disclosures_release",
            "ALTER TABLE disclosures_release DROP CONSTRAINT release_only_what_may_be_shared",
            "DROP TABLE disclosures_release CASCADE",
            "SET session_replication_role = replica",
            "CREATE OR REPLACE FUNCTION disclosures_refuse() RETURNS trigger AS $$ $$ LANGUAGE sql",
            "TRUNCATE disclosures_decision CASCADE",
            "UPDATE disclosures_decision SET outcome = 'may_share'",
            "DELETE FROM disclosures_decision",
            "SET ROLE postgres",
        ],
    )
    def test_it_cannot_touch_a_guard(self, web: tuple[Database, Database], attack: str) -> None:
        with pytest.raises(Refused):
            web[1].run(attack)

    def test_it_releases_through_the_one_function_and_no_other_way(
        self, web: tuple[Database, Database]
    ) -> None:
        authorisation, decision = web[1].ready()

        with pytest.raises(Refused):
            web[1].stored("release", web[1].release(authorisation, decision))
        web[1].run(
            "SELECT disclosures_record_release(?, ?, ?, ?, ?)",
            authorisation["request_id"],
            decision["id"],
            "Act",
            "2026-11-23 10:00:00+00",
            web[1].people[0],
        )

        assert len(web[0].run("SELECT 1 FROM disclosures_release")) == 1

    def test_the_function_releases_nothing_that_the_constraints_refuse(
        self, web: tuple[Database, Database]
    ) -> None:
        authorisation, _ = web[1].ready()
        never = web[1].stored("decision", web[1].decision(outcome="never_share", offence="none"))

        with pytest.raises(Refused):
            web[1].run(
                "SELECT disclosures_record_release(?, ?, ?, ?, ?)",
                authorisation["request_id"],
                never["id"],
                "Act",
                "2026-11-23 10:00:00+00",
                web[1].people[0],
            )
