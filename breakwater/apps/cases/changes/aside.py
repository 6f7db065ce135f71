"""After a flood: many reports that nobody has touched, put aside at once and brought back."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from breakwater.apps.audit_log.changes import append
from breakwater.apps.cases.access import brought_back, untouched
from breakwater.apps.cases.changes.opening import log_of
from breakwater.apps.cases.models import Case, CaseQuerySet
from breakwater.apps.organisations.models import Person
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError

# One entry of the log names them all.
MOST_AT_ONCE = 1000


def put_aside(*, cases: Iterable[UUID], by: Person, at: datetime) -> int:
    """Take these out of the way; return how many. Nothing is deleted, and each can come back.

    Whatever somebody took, wrote in or was written to meanwhile stays where it is. A case that was
    put aside waits again by itself once its person writes.
    """
    found = untouched(by.membership).filter(opened_at__lte=at)
    return _moved(found, cases, Case.State.ASIDE, Kind.CASES_PUT_ASIDE, by)


def bring_back(*, cases: Iterable[UUID], by: Person, at: datetime) -> int:
    """Let these wait again; return how many."""
    found = brought_back(by.membership).filter(opened_at__lte=at)
    return _moved(found, cases, Case.State.WAITING, Kind.CASES_BROUGHT_BACK, by)


def _moved(
    found: CaseQuerySet, cases: Iterable[UUID], to: Case.State, kind: Kind, by: Person
) -> int:
    asked = list(cases)
    if len(asked) > MOST_AT_ONCE:
        raise PlainError(f"choose at most {MOST_AT_ONCE} at once")
    organisation = by.membership.organisation
    with transaction.atomic():
        chosen = list(found.filter(pk__in=asked).order_by("pk").values_list("pk", flat=True))
        # Locked alone, then looked at again: a colleague may have taken one meanwhile.
        list(Case.objects.filter(pk__in=chosen).select_for_update().values_list("pk", flat=True))
        moved = sorted(found.filter(pk__in=chosen).values_list("pk", flat=True))
        if not moved:
            raise PlainError("none of these is there any more")
        Case.objects.filter(pk__in=moved).update(state=to, alarm_since=None)
        record = {"cases": [one.hex for one in moved], "by": by.pk.hex}
        append(log=log_of(organisation), kind=kind, record=record)
    return len(moved)
