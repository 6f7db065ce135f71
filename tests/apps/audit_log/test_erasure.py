"""Erased means gone: out of the rows, and out of the database's own files on the disk."""

from pathlib import Path

import pytest
from django.db import connection, transaction

from breakwater.apps.audit_log import erasure, logs
from breakwater.apps.audit_log.changes import OPERATOR_LOG, append, erase
from breakwater.apps.audit_log.models import Entry, Record
from breakwater.apps.audit_log.stored_tree import StoredTree
from breakwater.domain.audit_log.entry import Opening, read_kind
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError
from tests.apps.audit_log.installation import Installation, program

CANARY = "canary-" + "q7Zx" * 8


def holding(folder: Path, wanted: bytes) -> list[str]:
    """The files of a database that hold these bytes anywhere."""
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and wanted in path.read_bytes()
    ]


def files_of(installation: Installation) -> Path:
    """Where the database's own files lie; a PostgreSQL's archive of writes is no part of it."""
    cluster = installation.cluster
    return cluster.folder / "data" / "base" if cluster else installation.folder


def test_the_erased_bytes_and_their_salt_are_in_no_file_of_the_database(
    installation: Installation,
) -> None:
    said = installation.run(program("erasing_program", "enter", CANARY))
    index, salt2 = said.split()
    if installation.cluster:
        with installation.cluster.connect() as database:
            database.execute("CHECKPOINT")
    before = holding(files_of(installation), CANARY.encode())

    installation.run(program("erasing_program", "erase", index))

    assert before
    assert holding(files_of(installation), CANARY.encode()) == []
    assert holding(files_of(installation), bytes.fromhex(salt2)) == []


def test_a_purge_that_was_hindered_stays_owed_and_the_next_one_does_it(
    installation: Installation,
) -> None:
    index, salt2 = installation.run(program("erasing_program", "enter", CANARY)).split()

    hindered, owed = installation.run(program("erasing_program", "hinder", index)).split()
    still_owed = installation.run(program("erasing_program", "erase", index)).strip()

    assert hindered in {"PlainError", "OperationalError"}
    assert (owed, still_owed) == ("True", "False")
    assert holding(files_of(installation), CANARY.encode()) == []
    assert holding(files_of(installation), bytes.fromhex(salt2)) == []


@pytest.mark.django_db
def test_the_entry_stays_can_still_be_counted_and_the_erasure_is_an_entry_too() -> None:
    index = append(log=OPERATOR_LOG, kind=Kind.KEY_ADDED, record={"key": 1})
    here = logs.standing_of(OPERATOR_LOG)
    root = StoredTree(here.log_id).root(here.size)

    erased = erase(log=OPERATOR_LOG, indexes=[index])

    entry = Entry.objects.get(log_id=here.log_id, index=index)
    assert erased == 1
    assert Opening(read_kind(entry.kind), entry.day, bytes(entry.salt1)).opens(
        bytes(entry.commitment)
    )
    assert StoredTree(here.log_id).root(here.size) == root
    last = Entry.objects.filter(log_id=here.log_id).last()
    assert last is not None
    assert last.kind == Kind.RECORD_ERASED.value
    assert not Record.objects.filter(log_id=here.log_id, index=index).exists()


@pytest.mark.django_db
def test_erasing_twice_enters_nothing_the_second_time() -> None:
    index = append(log=OPERATOR_LOG, kind=Kind.KEY_ADDED, record={"key": 1})
    erase(log=OPERATOR_LOG, indexes=[index])
    size = logs.standing_of(OPERATOR_LOG).size

    assert erase(log=OPERATOR_LOG, indexes=[index]) == 0
    assert logs.standing_of(OPERATOR_LOG).size == size


@pytest.mark.django_db
@pytest.mark.parametrize("index", [-1, 2, 10**9])
def test_an_entry_that_is_not_there_can_not_be_erased(index: int) -> None:
    append(log=OPERATOR_LOG, kind=Kind.KEY_ADDED, record={"key": 1})

    with pytest.raises(PlainError, match="no such entry"):
        erase(log=OPERATOR_LOG, indexes=[index])


@pytest.mark.django_db
def test_purging_inside_a_change_is_refused() -> None:
    assert connection.in_atomic_block
    with pytest.raises(transaction.TransactionManagementError):
        erasure.purge()
