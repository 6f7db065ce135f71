"""Bringing in a feed: looked at first, stored in one transaction, and twice the same as once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from breakwater.apps.audit_log.changes import OPERATOR_LOG, append
from breakwater.apps.directory.changes import storing, telling
from breakwater.apps.directory.models import Batch, Service
from breakwater.apps.organisations.models import Person
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.open_referral.cleaning import Fault, Record
from breakwater.domain.open_referral.document import held
from breakwater.domain.open_referral.feed import Feed, read_feed
from breakwater.domain.plain_error import PlainError

Files = Iterable[tuple[str, bytes]]
_AT_ONCE = 400


@dataclass
class Plan:
    """What a feed would change. Each document stands beside its organisation's id."""

    feed: Feed
    added: list[Record] = field(default_factory=list)
    changed: list[tuple[Service, Record]] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        """Whether storing it would do anything at all."""
        return bool(self.added or self.changed)


def plan_of(files: Files) -> Plan:
    """What the feed in ``files`` would change; ``PlainError`` where it cannot be read."""
    feed = read_feed(files)
    plan = Plan(feed, faults=feed.faults)
    for chunk in _chunks(list(feed.services.values())):
        here = Service.objects.select_related("published", "organisation").in_bulk(
            [UUID(one["id"]) for one in chunk]
        )
        for record in chunk:
            _put(plan, record, here.get(UUID(record["id"])))
    return plan


def open_feed(*, name: str, content: bytes, by: Person, at: datetime) -> Batch:
    """Put a feed before people; nothing is stored of it but itself."""
    plan_of([(name, content)])
    with transaction.atomic():
        batch = Batch.objects.create(
            name=name[:200],
            content=content,
            digest=sha256(content).hexdigest(),
            opened_at=at,
            opened_by=by,
        )
        telling.of_feed(batch, at)
    return batch


def commit_feed(*, batch: Batch, by: Person, at: datetime) -> Plan:
    """Store a feed that a colleague opened, in one transaction; refused where it is one's own."""
    with transaction.atomic():
        batch = _open(batch)
        if batch.opened_by == by:
            raise PlainError("somebody else has to look at it and commit it")
        plan = plan_of([(batch.name, bytes(batch.content))])
        batch.committed_at, batch.committed_by, batch.content = at, by, b""
        _store(plan, batch, by, at)
    return plan


def put_aside(*, batch: Batch, by: Person, at: datetime) -> None:
    """Forget a feed; nothing of it was stored."""
    with transaction.atomic():
        batch = _open(batch)
        batch.put_aside_at, batch.put_aside_by, batch.content = at, by, b""
        batch.save()


def import_feed(*, name: str, files: Iterable[tuple[str, bytes]], at: datetime) -> Plan:
    """Store a feed for the command line, whose user runs the installation.

    A feed that changes nothing leaves nothing, not even a row that it was here.
    """
    digest = sha256()

    def counted() -> Iterator[tuple[str, bytes]]:
        for each, content in files:
            digest.update(content)
            yield each, content

    with transaction.atomic():
        plan = plan_of(counted())
        if plan.changes_something:
            batch = Batch(name=name[:200], digest=digest.hexdigest(), opened_at=at, committed_at=at)
            _store(plan, batch, None, at)
    return plan


def _put(plan: Plan, record: Record, here: Service | None) -> None:
    if here is not None and here.organisation is not None:
        plan.faults.append(
            Fault(
                f"“{here.name}” is looked after here by {here.organisation.name}, "
                "so the feed does not change it."
            )
        )
        return
    before = here.published.content if here is not None and here.published else None
    document = held(record, before)
    listed = record.get("organization")
    if here is None:
        plan.added.append(document | ({"organization": listed} if listed else {}))
    elif _is_same(here, document, before, listed):
        plan.unchanged += 1
    else:
        plan.changed.append((here, document | ({"organization": listed} if listed else {})))


def _is_same(
    here: Service, document: Record, before: dict[str, Any] | None, listed: str | None
) -> bool:
    run_by = str(here.listed_id) if here.listed_id else None
    return _without_moment(document) == _without_moment(before or {}) and run_by == listed


def _without_moment(document: Record) -> Record:
    return {name: value for name, value in document.items() if name != "last_modified"}


def _store(plan: Plan, batch: Batch, by: Person | None, at: datetime) -> None:
    batch.added, batch.changed = len(plan.added), len(plan.changed)
    batch.save()
    if not plan.changes_something:
        return
    storing.words(plan.feed)
    storing.organisations(plan.feed)
    for chunk in _chunks(plan.added):
        storing.new_services(chunk, batch, at)
    for service, document in plan.changed:
        storing.changed_service(service, document, batch, at)
    storing.renew()
    append(
        log=OPERATOR_LOG,
        kind=Kind.SERVICE_CHANGED,
        record={
            "batch": batch.pk,
            "by": by.pk.hex if by else None,
            "digest": batch.digest,
            "added": batch.added,
            "changed": batch.changed,
        },
    )


def _open(batch: Batch) -> Batch:
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.committed_at is not None or batch.put_aside_at is not None:
        raise PlainError("a colleague has decided on it already")
    return batch


def _chunks(records: list[Record]) -> Iterator[list[Record]]:
    for start in range(0, len(records), _AT_ONCE):
        yield records[start : start + _AT_ONCE]
