"""Whose a data folder is: a demonstration's, which may be thrown away, or anybody else's.

Only what carries our mark is ever thrown away. The mark is written before anything else is made, so
that a first load that was interrupted can still be begun again; whatever lies in a folder without
it was made by somebody, and is refused untouched.
"""

import os
import sqlite3
from pathlib import Path

from django.conf import settings
from django.db import connection

from breakwater.apps.audit_log.tables import TABLES
from breakwater.apps.organisations.models import Organisation
from breakwater.domain.plain_error import PlainError

_MARK = "demonstration"
# Written last: a demonstration that was interrupted half-way is made anew, never half-shown.
# Versions before the mark wrote this one alone.
_FINISHED = "demonstration-loaded"
# Keys, what was signed with them, and who vouches: made by a person where we did not make them.
_KEYS = ("gate", "signed", "witness", "witnesses")
# Each change that anybody makes leaves an entry; each organisation was let in by somebody.
_ROWS_OF_PEOPLE = (*TABLES, Organisation._meta.db_table)


def is_ours() -> bool:
    """Whether what lies in the data folder is a demonstration's."""
    return _path(_MARK).exists() or is_finished()


def is_finished() -> bool:
    """Whether a demonstration was loaded here to its end."""
    return _path(_FINISHED).exists()


def mark() -> None:
    """Say, before anything is made, that all that will lie here is a demonstration's."""
    Path(settings.DATA).mkdir(mode=0o700, parents=True, exist_ok=True)
    _path(_MARK).touch()


def mark_finished() -> None:
    """Say that the demonstration is whole."""
    _path(_FINISHED).touch()


def mark_unfinished() -> None:
    """Say that it is to be made anew, and that it is still a demonstration's."""
    mark()
    _path(_FINISHED).unlink(missing_ok=True)


def refuse_an_installation() -> None:
    """``PlainError`` where the folder holds a database or keys that no demonstration made."""
    if not is_ours() and (_is_in_use(_database()) or any(map(_holds_a_file, _KEYS))):
        raise PlainError(
            f"{settings.DATA} holds an installation and not a demonstration, so nothing was"
            " touched; set BREAKWATER_DATA to another folder"
        )


def require_a_demonstration() -> None:
    """``PlainError`` where there is none."""
    if not is_ours():
        raise PlainError(f"{settings.DATA} holds no demonstration; breakwater run makes one")


def set_aside_public_files() -> None:
    """Keep what lies where ours will be published: without keys or database nobody can use it."""
    found, number = _path("log"), 1
    while found.exists():
        beside = _path(f"log-from-before-{number}")
        if not beside.exists():
            found.rename(beside)
        number += 1


def refuse_a_demonstration() -> None:
    """``PlainError`` where a real installation would begin among what may be thrown away."""
    if is_ours():
        raise PlainError(
            f"{settings.DATA} holds a demonstration, which may be thrown away at any time; set"
            " BREAKWATER_DATA to another folder"
        )


def _path(name: str) -> Path:
    return Path(settings.DATA) / name


def _database() -> Path:
    return Path(connection.settings_dict["NAME"])


def _holds_a_file(name: str) -> bool:
    path = _path(name)
    return path.is_file() or any(files for *_, files in os.walk(path, onerror=_unless_missing))


def _unless_missing(fault: OSError) -> None:
    # A gate's keys are its own user's: what we may not look into is not ours.
    if not isinstance(fault, FileNotFoundError | NotADirectoryError):
        raise fault


def _is_in_use(database: Path) -> bool:
    """Whether anybody did anything in this database; looked at without touching a byte of it."""
    if not database.exists():
        return False
    if _size(database.with_name(f"{database.name}-wal")):
        return True
    try:
        looked_at = sqlite3.connect(f"{database.as_uri()}?immutable=1", uri=True)
        try:
            names = {name for (name,) in looked_at.execute("SELECT name FROM sqlite_master")}
            # A check of the code leaves a database without tables, a list of bodies one without
            # people.
            return any(
                looked_at.execute(f"SELECT EXISTS (SELECT 1 FROM {name})").fetchone()[0]  # noqa: S608 (our own names)
                for name in names.intersection(_ROWS_OF_PEOPLE)
            ) or bool(names and names.isdisjoint(_ROWS_OF_PEOPLE))
        finally:
            looked_at.close()
    except sqlite3.Error:
        return True


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
