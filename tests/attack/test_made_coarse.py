"""What was recorded before kept which answer was given; the migration leaves nothing of it."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from breakwater.domain.firewall.asking import STEPS
from tests.attack.databases import NOW, Database, Refused
from tests.migrated import django, migrate, migrated_database

_BEFORE = ("disclosures", "0002_packs_in_force")
_RULES = {
    "none": "no-offence",
    "alleged_only": "only-alleged",
    "counter_allegation_or_possible_compulsion": "counter-allegation-or-compulsion",
    "status_offence_only": "status-offence-only",
    "other_offence": "legal-basis-missing",
}
# Entered as they used to be, through the log's own verb.
_ENTER = """
import django
django.setup()
from django.db import transaction
from breakwater.apps.audit_log.changes import append
pack = "safe-to-share-r1/2020-12-17"
with transaction.atomic():
    for rule in {rules!r}:
        said = dict(pack=pack, rule=rule)
        append(log="one/disclosure-log", kind="decided-never-share", record=said)
"""


@dataclass
class Migrated:
    """A database after the migration, and what some of it was before."""

    database: Database
    folder: Path
    address: str
    decisions: list[tuple[object, ...]]
    commitments: list[tuple[object, ...]]


_DECISIONS = "SELECT id, incident, outcome, decided_at FROM disclosures_decision ORDER BY incident"
_ENTRIES = 'SELECT "index", commitment FROM audit_log_entry ORDER BY "index"'


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def migrated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Migrated]:
    """One row for each answer, stored as it used to be, and then every migration."""
    folder, address = tmp_path_factory.mktemp("coarse"), ""
    if request.param == "postgresql":
        address = request.getfixturevalue("postgresql_cluster").new_database("made_coarse")
    migrate(folder, address, *_BEFORE)
    # Of the others, what the rows before rest on.
    for app in ("organisations", "audit_log"):
        migrate(folder, address, app)
    opened = psycopg.connect(address) if address else sqlite3.connect(folder / "breakwater.sqlite3")
    with opened as connection:
        made = Database(request.param, connection).populate()
        _fill(made)
        django(folder, address, "-c", _ENTER.format(rules=list(_RULES.values())))
        before = made.run(_DECISIONS), made.run(_ENTRIES)
        migrate(folder, address)
        yield Migrated(made, folder, address, *before)


def _fill(database: Database) -> None:
    for number, (offence, rule) in enumerate(_RULES.items()):
        row = database.decision(
            offence=offence,
            rule=rule,
            pack="safe-to-share-r1/2020-12-17",
            outcome="not_yet" if offence == "other_offence" else "never_share",
            facts=json.dumps({**STEPS, "recipient": "immigration_enforcement", "offence": offence}),
            incident=f"SM {number}",
        )
        database.stored("decision", row)
    token = {"name": "Records", "digest": "d", "made_at": NOW, "minute": 0, "asked_in_minute": 0}
    token |= {"force_id": database.force, "made_by_id": database.people[0]}
    database.stored("apitoken", token)
    ((token_id,),) = database.run("SELECT id FROM disclosures_apitoken")
    answered = {"key": "key-one-two", "asked": "a" * 64, "token_id": token_id, "at": NOW}
    answered["answer"] = json.dumps({"rule": "status-offence-only", "decision": None})
    database.stored("answeredonce", answered)


def test_what_was_recorded_before_is_made_coarse(migrated: Migrated) -> None:
    rows = migrated.database.run(
        "SELECT offence, rule, facts FROM disclosures_decision ORDER BY incident"
    )

    facts = [json.loads(one[2]) if isinstance(one[2], str) else one[2] for one in rows]
    assert [one[0] for one in rows] == ["nothing_that_lifts_it"] * 4 + ["other_offence"]
    assert [one[1] for one in rows] == ["nothing-that-lifts-it"] * 4 + ["legal-basis-missing"]
    assert [one["offence"] for one in facts] == [one[0] for one in rows]
    assert {one["recipient"] for one in facts} == {"immigration_enforcement"}
    assert migrated.database.run(_DECISIONS) == migrated.decisions


def test_every_guard_stands_as_it_stood(migrated: Migrated) -> None:
    assert migrated.database.missing() == []
    for attack in (
        "UPDATE disclosures_decision SET rule = rule",
        "DELETE FROM disclosures_decision",
    ):
        with pytest.raises(Refused):
            migrated.database.run(attack)


def test_the_log_keeps_its_entries_and_no_record_that_tells(migrated: Migrated) -> None:
    run = migrated.database.run
    records = run('SELECT content FROM audit_log_record ORDER BY "index"')
    kinds = run('SELECT kind FROM audit_log_entry ORDER BY "index"')

    said = [json.loads(bytes(content)) for (content,) in records]
    assert kinds[-1] == ("record-erased",)
    assert run(_ENTRIES)[:-1] == migrated.commitments
    assert [one.get("rule") for one in said] == [None, "legal-basis-missing", None]
    assert said[-1]["erased"] == [1, 2, 3, 4]


def test_a_key_that_was_used_stays_used_and_tells_nothing(migrated: Migrated) -> None:
    assert migrated.database.run("SELECT key, asked, answered FROM disclosures_answeredonce") == [
        ("key-one-two", "", "")
    ]


def test_once_purged_the_disk_holds_nothing_of_it(migrated: Migrated) -> None:
    purge = "import django; django.setup()\nfrom breakwater.apps.audit_log import erasure"
    django(migrated.folder, migrated.address, "-c", f"{purge}\nerasure.purge()")

    assert migrated.database.run("SELECT count(*) FROM audit_log_owedpurge") == [(0,)]
    if migrated.database.vendor == "sqlite":
        kept = b"".join(path.read_bytes() for path in migrated.folder.glob("breakwater.sqlite3*"))
        assert b"nothing-that-lifts-it" in kept
        for telling in [*_RULES, *_RULES.values()]:
            if telling not in {"none", "other_offence", "legal-basis-missing"}:
                assert telling.encode() not in kept


def test_a_new_installation_owes_no_erasure_and_has_no_log(tmp_path: Path) -> None:
    migrated_database(tmp_path)

    with sqlite3.connect(tmp_path / "breakwater.sqlite3") as connection:
        for table in ("audit_log_owedpurge", "audit_log_entry"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
