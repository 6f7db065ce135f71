"""Putting back what was before a feed, for everything that still is as that feed left it.

What an organisation looks after here by now stays as it is, and so does what changed since: a feed
is undone, not what people did afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery

from breakwater.apps.audit_log.changes import OPERATOR_LOG, append
from breakwater.apps.directory.changes.publishing import show
from breakwater.apps.directory.models import Batch, Edition, Place, Service, Version
from breakwater.apps.organisations.models import Person
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError

_AT_ONCE = 400


@dataclass
class Undoing:
    """What undoing a feed does to each service that it brought or changed."""

    # Not here before: shown to nobody.
    hidden: list[Service] = field(default_factory=list)
    # As it was before, with the version that said so.
    put_back: list[tuple[Service, int]] = field(default_factory=list)
    looked_after: list[Service] = field(default_factory=list)
    changed_since: list[Service] = field(default_factory=list)


def undoing_of(batch: Batch) -> Undoing:
    """What would happen; nothing changes."""
    found = Undoing()
    for version, before in _versions(batch):
        service = version.service
        if service.organisation is not None:
            found.looked_after.append(service)
        elif service.published_id != version.pk:
            found.changed_since.append(service)
        elif before is not None:
            found.put_back.append((service, before))
        else:
            found.hidden.append(service)
    return found


def undo_feed(*, batch: Batch, by: Person, at: datetime) -> Undoing:
    """Undo a stored feed in one transaction; every version stays in the history."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        if batch.committed_at is None or batch.undone_at is not None:
            raise PlainError("this feed is not stored, or it was undone already")
        # Nobody hands one of them over, or changes it, between the look and the deed.
        touched = Version.objects.filter(batch=batch).values("service")
        list(Service.objects.select_for_update().filter(pk__in=touched).values_list("pk"))
        found = undoing_of(batch)
        for service, before in found.put_back:
            _put_back(service, before, batch, at)
        _hide(found.hidden, at)
        Edition.renew()
        batch.undone_at, batch.undone_by = at, by
        batch.save()
        append(
            log=OPERATOR_LOG,
            kind=Kind.SERVICE_CHANGED,
            record={
                "batch": batch.pk,
                "by": by.pk.hex,
                "step": "feed-undone",
                "hidden": len(found.hidden),
                "put-back": len(found.put_back),
            },
        )
    return found


def _versions(batch: Batch) -> Iterator[tuple[Version, int | None]]:
    """Every version of the feed with the key of what was public before it."""
    earlier = Version.objects.filter(
        service=OuterRef("service"),
        state=Version.State.PUBLISHED,
        number__lt=OuterRef("number"),
    )
    rows = (
        Version.objects.filter(batch=batch)
        .annotate(before=Subquery(earlier.order_by("-number").values("pk")[:1]))
        .select_related("service__organisation")
        .defer("content", "service__facets", "service__searched")
        .order_by("service__name", "service")
    )
    for version in rows:
        yield version, getattr(version, "before")  # noqa: B009 - the types know no annotation


def _put_back(service: Service, before: int, batch: Batch, at: datetime) -> None:
    old = Version.objects.get(pk=before)
    newest = service.versions.order_by("-number").values_list("number", flat=True)[0]
    version = Version.objects.create(
        service=service,
        number=newest + 1,
        state=Version.State.PUBLISHED,
        is_confidential=old.is_confidential,
        content=old.content,
        batch=batch,
        proposed_at=at,
        decided_at=at,
    )
    show(service, version, checked_on=service.checked_on, at=at)


def _hide(services: list[Service], at: datetime) -> None:
    keys = [one.pk for one in services]
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        Service.objects.filter(pk__in=some).update(is_public=False, changed_at=at)
        Place.objects.filter(service__in=some).delete()
