"""After a flood: many reports put aside at once, none deleted, each can come back."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from breakwater.apps.audit_log.models import Entry
from breakwater.apps.cases import changes
from breakwater.apps.cases.changes import alarms, aside
from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.organisations.models import Person
from breakwater.domain.plain_error import PlainError
from tests.apps.cases.making import a_case, piece
from tests.people import Cast, signed_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HOUR = NOW.replace(minute=0, second=0, microsecond=0) - timedelta(hours=3)


def _came(cast: Cast, minutes: int, **more: object) -> Case:
    return a_case(cast.support, at=HOUR + timedelta(minutes=minutes), **more)


def _looks(client: Client, way: str = "put-aside", **chosen: object) -> HttpResponse:
    page = client.get(f"/cases/{way}/").content.decode()
    until = re.search(r'name="until"[^>]*?\svalue="([^"]+)"', page)
    assert until
    return client.post(f"/cases/{way}/", {"until": until[1], **chosen})  # type: ignore[return-value]


def _confirms(client: Client, looked: HttpResponse, way: str = "put-aside") -> HttpResponse:
    assert looked.status_code == 200, looked.content.decode()
    sent: dict[str, list[str]] = {"confirmed": ["yes"]}
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', looked.content.decode())
    for name, value in found:
        sent.setdefault(name, []).append(value)
    return client.post(f"/cases/{way}/", sent)  # type: ignore[return-value]


def _states() -> dict[str, str]:
    return dict(Case.objects.values_list("reference", "state"))


def _kinds() -> list[str]:
    return list(Entry.objects.order_by("log", "index").values_list("kind", flat=True))


def test_all_of_one_hour_are_put_aside_after_one_look_and_those_in_danger_stay(cast: Cast) -> None:
    flood = [_came(cast, minutes) for minutes in range(30)]
    danger = _came(cast, 31, is_in_danger=True)
    other = a_case(cast.support, at=HOUR - timedelta(minutes=1))
    client = signed_in(cast.caseworker)

    looked = _looks(client, hours=HOUR.isoformat())
    assert "30 cases?" in looked.content.decode()
    assert "1 more says that somebody is in danger" in looked.content.decode()
    assert set(_states().values()) == {"waiting"}
    late = _came(cast, 32)
    Case.objects.filter(pk=late.pk).update(opened_at=timezone.now())
    answer = _confirms(client, looked)

    assert (answer.status_code, answer["Location"]) == (302, "/cases/?show=waiting")
    assert {one for one, state in _states().items() if state == "aside"} == {
        one.reference for one in flood
    }
    assert _states()[danger.reference] == _states()[other.reference] == "waiting"
    assert Case.objects.count() == 33
    assert _kinds().count("cases-put-aside") == 1
    inbox = client.get("/cases/").content.decode()
    assert flood[0].reference not in inbox
    assert danger.reference in inbox
    assert flood[0].reference in client.get("/cases/?show=aside").content.decode()


def test_some_are_chosen_one_by_one_also_those_in_danger_where_that_is_said(cast: Cast) -> None:
    first, second = _came(cast, 1, is_in_danger=True), _came(cast, 2)
    client = signed_in(cast.caseworker)

    _confirms(client, _looks(client, cases=str(first.pk), danger="on"))

    assert _states() == {first.reference: "aside", second.reference: "waiting"}
    assert alarms.repeat_alarms(at=NOW) == 0


def test_what_was_put_aside_is_brought_back_or_taken_or_waits_when_its_person_writes(
    cast: Cast,
) -> None:
    made = [_came(cast, minutes) for minutes in range(4)]
    by = cast.caseworker
    aside.put_aside(cases=[one.pk for one in made], by=by, at=NOW)
    client = signed_in(by)

    _confirms(client, _looks(client, "bring-back", cases=str(made[0].pk)), "bring-back")
    changes.take(case=made[1], by=by, at=NOW)
    written = piece(sort=Piece.Sort.FROM_PERSON)
    changes.add_piece(case=made[2], piece=written, kind=None, by=None, at=NOW)

    assert [_states()[one.reference] for one in made] == ["waiting", "open", "waiting", "aside"]
    assert _kinds().count("cases-brought-back") == 1
    assert signed_in(by).get(f"/cases/{made[3].pk}/").status_code == 200


def _taken(cast: Cast) -> Case:
    made = _came(cast, 1)
    changes.take(case=made, by=cast.caseworker, at=NOW)
    return made


def _noted(cast: Cast) -> Case:
    made = _came(cast, 1)
    note = piece(sort=Piece.Sort.NOTE)
    changes.add_piece(case=made, piece=note, kind=None, by=cast.caseworker, at=NOW)
    return made


def _with_news(cast: Cast) -> Case:
    made = _came(cast, 1)
    written = piece(sort=Piece.Sort.FROM_PERSON)
    changes.add_piece(case=made, piece=written, kind=None, by=None, at=NOW)
    return made


def _referred(cast: Cast) -> Case:
    return _came(cast, 1, origin=Case.Origin.REFERRAL)


def _elsewhere(cast: Cast) -> Case:
    return a_case(cast.other_support, at=HOUR)


def _kept_from(cast: Cast) -> Case:
    return _came(cast, 1, excluded=[cast.caseworker.membership])


@pytest.mark.parametrize(
    "make",
    [_taken, _noted, _with_news, _referred, _elsewhere, _kept_from],
    ids=lambda one: one.__name__,
)
def test_what_somebody_touched_or_must_not_see_is_never_put_aside(cast: Cast, make: object) -> None:
    assert callable(make)
    made: Case = make(cast)
    before = Case.objects.get(pk=made.pk).state

    with pytest.raises(PlainError, match="none of these"):
        aside.put_aside(cases=[made.pk], by=cast.caseworker, at=NOW)

    assert Case.objects.get(pk=made.pk).state == before
    assert "cases-put-aside" not in _kinds()


def test_nothing_chosen_nonsense_and_too_many_are_said(cast: Cast, colleague: Person) -> None:
    _came(cast, 1)
    client = signed_in(cast.caseworker)

    nothing = _looks(client)
    assert (nothing.status_code, "Choose an hour" in nothing.content.decode()) == (422, True)
    assert _looks(client, cases="nonsense").status_code == 422
    assert _looks(client, hours="2026").status_code == 422
    with pytest.raises(PlainError, match="at most 1000"):
        aside.put_aside(cases=[uuid4() for _ in range(1001)], by=cast.caseworker, at=NOW)


def test_the_fullest_hour_stands_first(cast: Cast) -> None:
    a_case(cast.support, at=HOUR - timedelta(hours=2))
    for minutes in range(3):
        _came(cast, minutes, is_in_danger=minutes == 0)

    page = signed_in(cast.caseworker).get("/cases/put-aside/").content.decode()

    assert "3 cases, 1 in danger" in page
    assert page.index("3 cases, 1 in danger") < page.index(": 1 case")
