"""What the gate reads of the main database, read-only, with its own eyes.

It shares no connection, no cache and no code with the web process. Nothing read here is believed
because it is there: ``releases`` checks it against the passkey, the log and the rule.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from breakwater.domain.disclosures import guards
from breakwater.domain.disclosures.question import NamedField, Question, moment
from breakwater.domain.plain_error import PlainError
from breakwater.gate.log_signer import RefusedError

_POSTGRESQL = ("postgresql://", "postgres://")
_WHOLE = """
    SELECT o.slug, q.incident, q.recipient, q.receiver_name, q.receiver_key, q.channel, d.facts,
        q.offence, q.evidence, q.statute, q.purpose, q.regime, q.necessity, q.told, q.told_reason,
        q.asked_by_id, q.asked_at, a.authorised_by_id, a.assertion, r.outcome,
        (SELECT count(*) FROM disclosures_ending e WHERE e.request_id = q.id)
    FROM disclosures_request q
    JOIN disclosures_decision d ON d.id = q.decision_id
    JOIN organisations_organisation o ON o.id = q.force_id
    JOIN disclosures_authorisation a ON a.request_id = q.id
    JOIN disclosures_release r ON r.request_id = q.id
    WHERE q.id = {mark}
"""
_FIELDS = """
    SELECT n.name, n.reason, n.sealed_digest, s.content
    FROM disclosures_namedfield n
    LEFT JOIN disclosures_sealedfield s ON s.request_id = n.request_id AND s.name = n.name
    WHERE n.request_id = {mark}
"""


@dataclass(frozen=True)
class Asked:
    """One request that somebody wants released, as the database tells it."""

    question: Question
    asked_at: datetime
    authorised_by: str
    assertion: str
    outcome: str
    has_ended: bool
    sealed: dict[str, bytes]


class MainDatabase:
    """The database at ``address``: a path or ``file:`` URI of SQLite, or ``postgresql://…``."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._vendor = "postgresql" if address.startswith(_POSTGRESQL) else "sqlite"

    def asked(self, request: UUID) -> Asked:
        """The request, from a database whose guards all stand; else RefusedError."""
        try:
            with self._reading() as read:
                self._require_guards(read)
                key = request.hex if self._vendor == "sqlite" else request
                rows = read(self._marked(_WHOLE), [key])
                fields = read(self._marked(_FIELDS), [key])
        except (sqlite3.Error, psycopg.Error):
            raise PlainError("the gate cannot read the database") from None
        if not rows:
            raise RefusedError("there is no such release")
        return _asked(request, rows[0], fields)

    def _require_guards(self, read: Any) -> None:
        held = [(row[0], row[1]) for row in read(guards.inventory(self._vendor), [])]
        if guards.missing(self._vendor, held):
            raise RefusedError("the guards of the database are damaged")
        if any(read(query, []) for query in guards.broken_references(self._vendor)):
            raise RefusedError("the database holds what its guards would have refused")

    def _marked(self, statement: str) -> str:
        return statement.replace("{mark}", "?" if self._vendor == "sqlite" else "%s")

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        """A function from a statement and its values to rows, all from one moment."""
        if self._vendor == "sqlite":
            is_uri = self._address.startswith("file:")
            uri = self._address if is_uri else f"{Path(self._address).resolve().as_uri()}?mode=ro"
            connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=10)
            try:
                connection.execute("BEGIN")
                yield lambda text, values: connection.execute(text, values).fetchall()
            finally:
                connection.close()
            return
        with psycopg.connect(self._address) as postgresql:
            postgresql.read_only = True
            postgresql.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            yield lambda text, values: postgresql.execute(text, values or None).fetchall()


def _asked(request: UUID, row: Sequence[Any], fields: Sequence[Sequence[Any]]) -> Asked:
    asked_at = _moment(row[16])
    said = [str(value) for value in row]
    question = Question(
        request=request.hex,
        force=said[0],
        incident=said[1],
        recipient=said[2],
        receiver=said[3],
        receiver_key=said[4],
        channel=said[5],
        facts=_facts(row[6]),
        offence=said[7],
        evidence=said[8],
        statute=said[9],
        purpose=said[10],
        regime=said[11],
        necessity=said[12],
        told=said[13],
        told_reason=said[14],
        asked_by=UUID(said[15]).hex,
        asked_at=moment(asked_at),
        fields=tuple(
            NamedField(str(one[0]), str(one[1]), bytes(one[2]).hex())
            for one in sorted(fields, key=lambda field: str(field[0]))
        ),
    )
    return Asked(
        question=question,
        asked_at=asked_at,
        authorised_by=UUID(str(row[17])).hex,
        assertion=str(row[18]),
        outcome=str(row[19]),
        has_ended=bool(row[20]),
        sealed={str(one[0]): bytes(one[3]) for one in fields if one[3] is not None},
    )


def _facts(value: Any) -> dict[str, str]:
    found = json.loads(value) if isinstance(value, str) else value
    return {str(name): str(said) for name, said in dict(found).items()}


def _moment(value: Any) -> datetime:
    # SQLite holds Django's moments as text in UTC.
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    assert isinstance(found, datetime)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
