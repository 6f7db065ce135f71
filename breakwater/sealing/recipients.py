"""The list of the keys that mail is sealed to, signed by the gate each day.

Shape, each on a line: ``breakwater recipients`` · the installation's domain · the day · and for
each organisation, in order, ``<slug> <version> <recipient> <SHA-256 of its statement>``. A signed
note (C2SP) by the gate's key ``<domain>``.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from breakwater.domain.audit_log.encoding import read_base64, read_decimal, read_lines, write_base64
from breakwater.domain.audit_log.entry import read_day
from breakwater.domain.audit_log.hashing import HASH_SIZE
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import VerifierKey, read_note, verify
from breakwater.sealing.seal import is_recipient
from breakwater.sealing.statement import SignedStatement

_FIRST_LINE = "breakwater recipients"
_PARTS = 4


@dataclass(frozen=True)
class ListedRecipient:
    """The key of one organisation, as the gate vouches for it."""

    version: int
    recipient: str
    digest: bytes

    def is_of(self, signed: SignedStatement) -> bool:
        """Whether this is exactly the key that the statement is about."""
        same = self.digest == signed.digest and self.version == signed.statement.version
        return same and self.recipient == signed.statement.recipient


@dataclass(frozen=True)
class RecipientList:
    """Who can be written to; ``str()`` is the text to sign."""

    domain: str
    day: datetime.date
    recipients: Mapping[str, ListedRecipient]

    def __str__(self) -> str:
        lines = [_FIRST_LINE, self.domain, self.day.isoformat()]
        for slug, listed in sorted(self.recipients.items()):
            digest = write_base64(listed.digest)
            lines.append(f"{slug} {listed.version} {listed.recipient} {digest}")
        return "".join(line + "\n" for line in lines)


def read_recipients(data: bytes, key: VerifierKey) -> RecipientList:
    """Read a list and check that ``key`` signed it; else MalformedError."""
    note = read_note(data)
    verify(note, [key])
    lines = read_lines(note.text, "list of recipients")
    if len(lines) < 3 or lines[0] != _FIRST_LINE:
        raise MalformedError("that is not a list of recipients")
    listed = [_read_line(line) for line in lines[3:]]
    if len(dict(listed)) != len(listed):
        raise MalformedError("the list of recipients names an organisation twice")
    return RecipientList(lines[1], read_day(lines[2]), dict(listed))


def _read_line(line: str) -> tuple[str, ListedRecipient]:
    parts = line.split(" ")
    if len(parts) != _PARTS or not is_recipient(parts[2]):
        raise MalformedError("a line of the list of recipients is damaged")
    slug, version, recipient, digest = parts
    return slug, ListedRecipient(
        read_decimal(version, "version of the key"),
        recipient,
        read_base64(digest, "digest of a statement", HASH_SIZE),
    )
