"""What an organisation's key says of itself, signed by itself and by the key before it.

Made in a member's browser; kept by the gate, by the database and, for as long as anyone wants to
check, by everybody else. X25519 keys cannot sign, so each organisation's key is a pair: one that
opens (age) and one that signs (C2SP signed-note, Ed25519), sealed together in every copy.

Shape, each on a line: ``breakwater organisation key`` · ``<domain>/<slug>`` · version, from 1 ·
the recipient · the recipient printed for recovery · the verifier key of the signing half.
"""

from dataclasses import dataclass
from hashlib import sha256

from breakwater.domain.audit_log.encoding import read_decimal, read_lines
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import (
    Note,
    SignatureType,
    VerifierKey,
    check_key_name,
    read_note,
    read_verifier_key,
    verify,
)
from breakwater.sealing.seal import is_recipient

_FIRST_LINE = "breakwater organisation key"
_LINES = 6
# Far more than one can hold; whatever is larger is none.
LARGEST_STATEMENT = 4096


@dataclass(frozen=True)
class KeyStatement:
    """One version of one organisation's key; ``str()`` is the text to sign."""

    organisation: str
    version: int
    recipient: str
    recovery: str
    verifier: VerifierKey

    def __str__(self) -> str:
        lines = (
            _FIRST_LINE,
            self.organisation,
            str(self.version),
            self.recipient,
            self.recovery,
            str(self.verifier),
        )
        return "".join(line + "\n" for line in lines)


@dataclass(frozen=True)
class SignedStatement:
    """A statement that its own key has signed; ``str()`` is the whole note."""

    statement: KeyStatement
    note: Note

    def __str__(self) -> str:
        return str(self.note)

    @property
    def digest(self) -> bytes:
        """SHA-256 of the text, which a list of recipients carries."""
        return sha256(self.note.text.encode()).digest()

    def follows(self, before: "SignedStatement") -> bool:
        """Whether whoever held the key ``before`` agreed to this one as its next version."""
        old, new = before.statement, self.statement
        if new.organisation != old.organisation or new.version != old.version + 1:
            return False
        try:
            return old.verifier in verify(self.note, [old.verifier])
        except MalformedError:
            return False


def read_statement(data: bytes) -> SignedStatement:
    """Read a statement and check that it is signed by the key it names; else MalformedError."""
    if len(data) > LARGEST_STATEMENT:
        raise MalformedError("the statement about a key is too long")
    note = read_note(data)
    lines = read_lines(note.text, "statement about a key")
    if len(lines) != _LINES or lines[0] != _FIRST_LINE:
        raise MalformedError("that is not a statement about an organisation's key")
    statement = KeyStatement(
        organisation=check_key_name(lines[1]),
        version=read_decimal(lines[2], "version of the key"),
        recipient=_recipient(lines[3]),
        recovery=_recipient(lines[4]),
        verifier=_own_key(lines[5], lines[1]),
    )
    if statement.version < 1 or statement.recipient == statement.recovery:
        raise MalformedError("the statement about a key contradicts itself")
    verify(note, [statement.verifier])
    return SignedStatement(statement, note)


def _recipient(text: str) -> str:
    if not is_recipient(text) or text != text.lower():
        raise MalformedError("the statement about a key names no recipient")
    return text


def _own_key(text: str, organisation: str) -> VerifierKey:
    key = read_verifier_key(text)
    if key.type is not SignatureType.NOTE or key.name != organisation:
        raise MalformedError("the statement about a key names somebody else's signing key")
    return key
