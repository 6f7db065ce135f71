"""Who is told what happened in a case: never what, and never whoever the person excluded."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import QuerySet
from django.utils import timezone

from breakwater.apps.cases.models import Case, OnCall
from breakwater.apps.organisations.models import Grant, Membership, Notice, Organisation, Person
from breakwater.apps.organisations.notices import Kind, page, tell
from breakwater.apps.organisations.permissions import RULES, Action
from breakwater.apps.organisations.roles import Kind as OrganisationKind
from breakwater.apps.organisations.roles import Role

# Ten thousand alarms in a row must not become ten thousand e-mails to everyone on call.
_ALARM_EVERY = timedelta(minutes=5)
# Nobody has looked: the message goes again, then to those who answer for the others too, then not.
REPEATED_EVERY = timedelta(minutes=10)
_HIGHER_AFTER = timedelta(minutes=30)
GIVEN_UP_AFTER = timedelta(hours=2)


def workers(organisation: Organisation | int, day: date) -> QuerySet[Membership]:
    """Everyone there who may work on cases on that day, in one query."""
    granted = Grant.objects.in_force(day).filter(role__in=_roles(Action.WORK_ON_CASES))
    return Membership.objects.current().filter(
        organisation=organisation, person__is_active=True, pk__in=granted.values("membership")
    )


def on_call(organisation: Organisation, day: date) -> QuerySet[Membership]:
    """Those of them who are on call on that day."""
    called = OnCall.objects.filter(from_on__lte=day, until_on__gte=day, called_off_at__isnull=True)
    return workers(organisation, day).filter(pk__in=called.values("membership"))


def that_it_waits(case: Case, *, without: Sequence[int], at: datetime) -> None:
    """Tell everyone who works on cases, but those who have an unread notice of it already.

    Where the person is in danger, whoever is on call is told at once instead, or everyone where
    nobody is.
    """
    if case.is_in_danger:
        that_somebody_is_in_danger(case, without=without, at=at)
    sql, values = _whom_it_waits_for(case.organisation_id, timezone.localdate(at), tuple(without))
    for one in Person.objects.raw(sql, values):
        tell(one, Kind.CASE_WAITS, address=page("cases:inbox"), at=at)


def that_somebody_is_in_danger(case: Case, *, without: Sequence[int], at: datetime) -> None:
    """Tell whoever is on call, by e-mail at once, or everyone who works on cases.

    Where only supervisors may look yet (``access.cases``), all of them are told too.
    """
    today = timezone.localdate(at)
    allowed = workers(case.organisation, today).exclude(pk__in=without)
    called = allowed.filter(pk__in=on_call(case.organisation, today))
    alarmed = _with_who_may_look(case, called if called.exists() else allowed, allowed, today)
    for one in _not_told(alarmed, Kind.CASE_IN_DANGER, since=at - _ALARM_EVERY):
        tell(one, Kind.CASE_IN_DANGER, address=page("cases:inbox"), at=at, at_once=True)


def that_nobody_has_looked(case: Case, *, at: datetime) -> int:
    """Repeat the alarm of a case that nobody has opened; return how many were told.

    Whoever is on call is told again; after half an hour also everyone who answers for who is on
    call (supervisors, administrators). Nobody is told twice within ten minutes, of however many.
    """
    assert case.alarm_since is not None
    today, organisation = timezone.localdate(at), case.organisation
    kept_away = case.exclusions.values("membership")
    allowed = workers(organisation, today).exclude(pk__in=kept_away)
    called = allowed.filter(pk__in=on_call(organisation, today))
    alarmed = _with_who_may_look(case, called, allowed, today)
    if case.alarm_since <= at - _HIGHER_AFTER:
        granted = Grant.objects.in_force(today).filter(role__in=_roles(Action.ARRANGE_ON_CALL))
        current = Membership.objects.current().filter(
            organisation=organisation, person__is_active=True
        )
        answering = current.filter(pk__in=granted.values("membership"))
        alarmed = alarmed | answering.exclude(pk__in=kept_away)
    inbox, higher = page("cases:inbox"), page("cases:on-call")
    working = set(allowed.values_list("person", flat=True))
    told = Notice.objects.filter(kind=Kind.CASE_IN_DANGER.value, at__gt=at - REPEATED_EVERY)
    people = list(
        Person.objects.filter(membership__in=alarmed).exclude(pk__in=told.values("person"))
    )
    for one in people:
        address = inbox if one.pk in working else higher
        tell(one, Kind.CASE_IN_DANGER, address=address, at=at, at_once=True)
    return len(people)


def _with_who_may_look(
    case: Case, alarmed: QuerySet[Membership], allowed: QuerySet[Membership], today: date
) -> QuerySet[Membership]:
    """Where only supervisors may look yet, all of them too."""
    if case.asks_to_keep_away and case.organisation.kind == OrganisationKind.FORCE:
        supervising = Grant.objects.in_force(today).filter(role=Role.SUPERVISOR.value)
        return alarmed | allowed.filter(pk__in=supervising.values("membership"))
    return alarmed


@lru_cache(maxsize=512)
def _whom_it_waits_for(
    organisation: int, day: date, without: tuple[int, ...]
) -> tuple[str, tuple[object, ...]]:
    """The question who has no unread notice, in SQL: building it costs more than asking it."""
    allowed = workers(organisation, day).exclude(pk__in=without)
    sql, values = _not_told(allowed, Kind.CASE_WAITS).query.sql_with_params()
    return sql, tuple(values)


def _roles(action: Action) -> list[str]:
    return [role.value for rule in RULES if rule.action is action for role in rule.roles]


def that_the_person_wrote(case: Case, *, at: datetime) -> None:
    """Tell whoever looks after the case, or everyone where nobody does."""
    excluded = case.exclusions.values("membership")
    allowed = workers(case.organisation, timezone.localdate(at)).exclude(pk__in=excluded)
    mine = allowed.filter(cases=case)
    address = page("cases:case", case.pk)
    told = Person.objects.filter(membership__in=mine if mine.exists() else allowed)
    for one in told.exclude(notices__in=_unread(Kind.CASE_HAS_NEWS).filter(address=address)):
        tell(one, Kind.CASE_HAS_NEWS, address=address, at=at)


def that_it_was_given(case: Case, to: Membership, *, at: datetime) -> None:
    """Tell somebody that a colleague gave them a case."""
    tell(to.person, Kind.CASE_GIVEN, address=page("cases:case", case.pk), at=at)


def _not_told(
    members: QuerySet[Membership], kind: Kind, since: datetime | None = None
) -> QuerySet[Person]:
    unread = _unread(kind)
    if since is not None:
        unread = unread.filter(at__gt=since)
    return Person.objects.filter(membership__in=members).exclude(pk__in=unread.values("person"))


def _unread(kind: Kind) -> QuerySet[Notice]:
    return Notice.objects.filter(kind=kind.value, read_at__isnull=True)
