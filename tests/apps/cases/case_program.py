"""A program: open a case, take it, or run retention, on the database of the environment.

``python -m tests.apps.cases.case_program open|take|aside|erase …``
"""

import os
import sys
import time
from datetime import timedelta

import django


def main() -> None:
    """Do one of the steps."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "breakwater.site.settings")
    django.setup()
    step, *rest = sys.argv[1:]
    if step == "open":
        _open(*rest)
    elif step == "take":
        _take(*rest)
    elif step == "aside":
        _aside()
    else:
        _erase()


def _open(count: str) -> None:
    """Make an organisation with two caseworkers; print a case and a part of its sealed bytes."""
    from breakwater.apps.organisations.roles import Kind, Role
    from tests.apps.cases.making import a_case
    from tests.people import organisation, person

    house = organisation("Harbour", Kind.SUPPORT_ORGANISATION)
    people = [person(name, house, Role.CASEWORKER) for name in ("Ann", "Bob")]
    for _ in range(int(count)):
        case = a_case(house)
        part = bytes(case.pieces.get().sealed)[300:340].hex()
        print("case:", case.pk, part, *(one.pk for one in people))


def _take(case: str, person: str, moment: str) -> None:
    """Take the case at that moment; print what came of it."""
    from django.utils import timezone

    from breakwater.apps.cases import changes
    from breakwater.apps.cases.models import Case
    from breakwater.apps.organisations.models import Person
    from breakwater.domain.plain_error import PlainError

    found, by = Case.objects.get(pk=case), Person.objects.get(pk=person)
    time.sleep(max(0.0, float(moment) - time.time()))
    try:
        changes.take(case=found, by=by, at=timezone.now())
        print("taken")
    except PlainError as sentence:
        print(sentence)


def _aside() -> None:
    """Repeat an alarm, put all aside by their hour, bring one back; print what came of it."""
    from django.utils import timezone

    from breakwater.apps.cases import access, inbox
    from breakwater.apps.cases.changes import alarms, aside
    from breakwater.apps.cases.models import Case
    from breakwater.apps.organisations.models import Person
    from tests.apps.cases.making import a_case

    by, now = Person.objects.order_by("name")[0], timezone.now()
    a_case(by.membership.organisation, is_in_danger=True, at=now - timedelta(minutes=40))
    # Nobody is on call, and nobody administers this house.
    print("told:", alarms.repeat_alarms(at=now))
    found = access.untouched(by.membership)
    print("hours:", sum(one.count for one in inbox.hours_of(found)))
    moved = aside.put_aside(cases=found.values_list("pk", flat=True), by=by, at=now)
    back = aside.bring_back(cases=[Case.objects.filter(state="aside")[0].pk], by=by, at=now)
    print("moved:", moved, back, Case.objects.filter(state="aside").count())


def _erase() -> None:
    """Close every case, and let retention erase it as if its time were over."""
    from django.db import connection
    from django.utils import timezone

    from breakwater.apps.audit_log.erasure import purge
    from breakwater.apps.cases import changes
    from breakwater.apps.cases.changes import keeping
    from breakwater.apps.cases.models import Case
    from breakwater.apps.organisations.models import Person

    by = Person.objects.order_by("name")[0]
    now = timezone.now()
    for case in Case.objects.all():
        changes.close(case=case, outcome=Case.Outcome.ADVICE, by=by, at=now)
    for found in keeping.run_retention(at=now + timedelta(days=91), commits=True):
        print(found.verdict.value)
    purge()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Dirty pages reach the files at a checkpoint; ours are searched there.
            cursor.execute("CHECKPOINT")


if __name__ == "__main__":
    main()
