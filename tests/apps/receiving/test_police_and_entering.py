"""Numbers within a day, the Victims' Code, and what somebody told a member."""

import uuid
from base64 import b64encode
from datetime import date, timedelta

import pytest
from django.utils import timezone

from breakwater.apps.audit_log.models import Entry
from breakwater.apps.cases.models import Case
from breakwater.apps.receiving import access, waiting
from breakwater.apps.receiving.changes import numbering
from breakwater.apps.receiving.models import CodeStep, PoliceNumber
from breakwater.apps.receiving.victims_code import steps
from breakwater.domain.cases import working_days
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.opener import open_sealed
from breakwater.sealing.seal import seal
from tests.apps.cases.making import IDENTITY, a_case
from tests.apps.receiving.conftest import World
from tests.people import Cast, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_staff_site")]

NOW = timezone.now()


def _number(cast: Cast, case: Case, sort: PoliceNumber.Sort, number: str, why: str) -> None:
    numbering.record_number(
        case=case, sort=sort, number=number, why=why, by=cast.officer, at=timezone.now()
    )


@pytest.mark.parametrize(("hours", "is_late"), [(23, False), (25, True)])
def test_a_report_without_a_number_is_late_after_a_day(
    cast: Cast, hours: int, is_late: bool
) -> None:
    a_case(cast.force, at=timezone.now() - timedelta(hours=hours))

    found = list(waiting.waiting_for(cast.officer.membership))

    assert [one.is_late for one in found] == [True] * is_late


def test_a_reason_why_not_is_enough_and_the_number_comes_later(cast: Cast) -> None:
    case = a_case(cast.force, at=NOW - timedelta(days=2))

    _number(cast, case, PoliceNumber.Sort.NEITHER, "", "unreached")
    assert not access.without_a_number(cast.officer.membership, NOW).exists()
    _number(cast, case, PoliceNumber.Sort.CRIME, " 44/1234/26 ", "")

    now = access.number_of(case)
    assert now is not None
    assert now.number == "44/1234/26"
    assert PoliceNumber.objects.count() == 2
    assert Entry.objects.filter(kind="report-numbered").count() == 2


@pytest.mark.parametrize(
    ("sort", "number", "why", "says"),
    [
        (PoliceNumber.Sort.CRIME, " ", "", "give the number"),
        (PoliceNumber.Sort.NEITHER, "44", "", "why it has no number"),
        (PoliceNumber.Sort.NEITHER, "", "because", "why it has no number"),
    ],
    ids=str,
)
def test_neither_number_nor_reason_is_refused(
    cast: Cast, sort: PoliceNumber.Sort, number: str, why: str, says: str
) -> None:
    with pytest.raises(PlainError, match=says):
        _number(cast, a_case(cast.force), sort, number, why)


def test_steps_of_the_code_are_noted_once_and_can_be_taken_back(cast: Cast) -> None:
    case = a_case(cast.force)
    for answers in ({"support": "done", "unheard-of": "done"}, {"support": "declined"}):
        numbering.record_steps(case=case, answers=answers, by=cast.officer, at=NOW)

    assert CodeStep.objects.get().answer == "declined"
    numbering.record_steps(case=case, answers={"support": ""}, by=cast.officer, at=NOW)
    assert not CodeStep.objects.exists()


def test_a_step_whose_time_is_over_is_marked_on_the_case(cast: Cast) -> None:
    case = a_case(cast.force, at=NOW - timedelta(days=10))

    page = signed_in(cast.officer).get(f"/cases/{case.pk}/").content.decode()

    late = [step for step in steps() if step.within_days]
    assert [step.key for step in late] == ["support"]
    assert all(step.says in page for step in late)


@pytest.mark.parametrize(
    ("day", "working", "last"),
    [
        (date(2026, 11, 26), 1, date(2026, 11, 27)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 27), 5, date(2026, 12, 4)),
        (date(2026, 11, 28), 2, date(2026, 12, 1)),
    ],
    ids=str,
)
def test_working_days_leave_out_the_weekend(day: date, working: int, last: date) -> None:
    assert working_days.after(day, working) == last


def _enter(world: World, **more: str) -> int:
    form = {
        "origin": "telephone",
        "said": "He follows me home.",
        "token": str(uuid.uuid4()),
    } | more
    answer = signed_in(world.cast.caseworker).post("/enter-report/", form)
    return answer.status_code


def test_what_was_told_is_sealed_in_memory_and_counted_by_how_it_came(world: World) -> None:
    assert _enter(world) == 302

    case = Case.objects.get()
    (piece,) = case.pieces.all()
    assert b"He follows me home" not in bytes(piece.sealed)
    opened = open_sealed(bytes(piece.sealed), identity=world.identity(world.cast.support))
    assert "He follows me home." in opened.decode()
    assert case.origin == Case.Origin.TELEPHONE
    assert case.answer_by == case.opened_at + timedelta(hours=48)
    assert Entry.objects.filter(kind="report-told-by-telephone").count() == 1


def test_what_the_browser_sealed_is_kept_as_it_is(world: World) -> None:
    recipient = world.keys[world.cast.support.pk].signed.statement.recipient
    sealed = seal(b"{}\n", recipients=[recipient])

    file = b64encode(sealed).decode()
    assert _enter(world, said="", sealed=file, sealed_to=recipient) == 302
    assert bytes(Case.objects.get().pieces.get().sealed) == sealed


def test_what_was_sealed_to_a_key_that_has_changed_is_refused(world: World) -> None:
    before = str(IDENTITY.to_public())
    file = b64encode(seal(b"{}\n", recipients=[before])).decode()

    assert _enter(world, said="", sealed=file, sealed_to=before) == 200
    assert not Case.objects.exists()


def test_the_same_form_sent_twice_is_one_case(world: World) -> None:
    token = str(uuid.uuid4())

    assert [_enter(world, token=token) for _ in range(2)] == [302, 302]
    assert Case.objects.count() == 1


def test_damaged_bytes_are_refused(world: World) -> None:
    assert _enter(world, sealed="not sealed") == 200
    assert not Case.objects.exists()


def test_nothing_is_taken_where_nobody_could_open_it(cast: Cast) -> None:
    page = signed_in(cast.caseworker).get("/enter-report/").content.decode()

    assert "Nobody in your organisation could open it now" in page
    assert "<textarea" not in page
