"""Once a month: does what the log says left agree with what was stored, made and received?

A log proves that nothing entered was changed, never that everything was entered. So four books are
laid beside each other: the releases stored, the entries in the force's log, the packages the gate
made, and, where the receiver gives it, their own list of what they hold.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Books:
    """The four, of one force and month. A request is named by its key, a package by its SHA-256."""

    stored: Iterable[str]
    logged: Iterable[str]
    # Request → the package that was made for it; "" where the gate has made none (yet).
    made: Mapping[str, str]
    # Request → the package that lies in the gate's outbox; it may have been deleted since.
    outbox: Mapping[str, str]
    received: frozenset[str] | None = None


def disagreements(books: Books) -> list[str]:
    """Each in one sentence, the gravest first; empty where all agree."""
    return [*_unlogged(books), *_unmade(books), *_unknown(books)]


def _unlogged(books: Books) -> list[str]:
    stored, logged = set(books.stored), Counter(books.logged)
    return [
        *(f"{one} was released and is not in the log" for one in sorted(stored - set(logged))),
        *(f"{one} is in the log and was never released" for one in sorted(set(logged) - stored)),
        *(f"{one} is in the log {n} times" for one, n in sorted(logged.items()) if n > 1),
    ]


def _unmade(books: Books) -> list[str]:
    found = []
    for request, package in sorted(books.outbox.items()):
        if request not in books.made:
            found.append(f"{request} lies in the gate's outbox and was never released")
        elif books.made[request] and books.made[request] != package:
            found.append(f"{request}: the package in the outbox is not the one that was made")
    return found


def _unknown(books: Books) -> list[str]:
    if books.received is None:
        return []
    made = {package for package in books.made.values() if package}
    return [
        *(f"they hold {one}, which never left here" for one in sorted(books.received - made)),
        *(f"they do not hold {one}, which left here" for one in sorted(made - books.received)),
    ]
