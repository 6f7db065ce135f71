"""Both databases after every migration, opened with a bare driver, and rows to attack with."""

import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from breakwater.domain.disclosures import guards
from tests import postgresql
from tests.migrated import migrated_database

Refused = (sqlite3.DatabaseError, psycopg.DatabaseError)
# By a guard, not because the attack is misspelt.
Guarded = (sqlite3.IntegrityError, psycopg.IntegrityError, psycopg.errors.RaiseException)
NOW = "2026-11-23 10:00:00"
LATER = "2026-11-27 10:00:00"


@dataclass
class Database:
    """One migrated database; ``run`` is a bare statement in a transaction of its own."""

    vendor: str
    connection: Any
    people: list[str] = field(default_factory=list)
    force: int = 0
    other_force: int = 0

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run one statement; what is refused is rolled back."""
        marked = statement if self.vendor == "sqlite" else statement.replace("?", "%s")
        cursor = self.connection.cursor()
        try:
            cursor.execute(marked, values or ())
            rows = cursor.fetchall() if cursor.description else []
            # Foreign keys are looked at here at the latest.
            self.connection.commit()
        except Refused:
            self.connection.rollback()
            raise
        return list(rows)

    def missing(self) -> list[str]:
        """What the inventory finds."""
        found = self.missing_meanwhile()
        self.connection.commit()
        return found

    def missing_meanwhile(self) -> list[str]:
        """The same, within a transaction that goes on."""
        cursor = self.connection.cursor()
        cursor.execute(guards.inventory(self.vendor))
        return guards.missing(self.vendor, cursor.fetchall())

    def key(self) -> str:
        """A new random key, as this database writes them."""
        return uuid.uuid4().hex if self.vendor == "sqlite" else str(uuid.uuid4())

    def insert(self, table: str, row: dict[str, object]) -> None:
        """One row."""
        columns, marks = ", ".join(row), ", ".join("?" for _ in row)
        self.run(f"INSERT INTO {table} ({columns}) VALUES ({marks})", *row.values())

    def populate(self) -> "Database":
        """Two forces and three people, as far as the guarded tables look."""
        self.people = [self.key() for _ in range(3)]
        for number, person in enumerate(self.people):
            self.insert(
                "organisations_person",
                {
                    "id": person,
                    "password": "",
                    "email": f"{number}@x.example",
                    "name": "N",
                    "is_active": True,
                    "joined_at": NOW,
                    "email_notices": "never",
                },
            )
        for slug in ("one", "two"):
            self.insert(
                "organisations_organisation",
                {
                    "slug": slug,
                    "name": slug,
                    "kind": "force",
                    "body_key": "",
                    "first_administrator_email": "",
                    "written_voucher": "",
                },
            )
        rows = self.run("SELECT id FROM organisations_organisation ORDER BY slug")
        self.force, self.other_force = rows[0][0], rows[1][0]
        return self

    def decision(self, **changed: object) -> dict[str, object]:
        """A decision that permits sharing; ``changed`` makes it another one."""
        row: dict[str, object] = {
            "id": self.key(),
            "force_id": self.force,
            "incident": "SM 1",
            "recipient": "immigration_enforcement",
            "about": "protected_person",
            "offence": "other_offence",
            "legal_basis": "recorded",
            "necessity": "recorded",
            "authorised_by": "another_supervisor",
            "facts": "{}",
            "outcome": "may_share",
            "pack": "p",
            "rule": "r",
            "links": False,
            "through": "request",
            "decided_at": NOW,
            "decided_by_id": self.people[0],
        }
        return row | changed

    def request(self, decision: dict[str, object], **changed: object) -> dict[str, object]:
        """A request that rests on that decision."""
        row: dict[str, object] = {
            "id": self.key(),
            "decision_id": decision["id"],
            **{name: decision[name] for name in ("force_id", "incident", "recipient", "outcome")},
            **dict.fromkeys(
                ("receiver_name", "receiver_key", "channel", "offence", "evidence", "statute"), "x"
            ),
            **dict.fromkeys(("purpose", "regime", "necessity", "told", "told_reason"), "x"),
            "digest": bytes(32),
            "asked_at": NOW,
            "asked_by_id": self.people[0],
        }
        return row | changed

    def authorisation(self, request: dict[str, object], **changed: object) -> dict[str, object]:
        """An authorisation of that request by another person."""
        names = ("force_id", "incident", "recipient", "asked_by_id", "digest")
        row: dict[str, object] = {
            "request_id": request["id"],
            **{name: request[name] for name in names},
            "assertion": "{}",
            "authorised_at": NOW,
            "authorised_by_id": self.people[1],
        }
        return row | changed

    def release(
        self, authorisation: dict[str, object], decision: dict[str, object], **changed: object
    ) -> dict[str, object]:
        """A release that rests on both."""
        names = ("request_id", "asked_by_id", "authorised_by_id")
        row: dict[str, object] = {
            **{name: authorisation[name] for name in names},
            "decision_id": decision["id"],
            **{name: decision[name] for name in ("force_id", "incident", "recipient", "outcome")},
            "legal_basis": "Act",
            "released_at": NOW,
            "released_by_id": self.people[0],
        }
        return row | changed

    def stored(self, table: str, row: dict[str, object]) -> dict[str, object]:
        """Insert and return it."""
        self.insert(f"disclosures_{table}", row)
        return row

    def ready(self) -> tuple[dict[str, object], dict[str, object]]:
        """A stored authorisation, and a stored decision that permits it."""
        asked_on = self.stored("decision", self.decision(outcome="not_yet", authorised_by="nobody"))
        request = self.stored("request", self.request(asked_on))
        authorisation = self.stored("authorisation", self.authorisation(request))
        return authorisation, self.stored("decision", self.decision())


OURS = ("foreign_keys = ON", "recursive_triggers = ON")
# Any program's own, and worse.
ANYBODYS = ("foreign_keys = OFF", "recursive_triggers = OFF", "ignore_check_constraints = ON")


@contextmanager
def sqlite(folder: Path, pragmas: Sequence[str] = OURS) -> Iterator[Database]:
    """SQLite, as whoever can write its file would open it."""
    migrated_database(folder)
    connection = sqlite3.connect(folder / "breakwater.sqlite3")
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    try:
        yield Database("sqlite", connection).populate()
    finally:
        connection.close()


@contextmanager
def postgres(folder: Path, cluster: postgresql.Cluster, name: str) -> Iterator[Database]:
    """PostgreSQL, as the owner of the tables."""
    with psycopg.connect(migrated_database(folder, cluster, name)) as connection:
        yield Database("postgresql", connection).populate()


# How each list of attacks is run: as our own programs connect, and as any other may.
WAYS = ("sqlite", "sqlite, opened by anybody", "postgresql")


@contextmanager
def database_of(request: pytest.FixtureRequest, folder: Path, name: str) -> Iterator[Database]:
    """The database of one of ``WAYS``, for a fixture with these parameters."""
    if request.param == "postgresql":
        cluster = request.getfixturevalue("postgresql_cluster")
        with postgres(folder, cluster, name) as made:
            yield made
    else:
        with sqlite(folder, OURS if request.param == "sqlite" else ANYBODYS) as made:
            yield made
