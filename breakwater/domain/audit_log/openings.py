"""How openings are written down: one entry's for its receipt, a whole log's for an auditor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from breakwater.domain.audit_log.encoding import read_base64, read_decimal, read_lines, write_base64
from breakwater.domain.audit_log.entry import (
    ENTRY_SIZE,
    SALT_SIZE,
    Opening,
    holds_record,
    read_day,
    read_kind,
)
from breakwater.domain.audit_log.malformed import MalformedError

OPENINGS_HEADER = "breakwater-openings/v1"


@dataclass(frozen=True)
class OpenedEntry:
    """One entry with as much of its opening as its holder may have.

    ``str()`` is its text: a line ``entry <base64>``, then, where known, ``event <kind> <day>
    <salt1>`` and ``record <salt2>``.
    """

    entry: bytes
    opening: Opening | None = None
    salt2: bytes | None = None

    def __str__(self) -> str:
        lines = [f"entry {write_base64(self.entry)}\n"]
        if self.opening:
            lines.append(f"event {_event(self.opening)}\n")
        if self.salt2:
            lines.append(f"record {write_base64(self.salt2)}\n")
        return "".join(lines)

    def holds(self, record: bytes | None) -> bool:
        """Say whether everything shown here opens the entry, ``record`` too where it is given."""
        event = self.opening is None or self.opening.opens(self.entry)
        if record is None:
            return event
        return event and self.salt2 is not None and holds_record(self.entry, record, self.salt2)


def read_opened_entry(text: str) -> OpenedEntry:
    """Read the text of an opened entry; MalformedError if it is none."""
    fields: dict[str, str] = {}
    for line in read_lines(text, "opened entry"):
        name, _, value = line.partition(" ")
        if name in fields or name not in ("entry", "event", "record"):
            raise MalformedError("the opened entry holds a line that does not belong there")
        fields[name] = value
    opened = OpenedEntry(
        entry=read_base64(fields.get("entry", ""), "entry", ENTRY_SIZE),
        opening=read_event(fields["event"]) if "event" in fields else None,
        salt2=read_base64(fields["record"], "salt", SALT_SIZE) if "record" in fields else None,
    )
    if str(opened) != text:
        raise MalformedError("the opened entry is not in its plain form")
    return opened


def _event(opening: Opening) -> str:
    return f"{opening.kind.value} {opening.day.isoformat()} {write_base64(opening.salt1)}"


def read_event(text: str) -> Opening:
    """Read ``<kind> <day> <salt1>``."""
    words = text.split(" ")
    if len(words) != 3:
        raise MalformedError("an opening has a kind, a day and a salt")
    salt = read_base64(words[2], "salt", SALT_SIZE)
    return Opening(read_kind(words[0]), read_day(words[1]), salt)


def write_openings(origin: str, openings: Iterable[tuple[int, Opening]]) -> Iterator[str]:
    """The lines, each with its newline, of the file an auditor is given."""
    yield f"{OPENINGS_HEADER}\n"
    yield f"origin {origin}\n"
    for index, opening in openings:
        yield f"{index} {_event(opening)}\n"


def read_openings(lines: Iterable[str], origin: str) -> Iterator[tuple[int, Opening]]:
    """Read an auditor's file lazily: (index, opening), by rising index.

    MalformedError if it is for another log, or at the first damaged or misplaced line.
    """
    rest = iter(lines)
    if next(rest, "") != f"{OPENINGS_HEADER}\n" or next(rest, "") != f"origin {origin}\n":
        raise MalformedError("these openings are not for this log")
    before = -1
    for line in rest:
        number, _, event = line.partition(" ")
        index = read_decimal(number, "index of an opening")
        if index <= before or not event.endswith("\n"):
            raise MalformedError(f"the openings are damaged after entry {before}")
        yield index, read_event(event[:-1])
        before = index
