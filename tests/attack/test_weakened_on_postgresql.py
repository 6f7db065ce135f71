"""A guard that the owner of the tables weakens under its old name is missed before a release."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgresql
from tests.attack.databases import Database, postgres

_RELEASE = "disclosures_release"
# What is done → the guards that are missed.
_WEAKENED = {
    "a CHECK that permits more": (
        "release_only_what_may_be_shared",
        f"""ALTER TABLE {_RELEASE} DROP CONSTRAINT release_only_what_may_be_shared,
        ADD CONSTRAINT release_only_what_may_be_shared
        CHECK (outcome IN ('may_share', 'never_share'))""",
    ),
    "a CHECK with a space in its value": (
        "release_only_what_may_be_shared",
        f"""ALTER TABLE {_RELEASE} DROP CONSTRAINT release_only_what_may_be_shared,
        ADD CONSTRAINT release_only_what_may_be_shared CHECK (outcome = 'may_share ')""",
    ),
    "a CHECK that nothing fails": (
        "decision_sharing_needs_everything",
        """ALTER TABLE disclosures_decision DROP CONSTRAINT decision_sharing_needs_everything,
        ADD CONSTRAINT decision_sharing_needs_everything CHECK (true)""",
    ),
    "a foreign key of fewer columns": (
        "release_rests_on_its_decision",
        f"""ALTER TABLE {_RELEASE} DROP CONSTRAINT release_rests_on_its_decision,
        ADD CONSTRAINT release_rests_on_its_decision
        FOREIGN KEY (decision_id) REFERENCES disclosures_decision (id)""",
    ),
    "a foreign key to an unnamed column": (
        "disclosures_ending_request_id_fkey",
        "ALTER TABLE disclosures_ending DROP CONSTRAINT disclosures_ending_request_id_fkey",
    ),
    "a key that is no longer one": (
        "disclosures_namedfield_pkey",
        "ALTER TABLE disclosures_namedfield DROP CONSTRAINT disclosures_namedfield_pkey",
    ),
    "a trigger that never fires": (
        "disclosures_release_refuses_update",
        f"""CREATE OR REPLACE TRIGGER disclosures_release_refuses_update
        BEFORE UPDATE ON {_RELEASE} FOR EACH ROW WHEN (false)
        EXECUTE FUNCTION disclosures_refuse()""",
    ),
    "a trigger that is switched off": (
        "disclosures_release_not_late",
        f"ALTER TABLE {_RELEASE} DISABLE TRIGGER disclosures_release_not_late",
    ),
    "a stranger": (
        "zz_stranger",
        f"""CREATE TRIGGER zz_stranger BEFORE INSERT ON {_RELEASE}
        FOR EACH ROW EXECUTE FUNCTION disclosures_refuse()""",
    ),
    "a function that refuses nothing": (
        "disclosures_refuse",
        """CREATE OR REPLACE FUNCTION disclosures_refuse() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RETURN new; END $$""",
    ),
}


@pytest.fixture(scope="module")
def database(
    postgresql_cluster: postgresql.Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("weakened")
    with postgres(folder, postgresql_cluster, "weakened") as made:
        yield made


@pytest.mark.parametrize("attack", _WEAKENED)
def test_it_is_missed(database: Database, attack: str) -> None:
    name, statement = _WEAKENED[attack]

    assert _missing_after(database, statement) == [name]
    assert database.missing() == []


def test_foreign_keys_that_are_switched_off_are_missed(database: Database) -> None:
    missing = _missing_after(database, f"ALTER TABLE {_RELEASE} DISABLE TRIGGER ALL")

    assert "foreign keys that are switched off" in missing


def test_a_twin_in_another_schema_stands_for_nothing(database: Database) -> None:
    statement = f"CREATE SCHEMA twin; ALTER TABLE {_RELEASE} SET SCHEMA twin"

    assert _RELEASE in _missing_after(database, statement)


def _missing_after(database: Database, statement: str) -> list[str]:
    """What the inventory finds after that, which is then undone."""
    try:
        database.connection.execute(statement)
        return database.missing_meanwhile()
    finally:
        database.connection.rollback()
