"""Entries: whole, in order, inside their change, and never changed afterwards."""

import contextlib
import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from breakwater.apps.audit_log import logs, tables
from breakwater.apps.audit_log.changes import (
    LARGEST_RECORD,
    OPERATOR_LOG,
    REGISTER_LOG,
    append,
    append_bytes,
    fill,
    force_log,
)
from breakwater.apps.audit_log.models import Entry, Record
from breakwater.apps.audit_log.stored_tree import StoredTree
from breakwater.domain.audit_log import tree
from breakwater.domain.audit_log.check import consistency_holds, inclusion_holds
from breakwater.domain.audit_log.entry import Opening, holds_record
from breakwater.domain.audit_log.hashing import leaf_hash
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError

pytestmark = pytest.mark.django_db


def test_the_first_entry_of_a_log_says_that_it_was_started() -> None:
    index = append(log=OPERATOR_LOG, kind=Kind.KEY_ADDED, record={"key": 7})

    here = logs.standing_of(OPERATOR_LOG)
    kinds = Entry.objects.filter(log_id=here.log_id).values_list("kind", flat=True)
    assert index == 1
    assert list(kinds) == [Kind.LOG_STARTED.value, Kind.KEY_ADDED.value]


def test_an_entry_opens_with_its_stored_salts_to_its_kind_day_and_exact_record() -> None:
    index = append(log=OPERATOR_LOG, kind="key-added", record={"b": 1, "a": [None, "é"]})

    here = logs.standing_of(OPERATOR_LOG)
    entry = Entry.objects.get(log_id=here.log_id, index=index)
    record = Record.objects.get(log_id=here.log_id, index=index)
    opening = Opening(Kind.KEY_ADDED, timezone.localdate(), bytes(entry.salt1))
    assert opening.opens(bytes(entry.commitment))
    assert json.loads(bytes(record.content)) == {"a": [None, "é"], "b": 1}
    assert holds_record(bytes(entry.commitment), bytes(record.content), bytes(record.salt2))


def root_of(leaves: list[bytes]) -> bytes:
    nodes = tree.append(0, leaves, lambda *_: b"")
    return tree.root(len(leaves), lambda level, index: nodes[level, index])


def test_at_every_size_the_stored_nodes_make_the_tree_of_the_stored_entries() -> None:
    sizes = [append(log=force_log("a"), kind=Kind.RELEASED, record={}) + 1 for _ in range(40)]
    sizes.append(fill(log=force_log("a"), count=93))
    here = logs.standing_of(force_log("a"))
    entries = Entry.objects.filter(log_id=here.log_id).values_list("commitment", flat=True)
    leaves = [leaf_hash(bytes(value)) for value in entries]

    for size in sizes:
        stored = StoredTree(here.log_id)
        root = root_of(leaves[:size])
        assert stored.root(size) == root
        proof = stored.inclusion(size // 2, size)
        assert inclusion_holds(size // 2, size, leaves[size // 2], proof, root)
        old = size // 3
        assert consistency_holds(old, size, stored.root(old), root, stored.consistency(old, size))


def test_a_change_that_fails_leaves_no_entry_and_no_gap() -> None:
    append(log=OPERATOR_LOG, kind=Kind.KEY_ADDED, record={})

    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        append(log=OPERATOR_LOG, kind=Kind.KEY_ADDED, record={})
        raise ZeroDivisionError

    assert append(log=OPERATOR_LOG, kind=Kind.KEY_REMOVED, record={}) == 2


@pytest.mark.parametrize(
    ("log", "kind", "size"),
    [
        (REGISTER_LOG, Kind.RELEASED, 2),
        (OPERATOR_LOG, "no-such-kind", 2),
        (OPERATOR_LOG, Kind.KEY_ADDED, LARGEST_RECORD + 1),
        ("no-such-log", Kind.KEY_ADDED, 2),
        ("two\nlines/operator-log", Kind.KEY_ADDED, 2),
    ],
)
def test_what_does_not_belong_in_a_log_is_refused(log: str, kind: Kind | str, size: int) -> None:
    with pytest.raises(PlainError):
        append(log=log, kind=kind, record={"x": "y" * size})


def test_two_logs_grow_apart() -> None:
    append(log=force_log("wealdshire"), kind=Kind.RELEASED, record={})
    append(log=force_log("northmoor"), kind=Kind.RELEASED, record={})

    first, second = map(logs.standing_of, (force_log("wealdshire"), force_log("northmoor")))
    assert first.size == second.size == 2
    assert first.origin.endswith("/wealdshire/disclosure-log")
    assert StoredTree(first.log_id).root(2) != StoredTree(second.log_id).root(2)


GAP = """INSERT INTO audit_log_entry
    SELECT log_id, "index" + 7, commitment, kind, day, salt1 FROM audit_log_entry"""
ORPHAN = """INSERT INTO audit_log_record
    SELECT log_id, "index" + 7, content, salt2 FROM audit_log_record"""


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log_entry SET kind = 'filler'",
        "DELETE FROM audit_log_entry",
        "UPDATE audit_log_node SET position = position + 1",
        "DELETE FROM audit_log_node",
        "UPDATE audit_log_record SET content = salt2",
        "UPDATE audit_log_access SET because = 'mistake'",
        "DELETE FROM audit_log_access",
        # A gap, and a second entry in a place that is taken.
        GAP,
        "INSERT INTO audit_log_entry SELECT * FROM audit_log_entry",
        # A record without its entry.
        ORPHAN,
    ],
)
def test_the_database_itself_refuses_to_change_what_was_entered(statement: str) -> None:
    append(log=OPERATOR_LOG, kind=Kind.KEY_ADDED, record={})
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_log_access "
            '(organisation, act, "by", "at", record_kind, record_id, because, recipient) '
            "VALUES ('', 'consultation', 'p', '2026-01-01 00:00:00+00:00', 'report', '1', 'x', '')"
        )

    refused(statement)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("REPLACE INTO audit_log_entry SELECT * FROM audit_log_entry", id="entry"),
        pytest.param("REPLACE INTO audit_log_node SELECT * FROM audit_log_node", id="node"),
        pytest.param("REPLACE INTO audit_log_record SELECT * FROM audit_log_record", id="record"),
    ],
)
def test_sqlite_refuses_replacing_too(statement: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    append(log=OPERATOR_LOG, kind=Kind.KEY_ADDED, record={})

    refused(statement)


@pytest.mark.parametrize("table", tables.TABLES)
def test_postgresql_refuses_truncating(table: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has TRUNCATE")
    refused(f"TRUNCATE {table} CASCADE")


def test_a_guard_that_was_taken_away_is_missed() -> None:
    before = tables.missing_guards(connection)
    on = " ON audit_log_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER audit_log_entry_refuses_delete{on}")

    assert before == []
    assert tables.missing_guards(connection) == ["audit_log_entry_refuses_delete"]


def test_a_record_with_exact_bytes_is_kept_as_it_is() -> None:
    index = append_bytes(log=OPERATOR_LOG, kind=Kind.MANIFEST, record=b"\x00 exactly\n")

    here = logs.standing_of(OPERATOR_LOG)
    assert bytes(Record.objects.get(log_id=here.log_id, index=index).content) == b"\x00 exactly\n"
