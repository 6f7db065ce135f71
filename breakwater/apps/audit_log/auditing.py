"""What an auditor is given, and what comes back signed."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.utils import timezone

from breakwater.apps.audit_log import changes, logs, publication
from breakwater.apps.audit_log.models import Entry, Publication, Record
from breakwater.domain.audit_log.cosignature import Check
from breakwater.domain.audit_log.entry import Opening, read_kind
from breakwater.domain.audit_log.figures import (
    Statement,
    month_is_closed,
    read_statement,
)
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.audit_log.openings import write_openings
from breakwater.domain.audit_log.verify import verify_figures
from breakwater.domain.plain_error import PlainError


def openings(name: str) -> Iterator[str]:
    """The openings of every published entry of a log, line by line (kind, day and salt of each)."""
    here = logs.standing_of(name)
    last = publication.latest(here.log_id)
    if last is None:
        raise PlainError(f"{here.origin} has not been published yet; see “breakwater log publish”")
    rows = Entry.objects.filter(log_id=here.log_id, index__lt=last.size).values_list(
        "index", "kind", "day", "salt1"
    )
    opened = (
        (index, Opening(read_kind(kind), day, bytes(salt1)))
        for index, kind, day, salt1 in rows.iterator()
    )
    yield from write_openings(here.origin, opened)


def first_day(name: str) -> date | None:
    """The day of the first entry of a log; None while it has none or was never published."""
    here = logs.standing_of(name)
    if publication.latest(here.log_id) is None:
        return None
    return Entry.objects.filter(log_id=here.log_id, index=0).values_list("day", flat=True).first()


def accept_figures(data: bytes) -> Statement:
    """Enter figures that an auditor signed; they go public with the next publication.

    Refused unless a key that the log's policy names as an auditor's signed them, they were counted
    at a checkpoint that was published, their month is over, and it has no figures yet.
    """
    statement, note = read_statement(data)
    at = statement.checkpoint
    found = Publication.objects.filter(log__origin=at.origin, size=at.size).first()
    if found is None or publication.signed_by_all(found).checkpoint != at:
        raise PlainError("these figures were not counted at a published checkpoint of ours")
    last = publication.latest(found.log_id)
    assert last is not None
    findings = verify_figures(statement, note, publication.policy_at(last))
    for finding in findings:
        if finding.check is Check.FAILS:
            raise PlainError(finding.says)
    if not month_is_closed(statement.month, timezone.localdate()):
        raise PlainError(f"{statement.month} is not over")
    with transaction.atomic():
        name = found.log.name
        logs.locked_standing(name)
        if statement.month in publication.figures_of(found.log_id):
            raise PlainError(f"the figures of {statement.month} were accepted already")
        changes.append_bytes(log=name, kind=Kind.FIGURES_SIGNED, record=data)
    return statement


def entered(
    log: str, kind: Kind, *, first: date, after: date
) -> Iterator[tuple[int, bytes | None]]:
    """Index and record of each entry of ``kind`` with ``first`` ≤ day < ``after``, as stored.

    ``log`` is a log's name; a record that was erased is None.
    """
    entries = Entry.objects.filter(
        log__name=log, kind=kind.value, day__gte=first, day__lt=after
    ).order_by("log_id", "index")
    for log_id, index in entries.values_list("log_id", "index"):
        record = Record.objects.filter(log_id=log_id, index=index).first()
        yield index, bytes(record.content) if record else None
