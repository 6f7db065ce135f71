"""What our own connections never ask of SQLite: a seat-belt against our mistakes, no wall.

Whoever can open the database file can open it without this. It makes a statement that would change
or delete a guarded row, drop a guard, or store a release outside the one verb that may, fail when
it is prepared, before the triggers are even asked.
"""

import sqlite3
from collections.abc import Callable

from breakwater.domain.disclosures.guards import TABLES

_NEVER = {sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE, sqlite3.SQLITE_DROP_TABLE}
_RELEASE = "disclosures_release"

Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]


def seat_belt(*, may_release: bool) -> Authorizer:
    """The callback for ``set_authorizer`` (sqlite3_set_authorizer)."""

    def allowed(
        action: int, one: str | None, two: str | None, _database: str | None, _inner: str | None
    ) -> int:
        if action in _NEVER and one in TABLES:
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_INSERT and one == _RELEASE and not may_release:
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_DROP_TRIGGER and two in TABLES:
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_PRAGMA and one == "writable_schema":
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    return allowed
