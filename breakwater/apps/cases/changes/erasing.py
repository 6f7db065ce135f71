"""Erasing a case, and asking for it."""

from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone

from breakwater.apps.audit_log import erasure
from breakwater.apps.audit_log.access import Act, record_access
from breakwater.apps.cases.changes.opening import enter
from breakwater.apps.cases.forgets import Forgets
from breakwater.apps.cases.models import Case
from breakwater.apps.cases.retention import rule_of
from breakwater.apps.organisations.models import Person
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.cases import retention
from breakwater.domain.plain_error import PlainError

# What erased a case where no person did it.
BY_RULE = "retention"


def ask_to_erase(*, case: Case, on: date) -> None:
    """Set the day on which the person's own wish erases the case, closed or not.

    In the caller's transaction, which enters what happened. A hold still keeps the case.
    """
    Case.objects.filter(pk=case.pk).update(erase_on=on, is_erasure_asked=True)
    case.refresh_from_db()


def call_off_erasure(*, case: Case) -> None:
    """The person wants it kept after all: back to the day that closing sets, if it is closed.

    In the caller's transaction, which enters what happened.
    """
    day = None
    if case.closed_at is not None:
        day = retention.erase_on(
            timezone.localdate(case.closed_at),
            promised_days=case.keep_days,
            rule=rule_of(case.organisation),
        )
    Case.objects.filter(pk=case.pk).update(erase_on=day, is_erasure_asked=False)
    case.refresh_from_db()


def erase_case(*, case: Case, because: str, by: Person | None, at: datetime) -> None:
    """Erase a case with everything that points at it; only its entries in the log stay.

    ``because`` is a name ("retention", "asked"), never a sentence. Refused while a legal hold
    keeps it. The bytes leave the disk with ``audit_log.erasure.purge``, after the commit; until
    then it is owed, and the clock of ``breakwater retention`` does it.
    """
    with transaction.atomic():
        locked = Case.objects.select_for_update().filter(pk=case.pk).first()
        if locked is None:
            raise PlainError("this case was erased already")
        if locked.holds.filter(lifted_at__isnull=True).exists():
            raise PlainError("a legal hold keeps this case")
        record_access(
            act=Act.ERASURE,
            by=str(by.pk) if by else BY_RULE,
            record_kind="case",
            record_id=str(locked.pk),
            because=because,
            organisation=locked.organisation.slug,
            at=at,
        )
        enter(case=locked, kind=Kind.REPORT_ERASED, by=by, because=because)
        locked.delete()
        erasure.owe(*erased_tables())


def erased_tables() -> list[str]:
    """Every table that loses rows or words with a case, for ``audit_log.erasure.owe``."""
    found: list[type[models.Model]] = []
    _follow(Case, found)
    return [model._meta.db_table for model in found]


def _follow(model: type[models.Model], found: list[type[models.Model]]) -> None:
    if model in found:
        return
    found.append(model)
    # Also the relations that cannot be asked for from this side.
    for relation in model._meta.get_fields(include_hidden=True):
        above = relation.related_model
        on_delete = getattr(relation, "on_delete", None)
        if not isinstance(above, type):
            continue
        if on_delete is models.CASCADE:
            _follow(above, found)
        elif isinstance(on_delete, Forgets) and above not in found:
            found.append(above)
