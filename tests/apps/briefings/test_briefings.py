"""Officers read a briefing, say so, and everyone can see how many did."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from breakwater.apps.audit_log.models import Entry, Record
from breakwater.apps.briefings import access, changes, waiting
from breakwater.apps.briefings.models import Briefing, Reading
from breakwater.apps.organisations.models import Notice
from breakwater.apps.organisations.roles import Role
from breakwater.domain.plain_error import PlainError
from tests.apps.briefings.rows import issued
from tests.people import Cast, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_staff_site")]


def _read(cast: Cast, briefing: Briefing) -> None:
    changes.confirm_read(briefing=briefing, member=cast.officer.membership, at=timezone.now())


def test_everyone_who_must_read_it_is_told_and_nobody_else(cast: Cast) -> None:
    issued(cast)

    told = set(Notice.objects.filter(kind="briefing-waits").values_list("person", flat=True))
    assert told == {cast.officer.pk, cast.supervisor.pk}


def test_a_receipt_is_one_entry_without_a_name_however_often_it_is_pressed(cast: Cast) -> None:
    made = issued(cast)

    _read(cast, made)
    _read(cast, made)

    entry = Entry.objects.get(kind="briefing-read")
    content = bytes(Record.objects.get(log_id=entry.log_id, index=entry.index).content)
    assert cast.officer.name.encode() not in content
    assert Entry.objects.filter(kind="briefing-issued").count() == 1


def test_who_has_not_read_it_is_shown_to_those_who_issue(cast: Cast) -> None:
    made = issued(cast, days=3)
    _read(cast, made)

    reach = access.reach(cast.supervisor.membership, made)

    assert [one.person for one in reach.missing] == [cast.supervisor]
    assert (reach.read, reach.required, reach.is_late) == (1, 2, True)


def test_a_newcomer_must_read_what_stands(cast: Cast) -> None:
    made = issued(cast, Role.OFFICER)
    _read(cast, made)
    newcomer = person("Nan New", cast.force, Role.OFFICER)

    assert access.to_read(newcomer.membership) == [made]
    assert access.to_read(cast.officer.membership) == []
    assert access.to_read(cast.caseworker.membership) == []


@pytest.mark.parametrize(("days", "is_late"), [(6, True), (7, False)])
def test_it_is_late_once_its_last_day_is_past(cast: Cast, days: int, is_late: bool) -> None:
    issued(cast, days=days)

    waits = list(waiting.waiting_for(cast.officer.membership))

    assert [one.is_late for one in waits] == [is_late]


def test_the_home_page_of_a_supervisor_counts_who_is_late(cast: Cast) -> None:
    issued(cast, Role.OFFICER, days=2)

    said = [one.sentence for one in waiting.waiting_for(cast.supervisor.membership)]

    assert said == ["1 of your colleagues have not read “Check first”"]


def test_once_ended_nobody_need_read_it(cast: Cast) -> None:
    made = issued(cast, days=1)
    changes.end(briefing=made, by=cast.editor, at=timezone.now())
    made.refresh_from_db()

    assert access.to_read(cast.officer.membership) == []
    with pytest.raises(PlainError, match="has ended"):
        _read(cast, made)


def test_a_reference_is_used_once_and_its_last_day_is_not_past(cast: Cast) -> None:
    made = issued(cast)
    again = {
        "force": cast.force,
        "title": "Other",
        "reference": made.reference,
        "dated": made.dated,
        "text": "Other",
        "roles": [Role.OFFICER],
        "by": cast.editor,
        "at": timezone.now(),
    }

    with pytest.raises(PlainError, match="reference already"):
        changes.issue(**again, read_by=timezone.localdate())  # type: ignore[arg-type]
    with pytest.raises(PlainError, match="is past"):
        changes.issue(
            **(again | {"reference": "Other"}),  # type: ignore[arg-type]
            read_by=timezone.localdate() - timedelta(days=1),
        )


def test_the_database_refuses_to_change_what_was_read(cast: Cast) -> None:
    made = issued(cast)
    _read(cast, made)

    with pytest.raises(DatabaseError), transaction.atomic():
        Briefing.objects.filter(pk=made.pk).update(text="Something else")
    with pytest.raises(DatabaseError), transaction.atomic():
        Reading.objects.filter(briefing=made).update(at=timezone.now())
