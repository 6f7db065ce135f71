"""Looking after a case: who does, closing it, opening it again.

Two members who act at once find each other out: each change locks the case, and says so where it
is no longer what the member saw.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from breakwater.apps.cases import retention, telling
from breakwater.apps.cases.access import may_keep_away
from breakwater.apps.cases.changes.counting import count
from breakwater.apps.cases.changes.opening import enter
from breakwater.apps.cases.models import Assignment, Case, Exclusion
from breakwater.apps.organisations.access import may
from breakwater.apps.organisations.models import Membership, Person
from breakwater.apps.organisations.permissions import Action
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.cases import retention as keeping
from breakwater.domain.cases.retention import review_on
from breakwater.domain.plain_error import PlainError


def take(*, case: Case, by: Person, at: datetime) -> None:
    """Look after a case that nobody looks after; refused where a colleague was quicker."""
    with transaction.atomic():
        locked = _locked(case)
        _require_names_read(locked)
        if locked.assignee_id == by.membership.pk:
            return
        if locked.assignee is not None and locked.assignee.ended_at is None:
            raise PlainError(f"{locked.assignee.person.name} took this case already")
        _give(locked, to=by.membership, by=by, at=at)


def assign(
    *, case: Case, to: Membership, instead_of: Membership | None, by: Person, at: datetime
) -> None:
    """Give the case to ``to``, oneself or a colleague, ``instead_of`` who looks after it now.

    Refused where somebody else does meanwhile, where the person excluded ``to``, and where their
    roles do not let them work on cases.
    """
    with transaction.atomic():
        locked = _locked(case)
        _require_names_read(locked)
        if locked.assignee != instead_of:
            now = locked.assignee.person.name if locked.assignee else "nobody"
            raise PlainError(f"meanwhile this has changed: {now} looks after the case now")
        if locked.exclusions.filter(membership=to).exists():
            raise PlainError("the person does not want this colleague near the case")
        if to.organisation != locked.organisation or not may(to, Action.WORK_ON_CASES):
            raise PlainError("this colleague's roles do not let them look after cases")
        if locked.assignee == to:
            return
        _give(locked, to=to, by=by, at=at)
        if to.person != by:
            telling.that_it_was_given(locked, to, at=at)


def close(*, case: Case, outcome: Case.Outcome, by: Person, at: datetime) -> None:
    """Close the case; from now on its time runs (``domain/cases/retention``)."""
    with transaction.atomic():
        locked = _locked(case)
        if locked.state == Case.State.CLOSED:
            raise PlainError("this case is closed already")
        if locked.has_news:
            raise PlainError("somebody wrote since; open the case and read it first")
        _close(locked, outcome, by=by, at=at)
        enter(case=locked, kind=_closing(locked), by=by)


def have_read(*, case: Case, until: str) -> None:
    """A member was shown everything up to the piece ``until``: no news, if nothing came since.

    From then on no alarm is repeated: somebody has looked.
    """
    with transaction.atomic():
        locked = _locked(case)
        if until and locked.alarm_since is not None:
            Case.objects.filter(pk=case.pk).update(alarm_since=None)
        last = locked.pieces.last()
        if locked.has_news and last is not None and str(last.pk) == until:
            Case.objects.filter(pk=case.pk).update(has_news=False)


def withdraw(*, case: Case, erase_on: date | None, at: datetime) -> None:
    """The person wants nothing more done: close her case at once and tell whoever looks after it.

    With ``erase_on`` she also asked for it to be erased on that day. Done twice, the second time
    only moves the day.
    """
    with transaction.atomic():
        locked = _locked(case)
        if erase_on is not None:
            locked.erase_on, locked.is_erasure_asked = erase_on, True
        telling.that_the_person_wrote(locked, at=at)
        locked.has_news = True
        if locked.state == Case.State.CLOSED:
            locked.save(update_fields=["erase_on", "is_erasure_asked", "has_news"])
        else:
            _close(locked, Case.Outcome.WITHDRAWN, by=None, at=at)
        enter(case=locked, kind=Kind.REPORT_WITHDRAWN, by=None)


def go_on(*, case: Case, at: datetime) -> None:
    """The person who withdrew wants it to go on after all: nothing is erased.

    A closed case waits anew, however it had ended.
    """
    with transaction.atomic():
        locked = _locked(case)
        was_closed = locked.state == Case.State.CLOSED
        if was_closed:
            locked.state = Case.State.WAITING
        locked.outcome, locked.closed_at, locked.closed_by, locked.erase_on = "", None, None, None
        locked.is_erasure_asked, locked.has_news = False, True
        locked.save()
        telling.that_the_person_wrote(locked, at=at)
        if was_closed:
            enter(case=locked, kind=Kind.CASE_REOPENED, by=None)


def keep_named_away(*, case: Case, members: Iterable[Membership], by: Person, at: datetime) -> None:
    """Keep away the colleagues whom the person named in what she wrote; perhaps none of them.

    Until somebody has, nobody can look after it. Refused to whoever is meant, and to a member of a
    force who is no supervisor: names need more than one pair of eyes there.
    """
    with transaction.atomic():
        locked = _locked(case)
        if not may_keep_away(by.membership, locked):
            raise PlainError("a supervisor says first who must not see this case")
        kept = list(members)
        if by.membership in kept:
            raise PlainError("if the person means you, let a colleague do this")
        for one in kept:
            Exclusion.objects.get_or_create(case=locked, membership=one)
        Case.objects.filter(pk=case.pk).update(asks_to_keep_away=False)
        if locked.assignee in kept:
            Case.objects.filter(pk=case.pk).update(assignee=None, state=Case.State.WAITING)
            _end_assignment(locked, by=by, at=at)
        enter(case=locked, kind=Kind.CASE_ASSIGNED, by=by, kept_away=str(len(kept)))


def reopen(*, case: Case, by: Person, at: datetime) -> None:
    """Open a closed case again, to be looked after by whoever does so."""
    with transaction.atomic():
        locked = _locked(case)
        if locked.state != Case.State.CLOSED:
            raise PlainError("this case is not closed")
        if locked.is_erasure_asked:
            raise PlainError("the person asked for this case to be erased, so it stays closed")
        locked.outcome, locked.closed_at, locked.closed_by, locked.erase_on = "", None, None, None
        locked.state = Case.State.OPEN
        locked.save()
        _give(locked, to=by.membership, by=by, at=at, kind=Kind.CASE_REOPENED)


def reviewed(*, case: Case, by: Person, at: datetime) -> None:
    """Say that the case is still needed; it is looked at again after the rule's time."""
    with transaction.atomic():
        locked = _locked(case)
        locked.review_on = _next_review(locked, at)
        locked.save(update_fields=["review_on"])
        enter(case=locked, kind=Kind.CASE_REVIEWED, by=by)


