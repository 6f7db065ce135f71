"""What the gate does for sealing: it vouches for the keys that mail is sealed to.

It opens nothing. It remembers the last key of each organisation and takes another only with the
signature of the one before: whoever took over the web process or its database can hold an
organisation's key back, and cannot put their own in its place. The first key it is shown it takes
on trust, and members compare its fingerprint by telephone. An organisation that lost every copy of
its key starts anew once two people at this machine asked for that (``release``).
"""

import datetime
from collections.abc import Callable
from pathlib import Path

from breakwater.domain.audit_log.note import Note, SignatureType, VerifierKey
from breakwater.domain.audit_log.signing import SigningKey, sign
from breakwater.gate.log_signer import RefusedError
from breakwater.sealing.recipients import ListedRecipient, RecipientList
from breakwater.sealing.statement import SignedStatement, read_statement
from breakwater.witness import keys
from breakwater.witness.memory import Memory

# So that an answer fits into one line of 64 KiB.
MOST_ORGANISATIONS = 300
_TABLES = (
    """CREATE TABLE IF NOT EXISTS recipient (
    organisation TEXT PRIMARY KEY, statement TEXT NOT NULL
) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS recipient_release (
    organisation TEXT PRIMARY KEY, first_person INTEGER NOT NULL, second_person INTEGER
) WITHOUT ROWID""",
)


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()


class RecipientKeeper:
    """Holds the key that signs the list, and the last statement of each organisation."""

    def __init__(
        self,
        folder: Path,
        *,
        one_person_may_release: bool = False,
        today: Callable[[], datetime.date] = _today,
    ) -> None:
        self._secret = keys.secret_in(folder)
        self._memory = Memory(folder / "gate.db")
        for table in _TABLES:
            self._memory.connection.execute(table)
        self._one_person_may_release = one_person_may_release
        self._today = today

    def public_key(self, domain: str) -> VerifierKey:
        """The key that signs this installation's list."""
        return self._key(domain).verifier_key

    def list_of(self, domain: str) -> Note:
        """The list of one installation, signed for today."""
        rows = self._memory.connection.execute(
            "SELECT organisation, statement FROM recipient"
        ).fetchall()
        prefix = f"{domain}/"
        listed = {
            name.removeprefix(prefix): _listed(read_statement(statement.encode()))
            for name, statement in rows
            if name.startswith(prefix)
        }
        text = str(RecipientList(domain, self._today(), listed))
        return sign(text, [self._key(domain)])

    def take(self, signed: SignedStatement) -> None:
        """Put this key in the place of the last one; RefusedError unless its holder agreed.

        Taken again, the same statement changes nothing: an answer lost in a crash is not lost.
        """
        name = signed.statement.organisation
        with self._memory.changing():
            last = self._last(name)
            if last is not None and last.note.text == signed.note.text:
                return
            self._may_take(signed, last)
            self._memory.connection.execute(
                "INSERT OR REPLACE INTO recipient VALUES (?, ?)", [name, str(signed)]
            )
            self._memory.connection.execute(
                "DELETE FROM recipient_release WHERE organisation = ?", [name]
            )

    def release(self, organisation: str, *, by: int) -> bool:
        """Let an organisation start anew without its old key, once two people asked.

        ``by`` is the operating system's user number, as the kernel vouches for it. Returns False
        while a second person is awaited. The old key stays listed until a new one is taken.
        """
        with self._memory.changing():
            if self._last(organisation) is None:
                raise RefusedError("the gate knows no key of that organisation")
            database = self._memory.connection
            row = database.execute(
                "SELECT first_person FROM recipient_release WHERE organisation = ?", [organisation]
            ).fetchone()
            if row is None:
                database.execute(
                    "INSERT INTO recipient_release VALUES (?, ?, NULL)", [organisation, by]
                )
            if self._one_person_may_release or (row is not None and row[0] != by):
                database.execute(
                    "UPDATE recipient_release SET second_person = ? WHERE organisation = ?",
                    [by, organisation],
                )
            return self._is_released(organisation)

    def _may_take(self, signed: SignedStatement, last: SignedStatement | None) -> None:
        version = signed.statement.version
        if last is None:
            if version != 1:
                raise RefusedError("the first key of an organisation has version 1")
            if self._count() >= MOST_ORGANISATIONS:
                raise RefusedError(f"the gate lists at most {MOST_ORGANISATIONS} organisations")
        elif version != last.statement.version + 1:
            raise RefusedError("that is not the next version of this organisation's key")
        elif not (signed.follows(last) or self._is_released(signed.statement.organisation)):
            raise RefusedError("whoever holds this organisation's key has not agreed to that one")

    def _last(self, name: str) -> SignedStatement | None:
        row = self._memory.connection.execute(
            "SELECT statement FROM recipient WHERE organisation = ?", [name]
        ).fetchone()
        return read_statement(row[0].encode()) if row else None

    def _count(self) -> int:
        found = self._memory.connection.execute("SELECT count(*) FROM recipient").fetchone()
        return int(found[0])

    def _is_released(self, name: str) -> bool:
        found = self._memory.connection.execute(
            "SELECT 1 FROM recipient_release WHERE organisation = ? AND second_person IS NOT NULL",
            [name],
        )
        return found.fetchone() is not None

    def _key(self, domain: str) -> SigningKey:
        # A log's key is derived from its origin, which holds no space; so this is none of them.
        derived = keys.derived(self._secret, f"recipients {domain}", SignatureType.NOTE)
        return SigningKey(domain, SignatureType.NOTE, derived.seed)


def _listed(signed: SignedStatement) -> ListedRecipient:
    statement = signed.statement
    return ListedRecipient(statement.version, statement.recipient, signed.digest)
