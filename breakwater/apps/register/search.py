"""Search over everything the register publishes, by the database's own full-text index."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from breakwater.apps.register.database import CODES

MOST_WORDS = 12
MOST_HITS = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One row that was found: its table and its id, best first in a list of hits."""

    table: str
    row: int


def words_of(query: str) -> list[str]:
    """The words of a query: letters and digits only, so that nothing in it can be an operator."""
    return re.findall(r"\w+", query.replace("_", " ")[:400])[:MOST_WORDS]


def search(query: str) -> list[Hit]:
    """At most ``MOST_HITS`` rows that have every word (the last may be the beginning of one)."""
    words = words_of(query)
    if not words:
        return []
    return _sqlite(words) if connection.vendor == "sqlite" else _postgresql(words)


def _sqlite(words: Iterable[str]) -> list[Hit]:
    match = " ".join(f'"{word}"' for word in words) + "*"
    tables = {code: table for table, code in CODES.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM register_words WHERE register_words MATCH %s ORDER BY rank LIMIT %s",
            [match, MOST_HITS],
        )
        return [Hit(tables[rowid % 4], rowid // 4) for (rowid,) in cursor.fetchall()]


def _postgresql(words: Iterable[str]) -> list[Hit]:
    asked = " & ".join(f"'{word}'" for word in words) + ":*"
    # Only our own table names are put together here; what was asked travels as a parameter.
    parts = " UNION ALL ".join(
        f"SELECT '{table}', id, ts_rank(words, to_tsquery('english', %s)) AS rank "  # noqa: S608
        f"FROM register_{table} WHERE words @@ to_tsquery('english', %s)"
        for table in CODES
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM ({parts}) AS found ORDER BY rank DESC, 1, 2 LIMIT %s",  # noqa: S608
            [*[asked] * 2 * len(CODES), MOST_HITS],
        )
        return [Hit(table, row) for table, row, _rank in cursor.fetchall()]