def _give(
    case: Case, *, to: Membership, by: Person, at: datetime, kind: Kind = Kind.CASE_ASSIGNED
) -> None:
    if case.state == Case.State.CLOSED:
        raise PlainError("this case is closed; open it again first")
    _end_assignment(case, by=by, at=at)
    Assignment.objects.create(case=case, membership=to, assigned_at=at, assigned_by=by)
    case.assignee, case.state, case.alarm_since = to, Case.State.OPEN, None
    if case.review_on is None:
        case.review_on = _next_review(case, at)
    case.save(update_fields=["assignee", "state", "alarm_since", "review_on"])
    enter(case=case, kind=kind, by=by, to=to.person.pk.hex)


def _next_review(case: Case, at: datetime) -> date:
    return review_on(timezone.localdate(at), retention.rule_of(case.organisation))


def _end_assignment(case: Case, *, by: Person | None, at: datetime) -> None:
    Assignment.objects.filter(case=case, ended_at__isnull=True).update(ended_at=at, ended_by=by)


def set_danger(*, case: Case, is_in_danger: bool, by: Person, at: datetime) -> None:
    """Say that the person is in danger now, which calls whoever is on call, or no longer."""
    with transaction.atomic():
        locked = _locked(case)
        if locked.is_in_danger == is_in_danger:
            return
        locked.is_in_danger, locked.alarm_since = is_in_danger, at if is_in_danger else None
        locked.save(update_fields=["is_in_danger", "alarm_since"])
        if is_in_danger:
            kept_away = locked.exclusions.values_list("membership", flat=True)
            telling.that_somebody_is_in_danger(locked, without=list(kept_away), at=at)
        enter(case=locked, kind=Kind.CASE_DANGER_CHANGED, by=by)


def keep_away(*, case: Case, membership: Membership, by: Person, at: datetime) -> None:
    """Keep a colleague away from a case, as the person wishes; they are not told.

    Who looked after it no longer does, and it waits for somebody else.
    """
    with transaction.atomic():
        locked = _locked(case)
        if membership.organisation_id != locked.organisation_id:
            raise PlainError("this is no colleague of yours")
        if membership == by.membership:
            raise PlainError("to step back yourself, have a colleague do this")
        _, is_new = Exclusion.objects.get_or_create(case=locked, membership=membership)
        if not is_new:
            return
        if locked.assignee_id == membership.pk:
            _end_assignment(locked, by=by, at=at)
            locked.assignee, locked.state = None, Case.State.WAITING
            locked.save(update_fields=["assignee", "state"])
        enter(case=locked, kind=Kind.CASE_KEPT_FROM, by=by, about=membership.person.pk.hex)


def let_near(*, exclusion: Exclusion, by: Person) -> None:
    """Let a colleague see the case again, because the person now wishes it.

    In a force a supervisor alone does.
    """
    if not may_keep_away(by.membership, exclusion.case):
        raise PlainError("a supervisor says who may see this case again")
    with transaction.atomic():
        deleted, _ = Exclusion.objects.filter(pk=exclusion.pk).delete()
        if deleted:
            about = exclusion.membership.person.pk.hex
            enter(case=exclusion.case, kind=Kind.CASE_OPEN_TO_AGAIN, by=by, about=about)


def _close(case: Case, outcome: Case.Outcome, *, by: Person | None, at: datetime) -> None:
    _end_assignment(case, by=by, at=at)
    case.assignee, case.state, case.outcome = None, Case.State.CLOSED, outcome
    case.closed_at, case.closed_by, case.alarm_since = at, by, None
    if not case.is_erasure_asked:
        case.erase_on = keeping.erase_on(
            timezone.localdate(at),
            promised_days=case.keep_days,
            rule=retention.rule_of(case.organisation),
        )
    case.save()
    count(case.organisation, f"closed.{outcome.value}", at)


def _closing(case: Case) -> Kind:
    is_referral = case.origin == Case.Origin.REFERRAL
    return Kind.REFERRAL_CLOSED if is_referral else Kind.REPORT_CLOSED


def _require_names_read(case: Case) -> None:
    if case.asks_to_keep_away:
        raise PlainError(
            "the person named somebody who must not see this: say first which colleagues that is"
        )


def _locked(case: Case) -> Case:
    """The case as it is now, and nobody else's until the transaction ends.

    Nothing is joined: PostgreSQL, having waited for a lock, gives the new row beside the old
    neighbours, so that somebody else's assignment would look like none.
    """
    locked = Case.objects.select_for_update().filter(pk=case.pk).first()
    if locked is None:
        raise PlainError("this case was erased")
    return locked
