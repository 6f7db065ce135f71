"""An organisation's key says who may hold it, so that nobody is slipped in when it changes.

Whoever gives a colleague a copy signs this with the organisation's key after comparing the
colleague's fingerprint; whoever changes the key later seals the new one only to keys vouched for.

Shape, each on a line: ``breakwater key holder`` · ``<domain>/<slug>`` · version · the person's
random id · the recipient of the person's key. A signed note.
"""

from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import read_note, verify
from breakwater.sealing.statement import KeyStatement


def voucher_text(statement: KeyStatement, *, person: str, recipient: str) -> str:
    """What is signed: ``person`` may hold this version of the key under ``recipient``."""
    lines = (
        "breakwater key holder",
        statement.organisation,
        str(statement.version),
        person,
        recipient,
    )
    return "".join(line + "\n" for line in lines)


def is_vouched(voucher: str, statement: KeyStatement, *, person: str, recipient: str) -> bool:
    """Whether the key of ``statement`` vouched for exactly this person's key."""
    try:
        note = read_note(voucher.encode())
        verify(note, [statement.verifier])
    except MalformedError:
        return False
    return note.text == voucher_text(statement, person=person, recipient=recipient)
