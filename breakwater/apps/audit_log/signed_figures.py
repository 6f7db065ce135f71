"""Figures of closed months that may be shown: those an auditor of the published policy signed."""

import datetime
from dataclasses import dataclass

from breakwater.apps.audit_log import logs, publication
from breakwater.domain.audit_log.figures import Statement, read_statement
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import verify


@dataclass(frozen=True)
class SignedMonth:
    """One month's statement, and the names of the auditors whose signatures hold."""

    statement: Statement
    auditors: tuple[str, ...]

    @property
    def first_day(self) -> datetime.date:
        """The first day of the month."""
        return datetime.date.fromisoformat(f"{self.statement.month}-01")


def signed_months(log: str) -> list[SignedMonth]:
    """Every month of this log that was signed and published, the oldest first.

    Nothing for a log that does not exist or was never published.
    """
    here = logs.standing(log)
    latest = publication.latest(here.log_id) if here else None
    if here is None or latest is None:
        return []
    auditors = publication.policy_at(latest).auditors
    found = []
    for data in publication.figures_of(here.log_id).values():
        statement, note = read_statement(data)
        try:
            held = verify(note, auditors)
        except MalformedError:
            continue
        found.append(SignedMonth(statement, tuple(key.name for key in held)))
    return sorted(found, key=lambda month: month.statement.month)
