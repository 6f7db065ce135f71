"""A commit on SQLite returns only once it is on the disk, and does not hold the turn meanwhile."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from breakwater.site.sqlite.base import DatabaseWrapper

# Each test has a database of its own; pytest-django watches every connection there is.
pytestmark = pytest.mark.django_db


@pytest.fixture
def database(tmp_path: Path) -> Iterator[DatabaseWrapper]:
    name = tmp_path / "a.sqlite3"
    wrapper = ConnectionHandler({"default": {"ENGINE": "breakwater.site.sqlite", "NAME": name}})[
        "default"
    ]
    assert isinstance(wrapper, DatabaseWrapper)
    with wrapper.cursor() as cursor:
        cursor.execute("CREATE TABLE row (content TEXT)")
    yield wrapper
    wrapper.close()


def commit(database: DatabaseWrapper) -> None:
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO row VALUES ('something')")
    database.commit()
    database.set_autocommit(True)


def level(database: DatabaseWrapper) -> int:
    with database.cursor() as cursor:
        return int(cursor.execute("PRAGMA synchronous").fetchone()[0])


def test_a_commit_is_flushed_after_the_turn_was_given_away(
    database: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[str] = []
    flush = os.fdatasync

    def watched(handle: int) -> None:
        with Path(f"{database.settings_dict['NAME']}.lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # refused while a turn is held
        flushed.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        flush(handle)

    monkeypatch.setattr(os, "fdatasync", watched)
    commit(database)

    assert flushed == [f"{database.settings_dict['NAME']}-wal"]


def test_a_disk_that_refuses_is_an_error_and_never_an_acknowledgement(
    database: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdatasync", full)

    with pytest.raises(OperationalError, match="the disk did not take"):
        commit(database)


def test_after_a_flush_that_failed_nobody_writes_until_a_person_has_looked(
    database: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failed(_handle: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fdatasync", failed)
        with pytest.raises(OperationalError):
            commit(database)
    database.close()
    other = ConnectionHandler({"default": database.settings_dict})["default"]
    assert isinstance(other, DatabaseWrapper)

    # The kernel says it once; the next flush would succeed.
    with pytest.raises(OperationalError, match="check the disk and the database"):
        commit(other)
    with pytest.raises(OperationalError, match="check the disk and the database"):
        other.flush()
    other.close()
    Path(f"{database.settings_dict['NAME']}.not-flushed").unlink()
    commit(other)
    other.close()


def test_outside_a_transaction_sqlite_flushes_by_itself(database: DatabaseWrapper) -> None:
    assert level(database) == 2
    commit(database)
    assert level(database) == 2

    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert level(database) == 1
    database.rollback()
    database.set_autocommit(True)
    assert level(database) == 2


def test_a_transaction_that_could_not_begin_leaves_sqlite_flushing(
    database: DatabaseWrapper,
) -> None:
    with database.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(database.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            commit(database)
        other.execute("ROLLBACK")

    database.set_autocommit(True)
    assert level(database) == 2
    commit(database)


def test_a_database_in_memory_has_nothing_to_flush() -> None:
    handler = ConnectionHandler(
        {"default": {"ENGINE": "breakwater.site.sqlite", "NAME": ":memory:"}}
    )
    wrapper = handler["default"]
    assert isinstance(wrapper, DatabaseWrapper)
    with wrapper.cursor() as cursor:
        cursor.execute("CREATE TABLE row (content TEXT)")
    commit(wrapper)
    wrapper.flush()
    wrapper.close()
