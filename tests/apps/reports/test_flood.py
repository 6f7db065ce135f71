"""Thirty people on one address all get through; ten thousand posts of one script do not."""

from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from breakwater.apps.cases.models import Case
from breakwater.apps.organisations.models import Notice
from breakwater.apps.reports.models import Report
from breakwater.domain.reports import proof_of_work
from breakwater.domain.reports.pacing import Pacing
from breakwater.domain.reports.proof_of_work import is_proof
from tests.apps.reports.conftest import WORDS, World, token_in


def test_thirty_people_on_one_address_all_get_through(world: World) -> None:
    pages = [world.send(keeps="none", words=f"{number} {WORDS}") for number in range(30)]

    assert {page.status_code for page in pages} == {200}
    assert Report.objects.count() == 30


def test_a_script_waits_keeps_its_words_and_nothing_acknowledged_is_dropped(world: World) -> None:
    answers = Counter[int]()
    last = None
    for number in range(90):
        last = world.send(keeps="none", words=f"{number} {WORDS}")
        answers[last.status_code] += 1

    assert answers == {200: 60, 429: 30}
    assert Report.objects.count() == 60
    assert last is not None
    assert WORDS in last.content.decode()
    assert "press Send again" in last.content.decode()


def test_what_was_taken_is_acknowledged_again_also_while_others_wait(world: World) -> None:
    token = token_in(world.page_before_sending())
    world.send(keeps="none", form=token)
    while world.send(keeps="none").status_code == 200:
        pass

    assert "It has arrived" in world.send(keeps="none", form=token).content.decode()


def test_a_browser_that_did_its_little_work_never_waits(world: World) -> None:
    while world.send(keeps="none").status_code == 200:
        pass
    token = "ab" * 32
    number = next(str(one) for one in range(10**7) if is_proof(token, str(one)))

    assert _sealed(world, token, number).status_code == 200
    assert _sealed(world, "cd" * 32, number).status_code == 429


def test_many_alarms_do_not_become_many_messages(world: World) -> None:
    for number in range(20):
        world.send(keeps="none", in_danger="on", words=f"{number}")

    assert Case.objects.filter(is_in_danger=True).count() == 20
    workers = 2
    assert Notice.objects.filter(kind="case-in-danger").count() <= workers


@pytest.mark.parametrize("number", ["", "x", "1.0", "-1", "9" * 13])
def test_what_is_no_number_proves_nothing(number: str) -> None:
    assert not is_proof("token", number)


def test_the_work_is_about_what_its_bits_say() -> None:
    tries = [
        next(one for one in range(10**7) if is_proof(f"{number}", str(one))) for number in range(20)
    ]

    assert 2**proof_of_work.BITS / 4 < sum(tries) / 20 < 2**proof_of_work.BITS * 4


def test_a_bucket_refills_evenly_and_each_place_has_its_own() -> None:
    pacing = Pacing(burst=2, seconds=10)

    assert [pacing.let("a", 0.0) for _ in range(3)] == [True, True, False]
    assert pacing.let("b", 0.0)
    assert pacing.wait("a", 0.0) == 5.0
    assert not pacing.let("a", 4.9)
    assert pacing.let("a", 5.0)


def test_forged_places_without_number_do_not_fill_the_memory() -> None:
    pacing = Pacing(burst=1, seconds=1_000_000)
    for number in range(120_000):
        pacing.let(str(number), 0.0)

    assert len(pacing._levels) <= 50_001


def _sealed(world: World, token: str, number: str) -> HttpResponse:
    return world.post(
        "/start/1/sealed/",
        form=token,
        number=number,
        content_mark="1" * 64,
        version="1",
        words=SimpleUploadedFile("sealed.age", b"age-encryption.org/v1\n-> X25519 a"),
    )
