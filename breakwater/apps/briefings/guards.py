"""What neither database lets anybody do to a briefing that was issued, or to a receipt for it.

Triggers, made by the migrations. Django rebuilds a table on SQLite when a column is added, and
loses them on the way: such a migration installs them again.
"""

from typing import Any

from breakwater.domain.refusals import Refusal, Refusals, changed, never, statements
from breakwater.domain.row_guards import keeps_its_place

_ISSUED = ("force_id", "title", "reference", "dated", "text", "roles", "read_by", "issued_at")
_REFUSED: Refusals = {
    "briefings_briefing_never_changes": Refusal(
        "UPDATE",
        "briefings_briefing",
        changed(*_ISSUED),
        "a briefing cannot be changed once it was issued; issue another",
    ),
    "briefings_reading_never_changes": never(
        "UPDATE", "briefings_reading", "a receipt cannot be changed"
    ),
}
_REFUSED_SINCE_0002: Refusals = {
    "briefings_briefing_stays": never(
        "DELETE", "briefings_briefing", "a briefing stays once it was issued"
    ),
    "briefings_briefing_replaces_nothing": Refusal(
        "INSERT",
        "briefings_briefing",
        """EXISTS (SELECT 1 FROM briefings_briefing WHERE id = new.id) OR EXISTS
        (SELECT 1 FROM briefings_briefing
            WHERE force_id = new.force_id AND reference = new.reference)""",
        "a briefing takes no other one out of its place",
    ),
    "briefings_reading_stays": never("DELETE", "briefings_reading", "a receipt stays"),
    "briefings_reading_replaces_nothing": Refusal(
        "INSERT",
        "briefings_reading",
        """EXISTS (SELECT 1 FROM briefings_reading WHERE id = new.id) OR EXISTS
        (SELECT 1 FROM briefings_reading
            WHERE briefing_id = new.briefing_id AND member_id = new.member_id)""",
        "a receipt takes no other one out of its place",
    ),
}
# What SQLite needs beside, so that none of this rests on how a connection was opened.
_ON_SQLITE = dict([keeps_its_place("briefings_briefing", [("id",), ("force_id", "reference")])])


def names(vendor: str) -> list[str]:
    """Every trigger there must be."""
    return [*_REFUSED, *_REFUSED_SINCE_0002, *(_ON_SQLITE if vendor == "sqlite" else ())]


def install(_apps: Any, schema_editor: Any) -> None:
    """Make those of the first migration (for ``RunPython``)."""
    for statement in statements(_REFUSED, schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def install_since_0002(_apps: Any, schema_editor: Any) -> None:
    """Make the rest: nothing goes, and nothing takes the place of what stands."""
    vendor = schema_editor.connection.vendor
    made = statements(_REFUSED_SINCE_0002, vendor)
    if vendor == "sqlite":
        made += _ON_SQLITE.values()
    for statement in made:
        schema_editor.execute(statement, params=None)
