"""Whose passkeys the gate believes: those that two people at this machine pinned.

The web process keeps passkeys too, but whoever took it over could write their own into its
database. A passkey counts here only once two users of the operating system asked for the very same
one, as the kernel vouches for them; the user that the web process runs as is not asked.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

from fido2.webauthn import AttestedCredentialData

from breakwater.domain.disclosures.assertion import NotSignedError, check_assertion
from breakwater.gate.log_signer import RefusedError
from breakwater.witness.memory import Memory

_TABLE = """CREATE TABLE IF NOT EXISTS passkey (
    person TEXT NOT NULL, force TEXT NOT NULL, origin TEXT NOT NULL, credential BLOB NOT NULL,
    first_person INTEGER NOT NULL, second_person INTEGER,
    PRIMARY KEY (person, credential)
) WITHOUT ROWID"""
MOST_PASSKEYS = 10_000


@dataclass(frozen=True)
class Passkey:
    """One passkey: whose (a random key), in which force, and at which address it signs."""

    person: str
    force: str
    origin: str
    credential: bytes

    def __post_init__(self) -> None:
        """Refuse what is no credential."""
        try:
            AttestedCredentialData(self.credential)
        except (ValueError, LookupError, TypeError, AttributeError, struct.error):
            raise RefusedError("that is no passkey") from None
        if not (self.person and self.force and self.origin.startswith(("https://", "http://"))):
            raise RefusedError("a pinned passkey has a person, a force and an address")


class PasskeyKeeper:
    """Holds the pinned passkeys in ``gate.db``."""

    def __init__(
        self, folder: Path, *, never: frozenset[int] = frozenset(), one_person_may_pin: bool = False
    ) -> None:
        """``never`` are users whose word does not count: those the web process runs as."""
        self._memory = Memory(folder / "gate.db")
        self._memory.connection.execute(_TABLE)
        self._never, self._one_person_may_pin = never, one_person_may_pin

    def pin(self, passkey: Passkey, *, by: int) -> bool:
        """Believe this passkey once two people asked; False while a second one is awaited."""
        if by in self._never:
            raise RefusedError("the web process cannot vouch for a passkey")
        key = [passkey.person, passkey.credential]
        with self._memory.changing():
            database = self._memory.connection
            row = database.execute(
                "SELECT force, origin, first_person, second_person FROM passkey "
                "WHERE person = ? AND credential = ?",
                key,
            ).fetchone()
            if row is None or row[:2] != (passkey.force, passkey.origin):
                self._require_room()
                row = (passkey.force, passkey.origin, by, None)
                database.execute(
                    "INSERT OR REPLACE INTO passkey VALUES (?, ?, ?, ?, ?, NULL)",
                    [passkey.person, passkey.force, passkey.origin, passkey.credential, by],
                )
            if row[3] is None and (self._one_person_may_pin or row[2] != by):
                database.execute(
                    "UPDATE passkey SET second_person = ? WHERE person = ? AND credential = ?",
                    [by, *key],
                )
                return True
            return row[3] is not None

    def unpin(self, person: str) -> int:
        """Stop believing every passkey of a person; one person suffices. How many there were."""
        with self._memory.changing():
            found = self._memory.connection.execute(
                "DELETE FROM passkey WHERE person = ?", [person]
            )
        return found.rowcount

    def require_signed(self, assertion: str, *, person: str, force: str, digest: bytes) -> None:
        """Refuse unless a pinned passkey of this person, of this force, signed ``digest``."""
        rows = self._memory.connection.execute(
            "SELECT credential, origin FROM passkey "
            "WHERE person = ? AND force = ? AND second_person IS NOT NULL",
            [person, force],
        ).fetchall()
        if not rows:
            raise RefusedError("no passkey of this supervisor is pinned at the gate")
        refusal = NotSignedError("the passkey has not signed exactly this request")
        for origin in {origin for _, origin in rows}:
            credentials = [AttestedCredentialData(one) for one, where in rows if where == origin]
            try:
                check_assertion(assertion, digest=digest, origin=origin, credentials=credentials)
            except NotSignedError as wrong:
                refusal = wrong
            else:
                return
        raise RefusedError(str(refusal))

    def _require_room(self) -> None:
        found = self._memory.connection.execute("SELECT count(*) FROM passkey").fetchone()
        if int(found[0]) >= MOST_PASSKEYS:
            raise RefusedError(f"the gate pins at most {MOST_PASSKEYS} passkeys")
