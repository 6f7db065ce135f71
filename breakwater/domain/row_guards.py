"""Triggers for SQLite that ask nothing of the connection they meet.

SQLite keeps a foreign key only where ``foreign_keys`` is set, runs the DELETE triggers of what
``INSERT OR REPLACE`` throws out only where ``recursive_triggers`` is set, and keeps no CHECK where
``ignore_check_constraints`` is set. What is made here is refused on every connection: a row without
the rows it points at, a row that its CHECKs would refuse, and a row that would take the place of
one that stands.

The text is SQL of ours; nothing that a person wrote comes near it.
"""

import re
from collections.abc import Iterable, Sequence

_COLUMN = re.compile(r"^\s+(\"?\w+\"?) [^,\n]*", re.MULTILINE)
_ONE_PARENT = re.compile(r"REFERENCES (\w+) \((\w+)\)")
_KEY = re.compile(r"(?:UNIQUE|PRIMARY KEY)\s*\(([^)]*)\)")
_PARENT = re.compile(r"FOREIGN KEY\s*\(([^)]*)\)\s*REFERENCES\s+(\w+)\s*\(([^)]*)\)")
_CLAUSES = ("CONSTRAINT", "UNIQUE", "PRIMARY", "FOREIGN", "CHECK", "REFERENCES", "AND", "OR")

_TRIGGER = """CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when}
    BEGIN SELECT RAISE(ABORT, '{sentence}'); END"""

Keys = Iterable[Sequence[str]]


def replaces_nothing(table: str, keys: Keys) -> tuple[str, str]:
    """Name and text of the trigger that refuses a row while one with the same key stands.

    ``keys`` are the columns of each primary or unique key, ``rowid`` too where a table has one that
    is no column. Each is looked up in its own index.
    """
    when = [_stands(table, _same(key)) for key in keys]
    return _made(f"{table}_replaces_nothing", "INSERT", table, when, f"{table} replaces nothing")


def keeps_its_place(table: str, keys: Keys) -> tuple[str, str]:
    """The same for a change: of a row's own place, or to a key that another row holds."""
    taken = [_stands(table, f"{_same(key)} AND rowid <> old.rowid") for key in keys]
    when = ["old.rowid IS NOT new.rowid", *taken]
    return _made(f"{table}_keeps_its_place", "UPDATE", table, when, f"{table} replaces nothing")


def has_its_parents(table: str, made_by: str) -> tuple[str, str]:
    """Name and text of the trigger that refuses a row without a row it points at.

    ``made_by`` is the CREATE TABLE statement; every foreign key in it is looked at, with the very
    columns it names.
    """
    when = []
    for own, parent, named in parents_in(made_by):
        points = " AND ".join(f"new.{name} IS NOT NULL" for name in own)
        same = (f"{theirs} = new.{ours}" for ours, theirs in zip(own, named, strict=True))
        when.append(f"{points} AND NOT {_stands(parent, ' AND '.join(same))}")
    name, sentence = f"{table}_has_its_parents", f"{table} points at nothing that stands"
    return _made(name, "INSERT", table, when, sentence)


def passes_its_checks(
    table: str, made_by: str, *, columns: Iterable[str] = (), verb: str = "INSERT"
) -> tuple[str, str]:
    """Name and text of the trigger that refuses what a CHECK in ``made_by`` would refuse.

    ``columns`` are the table's own, where ``made_by`` does not write each on a line.
    """
    words = "|".join(columns or (name for name, _ in _columns_in(made_by)))
    # What stands in single quotes is a value.
    new = re.compile(rf"('[^']*')|\"?\b({words})\b\"?")
    when = [
        f"NOT ({new.sub(lambda found: found[1] or f'new.{found[2]}', check)})"
        for check in _checks_in(made_by)
    ]
    name = f"{table}_{'passes' if verb == 'INSERT' else 'keeps'}_its_checks"
    return _made(name, verb, table, when, f"{table} holds no such row")


def keys_in(made_by: str) -> list[tuple[str, ...]]:
    """The columns of every primary and unique key in a CREATE TABLE statement, and the row's own.

    A whole-number primary key is the rowid itself.
    """
    keys: list[tuple[str, ...]] = [(name,) for name, rest in _columns_in(made_by) if _is_key(rest)]
    keys += [_names(found) for found in _KEY.findall(made_by)]
    has_own = "WITHOUT ROWID" not in made_by and "integer PRIMARY KEY" not in made_by
    return [*keys, ("rowid",)] if has_own else keys


def parents_in(made_by: str) -> list[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    """Own columns, table and its columns of every foreign key in a CREATE TABLE statement."""
    parents = [
        ((name,), found[1], (found[2],))
        for name, rest in _columns_in(made_by)
        if (found := _ONE_PARENT.search(rest))
    ]
    return parents + [
        (_names(own), parent, _names(named)) for own, parent, named in _PARENT.findall(made_by)
    ]


def _checks_in(made_by: str) -> list[str]:
    checks = []
    for found in re.finditer(r"CHECK \(", made_by):
        depth, end = 1, found.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(made_by[end], 0)
            end += 1
        checks.append(" ".join(made_by[found.end() : end - 1].split()))
    return checks


def _columns_in(made_by: str) -> list[tuple[str, str]]:
    return [
        (found[1], found[0])
        for found in _COLUMN.finditer(made_by)
        if found[1] not in _CLAUSES and found[1].strip('"').islower()
    ]


def _is_key(rest: str) -> bool:
    return "PRIMARY KEY" in rest or "UNIQUE" in rest


def _names(columns: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in columns.split(","))


def _same(key: Sequence[str]) -> str:
    return " AND ".join(f"{name} = new.{name}" for name in key)


def _stands(table: str, where: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} WHERE {where})"  # noqa: S608 (SQL of ours)


def _made(name: str, verb: str, table: str, when: Sequence[str], sentence: str) -> tuple[str, str]:
    words = {"name": name, "verb": verb, "table": table, "sentence": sentence}
    return name, _TRIGGER.format(when="\n    OR ".join(when), **words)
