"""Bringing in a feed: looked at first, stored in one transaction, and twice the same as once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from breakwater.apps.audit_log.changes import OPERATOR_LOG, append
from breakwater.apps.directory.changes import storing, telling
from breakwater.apps.directory.models import Batch, ListedOrganisation, Service
from breakwater.apps.organisations.models import Organisation, Person
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.open_referral.cleaning import Fault, Record
from breakwater.domain.open_referral.document import held, is_open
from breakwater.domain.open_referral.feed import Feed, read_feed
from breakwater.domain.plain_error import PlainError

Files = Iterable[tuple[str, bytes]]
_AT_ONCE = 400


@dataclass(frozen=True)
class LookedAfter:
    """A service of a feed that stays as the organisation that looks after it says."""

    name: str
    by: Organisation

    @property
    def sentence(self) -> str:
        """Whose it is now, and that the feed does nothing to it."""
        left = "" if self.by.takes_part else ", which no longer takes part here"
        return f"“{self.name}” is now looked after by {self.by}{left}; the feed is not applied."


@dataclass
class Plan:
    """What a feed would change. Each document stands beside its organisation's id."""

    feed: Feed
    added: list[Record] = field(default_factory=list)
    changed: list[tuple[Service, Record]] = field(default_factory=list)
    unchanged: int = 0
    looked_after: list[LookedAfter] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        """Whether storing it would do anything at all."""
        return bool(self.added or self.changed)

    @property
    def shown_again(self) -> list[Record]:
        """What somebody hid while they looked after it, and everyone would see again."""
        return [
            record
            for service, record in self.changed
            if not service.is_public
            and is_open(record)
            and service.published is not None
            and is_open(service.published.content)
        ]


def plan_of(files: Files, *, is_stored_next: bool = False) -> Plan:
    """What the feed in ``files`` would change; ``PlainError`` where it cannot be read.

    With ``is_stored_next``, in the caller's transaction: nobody hands any of it over meanwhile.
    """
    feed = read_feed(files)
    plan = Plan(feed, faults=feed.faults)
    keepers = _keepers(feed, is_stored_next)
    services = Service.objects.select_related("published", "organisation")
    for chunk in _chunks(list(feed.services.values())):
        keys = [UUID(one["id"]) for one in chunk]
        if is_stored_next:
            _hold(Service.objects.filter(pk__in=keys))
        here = services.in_bulk(keys)
        for record in chunk:
            one = here.get(UUID(record["id"]))
            keeper = (one.organisation if one else None) or keepers.get(record.get("organization"))
            if keeper is None:
                _put(plan, record, one)
            else:
                plan.looked_after.append(LookedAfter(one.name if one else record["name"], keeper))
    return plan


def _keepers(feed: Feed, is_stored_next: bool) -> dict[str | None, Organisation]:
    """Who takes part here and looks after an organisation that the feed names, by its id."""
    found: dict[str | None, Organisation] = {}
    for chunk in _chunks(list(feed.organizations.values())):
        listed = ListedOrganisation.objects.filter(pk__in=[UUID(one["id"]) for one in chunk])
        if is_stored_next:
            _hold(listed)
        for one in listed.exclude(organisation=None).select_related("organisation"):
            if one.organisation is not None:
                found[str(one.pk)] = one.organisation
    return found


def _hold(rows: QuerySet[Any]) -> None:
    """Let nobody else change these rows before the caller's transaction ends.

    What they hold is read afterwards: a query that waited for a lock still joins what was joined
    before the wait (PostgreSQL, "Read Committed Isolation Level").
    """
    list(rows.select_for_update().order_by("pk").values_list("pk"))


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
        plan = plan_of([(batch.name, bytes(batch.content))], is_stored_next=True)
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
        plan = plan_of(counted(), is_stored_next=True)
        if plan.changes_something:
            batch = Batch(name=name[:200], digest=digest.hexdigest(), opened_at=at, committed_at=at)
            _store(plan, batch, None, at)
    return plan


def _put(plan: Plan, record: Record, here: Service | None) -> None:
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
    return (
        _without_moment(document) == _without_moment(before or {})
        and run_by == listed
        # Somebody hid it while they looked after it, and it was taken back since.
        and here.is_public == is_open(document)
    )


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
