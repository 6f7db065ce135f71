"""The private access log: who did what with which record, and when.

Data Protection Act 2018 s62 asks for it, of automated processing for law enforcement: collection,
alteration, consultation, disclosure (with its recipient), combination and erasure; for
consultation and disclosure also the justification and, as far as possible, who. It holds no
content, is never public, and is not part of the Merkle logs. It only grows.
"""

import datetime
import re

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from breakwater.apps.audit_log.models import Access
from breakwater.domain.plain_error import PlainError

Act = Access.Act
# A justification is a name out of the house's own vocabulary ("own-case", "retention"), never a
# sentence somebody wrote: content has no way in.
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def record_access(
    *,
    act: Access.Act,
    by: str,
    record_kind: str,
    record_id: str,
    because: str,
    organisation: str = "",
    recipient: str = "",
    at: datetime.datetime | None = None,
) -> None:
    """Note, in the caller's transaction, that ``by`` did ``act`` to one record.

    ``by``, ``record_id``, ``organisation`` (whose data protection officer may read the line) and
    ``recipient`` are stable keys, not names of people. Sealed content may be handed to a browser
    only after the transaction that holds this was committed.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an access is noted inside a transaction")
    if not (_NAME.fullmatch(because) and _NAME.fullmatch(record_kind)):
        raise PlainError("the access log takes names for kinds and reasons, never sentences")
    if act is Act.DISCLOSURE and not recipient:
        raise PlainError("a disclosure has a recipient")
    Access.objects.create(
        act=act,
        by=by,
        at=at or timezone.now(),
        record_kind=record_kind,
        record_id=record_id,
        because=because,
        organisation=organisation,
        recipient=recipient,
    )


def accesses(
    *,
    organisation: str | None = None,
    act: str = "",
    by: str = "",
    record: str = "",
    on_or_after: datetime.date | None = None,
    on_or_before: datetime.date | None = None,
) -> QuerySet[Access]:
    """The lines that match, the latest first; ``organisation`` None means of all of them.

    Who may ask is decided by the caller, who knows people (``organisations.access``).
    """
    found = Access.objects.all()
    if organisation is not None:
        found = found.filter(organisation=organisation)
    for field, value in (("act", act), ("by", by), ("record_id", record)):
        if value:
            found = found.filter(**{field: value})
    if on_or_after:
        found = found.filter(at__date__gte=on_or_after)
    if on_or_before:
        found = found.filter(at__date__lte=on_or_before)
    return found
