"""Gathering the books of one force and month for ``domain.disclosures.reconciliation``."""

import json
import re
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from breakwater.apps.audit_log.auditing import entered
from breakwater.apps.audit_log.changes import force_log
from breakwater.apps.disclosures.models import Handover, Release
from breakwater.apps.organisations.models import Organisation
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.disclosures.reconciliation import Books
from breakwater.domain.plain_error import PlainError

_DIGEST = re.compile(r"[0-9a-f]{64}")
_A_DAY = timedelta(days=1)


def books_of(force: Organisation, month: str, received: Path | None) -> Books:
    """``month`` as 2026-11; ``received`` holds the SHA-256 of each package they hold, one a line.

    ``PlainError`` where either cannot be read.
    """
    first, after = _bounds(month)
    here = _released(force, first, after)
    ever = Handover.objects.filter(release__force=force)
    made = {
        request.hex: digest
        for request, digest in ever.values_list("release__request_id", "package_digest")
    }
    return Books(
        stored=here,
        logged=_logged(force, first, after, here),
        made={request: made.get(request, "") for request in here},
        outbox=_outbox(here, every_force=_every_request()),
        received=_received(received) if received else None,
    )


def _bounds(month: str) -> tuple[date, date]:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise PlainError("give the month as 2026-11") from None
    return first, date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def _released(force: Organisation, first: date, after: date) -> set[str]:
    found = Release.objects.filter(
        force=force, released_at__gte=_midnight(first), released_at__lt=_midnight(after)
    )
    return {request.hex for request in found.values_list("request_id", flat=True)}


def _logged(force: Organisation, first: date, after: date, here: set[str]) -> list[str]:
    """What the log says of the releases that began in the month.

    One that began in its last moment may be entered on the next day: it is of this month still.
    """
    beside = _released(force, first - _A_DAY, after + _A_DAY) - here
    beyond = [*_entered(force, first - _A_DAY, first), *_entered(force, after, after + _A_DAY)]
    return [
        *(request for request in _entered(force, first, after) if request not in beside),
        *(request for request in beyond if request in here),
    ]


def _entered(force: Organisation, first: date, after: date) -> list[str]:
    entries = entered(force_log(force.slug), Kind.RELEASED, first=first, after=after)
    return [_request_of(force, index, record) for index, record in entries]


def _request_of(force: Organisation, index: int, record: bytes | None) -> str:
    if record is not None:
        return str(json.loads(record)["request"])
    # Its record was erased; the release still knows its place in the log.
    ours = Handover.objects.filter(release__force=force, log_index=index).first()
    return ours.release_id.hex if ours else f"entry {index}"


def _every_request() -> set[str]:
    return {one.hex for one in Release.objects.values_list("request_id", flat=True)}


def _outbox(here: set[str], *, every_force: set[str]) -> dict[str, str]:
    """Packages of this month, and any that belong to no release of anybody."""
    found = {}
    for path in sorted(settings.GATE_SOCKET.with_name("outbox").glob("*.age")):
        if path.stem in here or path.stem not in every_force:
            found[path.stem] = sha256(path.read_bytes()).hexdigest()
    return found


def _received(path: Path) -> frozenset[str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise PlainError(f"{path} cannot be read") from None
    digests = [line.split()[0].lower() for line in lines if line.strip()]
    if wrong := [one for one in digests if not _DIGEST.fullmatch(one)]:
        raise PlainError(f"{path} holds {len(wrong)} lines that begin with no SHA-256")
    return frozenset(digests)
