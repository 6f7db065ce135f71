"""Legal holds, the retention rule, who is on call, and the run that erases what is over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from breakwater.apps.audit_log.changes import OPERATOR_LOG, append
from breakwater.apps.cases.changes.erasing import BY_RULE, erase_case
from breakwater.apps.cases.changes.opening import enter
from breakwater.apps.cases.models import Case, Hold, OnCall, RetentionRule
from breakwater.apps.organisations.access import may
from breakwater.apps.organisations.models import Membership, Organisation, Person
from breakwater.apps.organisations.permissions import Action
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.cases.retention import Rule, Verdict, verdict
from breakwater.domain.plain_error import PlainError


def place_hold(
    *, case: Case, reason: Hold.Reason, review_on: date, by: Person, at: datetime
) -> Hold:
    """Keep the case from being erased until the hold is lifted."""
    try:
        with transaction.atomic():
            hold = Hold.objects.create(
                case=case, reason=reason, review_on=review_on, placed_at=at, placed_by=by
            )
            enter(case=case, kind=Kind.HOLD_PLACED, by=by, reason=reason.value)
    except IntegrityError:
        raise PlainError("this reason holds the case already") from None
    return hold


def lift_hold(*, hold: Hold, by: Person, at: datetime) -> None:
    """Let the case be erased when its time is over, unless another hold keeps it."""
    with transaction.atomic():
        lifted = Hold.objects.filter(pk=hold.pk, lifted_at__isnull=True)
        if not lifted.update(lifted_at=at, lifted_by=by):
            raise PlainError("this hold was lifted already")
        enter(case=hold.case, kind=Kind.HOLD_LIFTED, by=by, reason=hold.reason)


def set_rule(*, organisation: Organisation, rule: Rule, by: Person, at: datetime) -> None:
    """Say how long cases are kept from now on.

    A case that was promised a time keeps it; closed cases of which nobody had said how long (a
    force's, before its first rule) are given theirs.
    """
    with transaction.atomic():
        RetentionRule.objects.update_or_create(
            organisation=organisation,
            defaults={
                "keep_days": rule.keep_days,
                "review_days": rule.review_days,
                "set_at": at,
                "set_by": by,
            },
        )
        undated = Case.objects.of(organisation).filter(
            state=Case.State.CLOSED, erase_on__isnull=True, keep_days__isnull=True
        )
        for case in undated.select_for_update():
            assert case.closed_at is not None
            case.erase_on = timezone.localdate(case.closed_at) + timedelta(days=rule.keep_days)
            case.save(update_fields=["erase_on"])
        append(
            log=OPERATOR_LOG,
            kind=Kind.RETENTION_RULE_SET,
            record={
                "organisation": organisation.slug,
                "by": by.pk.hex,
                "keep_days": rule.keep_days,
                "review_days": rule.review_days,
            },
        )


def arrange_on_call(
    *, member: Membership, from_on: date, until_on: date, by: Person, at: datetime
) -> OnCall:
    """Have ``member`` sent a message at once, on those days, when somebody is in danger."""
    if until_on < from_on:
        raise PlainError("the last day is before the first")
    if not may(member, Action.WORK_ON_CASES):
        raise PlainError("this colleague's roles do not let them look after cases")
    with transaction.atomic():
        duty = OnCall.objects.create(
            membership=member, from_on=from_on, until_on=until_on, arranged_at=at, arranged_by=by
        )
        _enter_on_call(Kind.ON_CALL_ARRANGED, duty, by)
    return duty


def call_off_on_call(*, duty: OnCall, by: Person, at: datetime) -> None:
    """End it."""
    with transaction.atomic():
        open_ones = OnCall.objects.filter(pk=duty.pk, called_off_at__isnull=True)
        if not open_ones.update(called_off_at=at, called_off_by=by):
            raise PlainError("this was called off already")
        _enter_on_call(Kind.ON_CALL_CALLED_OFF, duty, by)


@dataclass(frozen=True)
class Found:
    """One case that a run looked at, and what it says."""

    case: Case
    verdict: Verdict
    held_because: tuple[str, ...] = ()


def run_retention(*, at: datetime, commits: bool) -> Iterator[Found]:
    """Look at every case whose day has come; with ``commits`` erase what may be erased.

    Each case is erased in a transaction of its own, so that a run that stops half-way has erased
    whole cases and can be run again. ``audit_log.erasure.purge`` must follow, and is owed.
    """
    today, erased = timezone.localdate(at), 0
    due = Case.objects.to_erase_on(today).order_by("erase_on", "pk")
    for pk in list(due.values_list("pk", flat=True)):
        found = _look_at(pk, today)
        if found is None:
            continue
        if commits and found.verdict.erases:
            found = _erased(found, at) or _look_at(pk, today)
            if found is None:
                continue
            erased += found.verdict.erases
        yield found
    if commits and erased:
        with transaction.atomic():
            append(log=OPERATOR_LOG, kind=Kind.RETENTION_RUN, record={"erased": erased})


def _erased(found: Found, at: datetime) -> Found | None:
    """The same, erased; None where somebody placed a hold or erased it since it was looked at."""
    because = "asked" if found.verdict is Verdict.ERASE_ASKED else BY_RULE
    try:
        erase_case(case=found.case, because=because, by=None, at=at)
    except PlainError:
        return None
    return found


def _look_at(pk: UUID, today: date) -> Found | None:
    case = Case.objects.select_related("organisation").filter(pk=pk).first()
    if case is None:
        return None
    holds = case.holds.filter(lifted_at__isnull=True)
    reasons = tuple(Hold.Reason(one.reason).label for one in holds)
    said = verdict(
        today,
        erase_on=case.erase_on,
        is_closed=case.state == Case.State.CLOSED,
        is_asked=case.is_erasure_asked,
        is_held=bool(reasons),
    )
    return Found(case, said, reasons)


def _enter_on_call(kind: Kind, duty: OnCall, by: Person) -> None:
    append(
        log=OPERATOR_LOG,
        kind=kind,
        record={
            "organisation": duty.membership.organisation.slug,
            "by": by.pk.hex,
            "about": duty.membership.person.pk.hex,
        },
    )
