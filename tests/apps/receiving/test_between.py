"""An organisation reports for somebody: what the police can open, and what they cannot."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from breakwater.apps.audit_log.models import Entry
from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.receiving import words
from breakwater.apps.receiving.changes import between
from breakwater.apps.receiving.models import OnBehalf
from breakwater.apps.referrals.consent_words import in_language
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.opener import open_sealed
from tests.apps.cases.making import WORDS, a_case
from tests.apps.receiving.conftest import PASSED, World
from tests.people import signed_in

pytestmark = pytest.mark.django_db

FORM = {
    "police": "saltmarsh-constabulary",
    "named": "no",
    "called": "Fern Hedge",
    "said": "He broke the door.",
    "was_alone": "yes",
    "interpreter": "not_needed",
    "language": "en-gb",
    "agreed": "on",
}


def _opened_by(world: World, where: object, case: Case) -> list[str]:
    identity = world.identity(where)  # type: ignore[arg-type]
    texts = []
    for piece in case.pieces.all():
        try:
            texts.append(open_sealed(bytes(piece.sealed), identity=identity).decode())
        except PlainError:
            continue
    return texts


def _version(code: str) -> str:
    return in_language(words.WORDS, code).version


def _post(world: World, case: Case, **more: str) -> Client:
    client = signed_in(world.cast.caseworker)
    form = FORM | {"token": str(uuid.uuid4()), "version": _version("en-gb")} | more
    answer = client.post(f"/report-for/{case.pk}/", form)
    assert answer.status_code == 302, answer.content.decode()
    return client


def test_the_police_open_exactly_what_was_passed_and_nothing_else_of_the_case(
    world: World,
) -> None:
    own = a_case(world.cast.support)
    made = world.report_for(own)

    everything = [piece for case in Case.objects.all() for piece in case.pieces.all()]
    assert len(everything) == 3
    police_read = [
        text
        for case in (own, made.police_case)
        for text in _opened_by(world, world.cast.force, case)
    ]
    assert len(police_read) == 2
    assert all(PASSED in text and WORDS not in text for text in police_read)


def test_the_police_do_not_see_the_case_nor_who_wrote(world: World) -> None:
    own = a_case(world.cast.support)
    made = world.report_for(own)
    police = signed_in(world.cast.officer)

    assert police.get(f"/cases/{own.pk}/").status_code == 404
    page = police.get(f"/cases/{made.police_case.pk}/").content.decode()
    assert "Reported by Southfell Women&#x27;s Support for somebody" in page
    assert world.cast.caseworker.name not in page
    assert own.reference not in page
    assert str(own.pk) not in page


def test_without_leave_the_name_is_left_out_even_if_it_was_typed(world: World) -> None:
    _post(world, a_case(world.cast.support))

    (text,) = _opened_by(world, world.cast.force, OnBehalf.objects.get().police_case)
    assert "He broke the door." in text
    assert "Fern Hedge" not in text


def test_with_leave_the_name_is_passed(world: World) -> None:
    _post(world, a_case(world.cast.support), named="yes")

    (text,) = _opened_by(world, world.cast.force, OnBehalf.objects.get().police_case)
    assert "Fern Hedge" in text


def test_without_agreement_nothing_is_passed(world: World) -> None:
    case = a_case(world.cast.support)
    form = {name: value for name, value in FORM.items() if name != "agreed"}
    form["version"] = _version("en-gb")

    answer = signed_in(world.cast.caseworker).post(
        f"/report-for/{case.pk}/", form | {"token": str(uuid.uuid4())}
    )

    assert "Without their agreement nothing is passed on." in answer.content.decode()
    assert not OnBehalf.objects.exists()


def test_they_are_asked_in_their_language_and_the_record_keeps_those_words(world: World) -> None:
    case, client = a_case(world.cast.support), signed_in(world.cast.caseworker)
    found = in_language(words.WORDS, "ur")

    page = client.post(
        f"/report-for/{case.pk}/",
        FORM | {"token": str(uuid.uuid4()), "language": "ur", "show_words": "1"},
    ).content.decode()
    unseen = client.post(
        f"/report-for/{case.pk}/",
        FORM | {"token": str(uuid.uuid4()), "language": "ur", "version": _version("en-gb")},
    ).content.decode()
    assert not OnBehalf.objects.exists()
    _post(world, case, language="ur", version=_version("ur"))

    assert f'lang="ur" dir="rtl">{found.shown[0]}</p>' in page
    assert "Machine translation, not reviewed" in page
    assert "He broke the door.</textarea>" in page
    assert "The page had not shown these words." in unseen
    made = OnBehalf.objects.get()
    assert made.words_shown == "\n".join(found.shown)
    assert (made.language, made.translation) == ("Urdu", "machine")
    assert made.version == found.version


def test_sent_twice_it_is_one_report(world: World) -> None:
    own, token = a_case(world.cast.support), uuid.uuid4()

    first, second = (world.report_for(own, token=token) for _ in range(2))

    assert first == second
    assert Case.objects.filter(organisation=world.cast.force).count() == 1
    assert own.pieces.count() == 2


def test_each_log_has_its_own_entry(world: World) -> None:
    world.report_for(a_case(world.cast.support))

    for kind in ("report-made-for-somebody", "report-passed-on", "consent-recorded"):
        assert Entry.objects.filter(kind=kind).count() == 1


def test_the_answer_of_the_police_is_news_in_the_case_of_the_organisation(world: World) -> None:
    own = a_case(world.cast.support)
    made = world.report_for(own)

    between.police_answer(
        on_behalf=made,
        passed=world.passed("We can meet you"),
        by=world.cast.officer,
        at=timezone.now(),
    )

    own.refresh_from_db()
    made.police_case.refresh_from_db()
    assert own.has_news
    assert made.police_case.answered_by == world.cast.officer
    assert any("We can meet you" in text for text in _opened_by(world, world.cast.support, own))
    assert Entry.objects.filter(kind="first-answer-in-a-day").count() == 1


def test_what_passes_with_the_police_says_so_in_the_case_of_the_organisation(world: World) -> None:
    own, now = a_case(world.cast.support), timezone.now()
    made = world.report_for(own)
    cast, passed = world.cast, world.passed()

    between.police_answer(on_behalf=made, passed=passed, by=cast.officer, at=now)
    between.write_to_police(on_behalf=made, passed=passed, by=cast.caseworker, at=now)

    says = [one.get_sort_display() for one in own.pieces.all()]
    assert sorted(says[1:]) == ["From the police", "To the police", "To the police"]


def test_what_the_organisation_adds_comes_to_the_police_as_from_the_person(world: World) -> None:
    made = world.report_for(a_case(world.cast.support))

    between.write_to_police(
        on_behalf=made,
        passed=world.passed("Tuesday suits"),
        by=world.cast.caseworker,
        at=timezone.now(),
    )

    newest = made.police_case.pieces.latest("added_at")
    assert (newest.sort, newest.added_by) == (Piece.Sort.FROM_PERSON, None)


def test_once_taken_back_nothing_more_passes_and_the_police_record_stays(world: World) -> None:
    made = world.report_for(a_case(world.cast.support))
    between.withdraw(on_behalf=made, by=world.cast.caseworker, at=timezone.now())

    with pytest.raises(PlainError, match="took this report back"):
        between.police_answer(
            on_behalf=made, passed=world.passed(), by=world.cast.officer, at=timezone.now()
        )
    assert made.police_case.pieces.count() == 1


def test_when_the_organisation_erases_its_case_the_police_cannot_write_to_nobody(
    world: World,
) -> None:
    own = a_case(world.cast.support)
    made = world.report_for(own)
    own.delete()

    with pytest.raises(PlainError, match="nobody would read it"):
        between.police_answer(
            on_behalf=made, passed=world.passed(), by=world.cast.officer, at=timezone.now()
        )
