"""What PostgreSQL says of a guard, and what we made, in one spelling.

It writes a constraint anew: with casts and parentheses of its own, which differ between versions.
Both texts are reduced to what is left without those. A group moved by parentheses alone is
therefore not seen.
"""

import re
from collections.abc import Iterable, Mapping

from breakwater.domain.row_guards import parents_in

_QUOTED = re.compile(r"('(?:[^']|'')*')")
_CAST = re.compile(r"::(?:character varying|text)\b(?:\[\])?")
_SPELT = (
    (re.compile(r"\bTRIM\(BOTH FROM\b|\bbtrim\("), "trim("),
    (re.compile(r"= ANY\b"), "IN"),
    (re.compile(r"\bARRAY\["), "["),
    (re.compile(r"[\s()\[\]]"), ""),
)
_KINDS = {"CHECK": "c", "FOREIGN": "f", "UNIQUE": "u"}


def reduced(text: str) -> str:
    """The text without casts, parentheses and spaces; what stands in quotes stays as it is."""
    # A cast may follow what is in quotes, so casts go first; none of ours holds two colons.
    return "".join(
        piece if piece.startswith("'") else _reduced_outside(piece) for piece in _QUOTED.split(text)
    )


def _reduced_outside(piece: str) -> str:
    piece = _CAST.sub("", piece)
    for found, spelt in _SPELT:
        piece = found.sub(spelt, piece)
    return piece


def constraints(tables: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Name and reduced text of every constraint in these CREATE TABLE statements, its kind first.

    Those that we gave no name have the one PostgreSQL gives.
    """
    for table, made_by in tables.items():
        columns, *named = made_by.split("CONSTRAINT ")
        for piece in named:
            name, body = piece.split(None, 1)
            yield name, f"{_KINDS[body.split()[0]]} {reduced(body).rstrip(',')}"
        for own, parent, theirs in parents_in(columns):
            points = f"FOREIGN KEY ({own[0]}) REFERENCES {parent}({theirs[0]})"
            yield f"{table}_{own[0]}_fkey", f"f {reduced(points)}"
        (key,) = re.findall(r"(\w+) \S+ NOT NULL PRIMARY KEY", columns)
        yield f"{table}_pkey", f"p {reduced(f'PRIMARY KEY ({key})')}"
