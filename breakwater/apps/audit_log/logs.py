"""Which logs there are, what they are called, and where each one stands now.

A log's *name* is what the rest of the house says (``register-log``, ``wealdshire/disclosure-log``);
its *origin* is what the world sees, ``<domain>/<name>``. After a restore the same name goes on
under a new origin, ``…-2``: see ``continuing``.
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from breakwater.apps.audit_log.models import StoredLog
from breakwater.domain.audit_log.checkpoint import check_origin
from breakwater.domain.audit_log.figures import log_of
from breakwater.domain.audit_log.kinds import Log
from breakwater.domain.plain_error import PlainError

OPERATOR_LOG = Log.OPERATOR.value
REGISTER_LOG = Log.REGISTER.value

# One lock for every log: a change that enters two logs can never meet another that enters them the
# other way round. The number is ours alone; PostgreSQL gives it no meaning.
_POSTGRESQL_LOCK = 0x62726561_6B6C6F67

_STANDING = """
    SELECT id, origin, (SELECT max("index") FROM audit_log_entry WHERE log_id = log.id)
    FROM audit_log_storedlog AS log WHERE {column} = %s ORDER BY generation DESC LIMIT 1
"""


def force_log(slug: str) -> str:
    """The name of the log of one force, by the slug of its organisation."""
    return f"{slug}/{Log.FORCE.value}"


def origin_of(name: str, generation: int) -> str:
    """The origin of a log's first tree, or of its second, third… after restores."""
    ending = "" if generation == 1 else f"-{generation}"
    return check_origin(f"{settings.DOMAIN}/{name}{ending}")


def folder_of(origin: str) -> Path:
    """Where the public files of a log lie; an origin was checked when its log was started."""
    return Path(settings.LOG_FOLDER) / origin


@dataclass(frozen=True)
class Standing:
    """Where a log stands: the row of its current tree, its origin, and how many entries it has."""

    log_id: int
    origin: str
    size: int

    @property
    def log(self) -> Log:
        """Which of the three logs this is."""
        return log_of(self.origin)


def standing(name: str) -> Standing | None:
    """Where the log called ``name`` stands (or the tree with that origin); None if unknown."""
    return _standing("name", name) or _standing("origin", name)


def standing_of(name: str) -> Standing:
    """The same, and one plain sentence where there is no such log."""
    found = standing(name)
    if found is None:
        raise PlainError(f"there is no log {name!r}")
    return found


def locked_standing(name: str) -> Standing | None:
    """Where the log called ``name`` stands, and nobody else appends until the transaction ends.

    On SQLite whoever is in a transaction is the only writer already (``site.sqlite``). On
    PostgreSQL the lock is a statement of its own, so that the next one sees what its last holder
    committed.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_POSTGRESQL_LOCK])
    return _standing("name", name)


def tree_of(origin: str) -> StoredLog:
    """The row of one tree; PlainError where there is none."""
    found = StoredLog.objects.filter(origin=origin).first()
    if found is None:
        raise PlainError(f"there is no log {origin!r}")
    return found


def every_log() -> list[StoredLog]:
    """Every tree there is, by name and then by age."""
    return list(StoredLog.objects.order_by("name", "generation"))


def start(name: str, generation: int = 1) -> Standing:
    """Start a tree with no entries; the caller holds the lock and writes its first entry."""
    origin = origin_of(name, generation)
    log_of(origin)  # refuses a name that is none of the three logs
    stored = StoredLog.objects.create(
        name=name, generation=generation, origin=origin, started_at=timezone.now()
    )
    return Standing(stored.pk, origin, 0)


def _standing(column: str, value: str) -> Standing | None:
    with connection.cursor() as cursor:
        cursor.execute(_STANDING.format(column=column), [value])
        row = cursor.fetchone()
    if row is None:
        return None
    log_id, origin, last = row
    return Standing(log_id, origin, 0 if last is None else last + 1)
