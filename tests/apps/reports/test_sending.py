"""Writing and sending without script: stored once, sealed, acknowledged truly, nothing lost."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from breakwater.apps.cases.changes.keeping import arrange_on_call
from breakwater.apps.cases.models import Case, Exclusion, Piece
from breakwater.apps.organisations.models import KeyTest, Notice
from breakwater.apps.reports import routes
from breakwater.apps.reports.changes import conversation, sending
from breakwater.apps.reports.models import Report
from tests.apps.reports.conftest import WORDS, World, code_in, token_in


def test_what_is_written_arrives_sealed_to_the_organisation_alone(world: World) -> None:
    page = world.send(call_me="telephone", reach="07700 900123", safe_word="heron")

    assert page.status_code == 200
    assert "It has arrived" in page.content.decode()
    case = Case.objects.get()
    assert case.organisation == world.cast.support
    assert case.keep_days == 90
    assert case.answer_by == case.opened_at + timedelta(hours=48)
    words = world.opened(case.pieces.get())
    said = {part.label: part.text for part in words.parts}
    assert said["What do you want to tell them?"] == WORDS
    assert said["How can they reach you safely?"] == "They can call me"
    report = Report.objects.get()
    assert report.sealed_in == Report.SealedIn.SERVER
    assert report.recipient


def test_labels_reach_the_reader_in_english_whatever_language_the_page_was_in(
    world: World,
) -> None:
    page = world.post("/ar/start/1/check/", words=WORDS, about="child")
    world.post("/ar/start/1/send/", words=WORDS, about="child", keeps="none", form=token_in(page))

    words = world.opened(Piece.objects.get())
    assert words.language == "ar"
    assert ("Who is it about?", "It is about a child") in [
        (part.label, part.text) for part in words.parts
    ]


def test_sent_twice_it_is_one_report_and_both_are_told_that_it_arrived(world: World) -> None:
    token = token_in(world.page_before_sending())

    pages = [world.send(form=token) for _ in range(3)]

    assert all("It has arrived" in page.content.decode() for page in pages)
    assert Report.objects.count() == 1
    assert Piece.objects.count() == 1


def test_changed_after_going_back_both_versions_arrive_as_one_report(world: World) -> None:
    token = token_in(world.page_before_sending())
    world.send(form=token, keeps="none")
    page = world.send(form=token, words=f"{WORDS}, and last night too")

    assert "Now they have both" in page.content.decode()
    assert Report.objects.count() == 1
    first, second = Piece.objects.order_by("added_at")
    assert (first.sort, second.sort) == (Piece.Sort.REPORT, Piece.Sort.FROM_PERSON)
    assert world.opened(second).parts[0].text.endswith("last night too")
    assert Report.objects.get().recipient

    world.send(form=token)
    for words in (f"{WORDS}, and last night too", WORDS):
        assert "Now they have both" not in world.send(form=token, words=words).content.decode()
    assert Piece.objects.count() == 3  # the first words now name her code too


def test_words_sent_again_after_she_took_it_back_are_not_said_to_have_arrived(
    world: World,
) -> None:
    token = token_in(world.page_before_sending())
    world.send(form=token)
    conversation.withdraw(report=Report.objects.get(), at=timezone.now())

    refused = world.send(form=token, words=f"{WORDS}, and more")

    assert refused.status_code == 422
    assert "You have taken it back" in refused.content.decode()
    assert f"{WORDS}, and more" in refused.content.decode()
    assert "It has arrived" in world.send(form=token).content.decode()
    assert Piece.objects.count() == 1


def test_danger_told_when_it_is_sent_again_alarms_nobody_who_is_kept_away(world: World) -> None:
    token = token_in(world.page_before_sending())
    world.send(form=token)
    kit = world.cast.caseworker
    Exclusion.objects.create(case=Case.objects.get(), membership=kit.membership)
    Notice.objects.all().delete()

    world.send(form=token, in_danger="on", keep_away="Kit Kelp")

    assert Case.objects.get().asks_to_keep_away
    assert Notice.objects.filter(kind="case-in-danger").exists()
    assert not Notice.objects.filter(person=kit).exists()


def test_the_code_of_a_form_is_the_same_however_often_its_page_is_made(world: World) -> None:
    page = world.page_before_sending()
    again = world.page_before_sending(form=token_in(page))

    assert code_in(page) == code_in(again) != ""
    assert code_in(world.page_before_sending()) != code_in(page)


def test_whether_the_code_was_kept_must_be_said(world: World) -> None:
    page = world.page_before_sending()
    refused = world.post("/start/1/send/", words=WORDS, form=token_in(page))

    assert refused.status_code == 422
    assert WORDS in refused.content.decode()
    assert not Report.objects.exists()


def test_a_code_that_another_page_showed_is_not_said_to_be_kept(world: World) -> None:
    page = world.page_before_sending(keeps="code").content.decode()

    assert "I have kept it" in page
    assert not re.search(r"<input[^>]*\bchecked", page)


def test_without_a_code_nothing_of_her_is_kept_to_come_back_by(world: World) -> None:
    page = world.send(keeps="none")

    report = Report.objects.get()
    assert (report.lookup_digest, report.recipient, report.safe_word_mark) == (None, "", "")
    assert "You kept no code" in page.content.decode()


def test_sent_at_once_from_the_first_page_it_arrives_too(world: World) -> None:
    token = token_in(world.client.get("/start/1/write/"))  # type: ignore[arg-type]
    page = world.post("/start/1/send/", words=WORDS, form=token, keeps="none")

    assert "It has arrived" in page.content.decode()


def test_nothing_written_and_no_way_to_be_reached_is_asked_again(world: World) -> None:
    page = world.post("/start/1/check/", when="last winter")

    assert page.status_code == 422
    assert "last winter" in page.content.decode()


_TOLD, _NOT_TOLD = "A message goes to somebody there now", "Nobody there is called at once"


@pytest.mark.parametrize(
    ("number", "days", "told"),
    [
        (1, (0, 0), _TOLD),
        (1, (-3, 4), _TOLD),
        (1, (1, 4), _NOT_TOLD),
        (1, (-4, -1), _NOT_TOLD),
        (1, None, _NOT_TOLD),
        (2, (0, 0), _NOT_TOLD),
    ],
)
def test_danger_is_told_and_the_page_promises_a_message_only_while_somebody_is_on_call(
    world: World, number: int, days: tuple[int, int] | None, told: str
) -> None:
    worker, by = {
        1: (world.cast.caseworker, world.cast.support_admin),
        2: (world.cast.officer, world.cast.supervisor),
    }[number]
    if days:
        first, last = (timezone.localdate() + timedelta(days=one) for one in days)
        arrange_on_call(
            member=worker.membership, from_on=first, until_on=last, by=by, at=timezone.now()
        )
    writing = world.client.get(f"/start/{number}/write/").content.decode()
    page = world.send(number, in_danger="on").content.decode()

    assert Case.objects.get().is_in_danger
    assert Notice.objects.filter(kind="case-in-danger").exists()
    assert told in page
    assert "is being called" not in page
    assert ("Then a message goes to somebody there at once" in writing) is (told == _TOLD)


def test_names_that_must_not_see_it_wait_for_somebody_to_look(world: World) -> None:
    world.send(2, keep_away="Olive Oak")

    assert Case.objects.get().asks_to_keep_away
    assert b"Olive Oak" not in bytes(Piece.objects.get().sealed)


def test_a_route_that_nobody_could_open_is_closed_and_shows_the_telephone(world: World) -> None:
    KeyTest.objects.all().delete()
    routes.forget()

    page = world.client.get("/start/1/write/")

    assert page.status_code == 503
    assert "01632 960 101" in page.content.decode()
    assert "<textarea" not in page.content.decode()


def test_a_route_that_closes_while_she_writes_gives_everything_back(world: World) -> None:
    page = world.page_before_sending()
    KeyTest.objects.all().delete()
    routes.forget()

    refused = world.post("/start/1/send/", words=WORDS, form=token_in(page), keeps="none")

    assert refused.status_code == 503
    assert WORDS in refused.content.decode()
    assert not Case.objects.exists()


def test_a_fault_while_it_is_stored_is_told_as_one_and_gives_everything_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = world.page_before_sending()

    def full(**_: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(sending, "open_case", full)
    refused = world.post("/start/1/send/", words=WORDS, form=token_in(page), keeps="none")

    assert refused.status_code == 503
    assert WORDS in refused.content.decode()
    assert "It was not sent" in refused.content.decode()


@pytest.mark.parametrize("where", ["check", "send", "write", "sealed"])
def test_what_another_site_sends_is_refused(world: World, where: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        f"/start/1/{where}/", {"words": WORDS}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
    assert not Case.objects.exists()


def test_advice_asks_for_no_account_of_what_happened(world: World) -> None:
    page = world.client.get("/start/3/write/").content.decode()

    assert 'name="words"' in page
    assert 'name="when"' not in page
    assert 'name="about"' not in page
    assert "It has arrived" in world.send(3).content.decode()
