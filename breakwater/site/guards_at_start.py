"""Whether the database still refuses what it must; the staff site asks before it starts.

Whoever owns a SQLite file can drop a trigger, and a migration that rebuilds a table can forget one.
"""

from django.db import connection

from breakwater.apps.briefings import guards as briefings
from breakwater.apps.disclosures.tables import require_guards as require_guards_of_releases
from breakwater.apps.outreach import guards as outreach
from breakwater.apps.protection import guards as protection
from breakwater.apps.referrals import guards as referrals
from breakwater.apps.register import database as register
from breakwater.domain.plain_error import PlainError
from breakwater.domain.refusals import STANDING

GUARDED = {
    "consent": referrals.names,
    "telling others to protect": protection.names,
    "briefings": briefings.names,
    "published words": outreach.names,
    "the register": register.names,
}


def require_guards() -> None:
    """Refuse to start unless every guard stands; ``PlainError`` says whose do not."""
    require_guards_of_releases()
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        standing = {name for (name,) in cursor.fetchall()}
    damaged = [of for of, names in GUARDED.items() if set(names(connection.vendor)) - standing]
    if damaged:
        raise PlainError(
            f"the guards of {', '.join(damaged)} are damaged in the database; tell your operator"
        )
