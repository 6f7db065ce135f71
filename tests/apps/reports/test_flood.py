"""Thirty people on one address all get through; ten thousand posts of one script do not."""

from collections import Counter
from hashlib import sha256
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from breakwater.apps.cases.models import Case
from breakwater.apps.organisations.models import Notice
from breakwater.apps.reports import places
from breakwater.apps.reports.models import Report
from breakwater.domain.reports import proof_of_work
from breakwater.domain.reports.pacing import Pacing, Recent
from breakwater.domain.reports.proof_of_work import BITS, bits_shown
from tests.apps.reports.conftest import WORDS, World, token_in


@pytest.fixture
def _no_time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a bucket gives back one each ten seconds, and a busy machine needs that long."""
    monkeypatch.setattr(places, "time", SimpleNamespace(monotonic=lambda: 0.0))


def test_thirty_people_on_one_address_all_get_through(world: World) -> None:
    pages = [world.send(keeps="none", words=f"{number} {WORDS}") for number in range(30)]

    assert {page.status_code for page in pages} == {200}
    assert Report.objects.count() == 30


@pytest.mark.usefixtures("_no_time_passes")
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


@pytest.mark.usefixtures("_no_time_passes")
def test_what_was_taken_is_acknowledged_again_also_while_others_wait(world: World) -> None:
    token = token_in(world.page_before_sending())
    world.send(keeps="none", form=token)
    while world.send(keeps="none").status_code == 200:
        pass

    assert "It has arrived" in world.send(keeps="none", form=token).content.decode()


@pytest.mark.usefixtures("_no_time_passes")
def test_a_browser_that_did_its_little_work_never_waits(world: World) -> None:
    while world.send(keeps="none").status_code == 200:
        pass
    token = "ab" * 32
    number = _worked(token, BITS)

    assert _sealed(world, token, number).status_code == 200
    assert _sealed(world, "cd" * 32, number).status_code == 429


@pytest.mark.usefixtures("_no_time_passes")
def test_a_script_that_does_the_work_is_asked_for_ever_more_and_nobody_is_shut_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A tenth of the reports for each bit, so that the test takes seconds.
    monkeypatch.setattr(proof_of_work, "_FROM_ONE_PLACE", 4)
    monkeypatch.setattr(proof_of_work, "MOST_BITS", most := BITS + 4)
    asked, tries = [], []
    for number in range(26):
        token = f"{number:064x}"
        asked.append(places.work_needed(RequestFactory().get("/")))
        bits, proof, answer = BITS, "0", None
        for _round in range(10):
            proof = _worked(token, bits, int(proof))
            answer = _sealed(world, token, proof)
            if answer.status_code == 200:
                break
            assert answer.status_code == 429
            assert answer.json()["work"] > bits
            bits = answer.json()["work"]
        assert answer is not None
        assert answer.status_code == 200
        tries.append(int(proof))

    assert asked == sorted(asked)
    assert asked[0] == BITS
    assert asked[-1] == most
    assert sum(tries[-8:]) > 4 * sum(tries[:8])
    # Somebody else at the same address: her browser works longer, and is told by how much.
    hers = _sealed(world, "ab" * 32, _worked("ab" * 32, BITS))
    assert hers.json() == {"work": most}
    assert _sealed(world, "ab" * 32, _worked("ab" * 32, most)).status_code == 200
    # Without script she waits her turn as ever: a script that works takes none of it.
    assert world.send(keeps="none").status_code == 200
    # Elsewhere nobody notices.
    assert _sealed(world, "cd" * 32, _worked("cd" * 32, BITS), "203.0.113.9").status_code == 200
    assert Report.objects.count() == 29


def test_what_was_taken_is_acknowledged_again_without_more_work(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof_of_work, "_FROM_ONE_PLACE", 0.5)
    token = "ab" * 32
    number = _worked(token, BITS)
    assert _sealed(world, token, number).status_code == 200
    assert places.work_needed(RequestFactory().get("/")) > BITS

    assert _sealed(world, token, number).status_code == 200
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("from_here", "from_everywhere", "bits"),
    [
        (0, 0, 14),
        (30, 30, 14),
        (39.9, 399, 14),
        (40, 40, 15),
        (120, 120, 17),
        (0, 400, 15),
        (80, 800, 18),
        (240, 240, 20),
        (10_000, 10_000, 20),
        (0, 1_000_000, 20),
    ],
)
def test_the_work_grows_with_what_came_from_there_and_more_slowly_with_everything(
    from_here: float, from_everywhere: float, bits: int
) -> None:
    assert proof_of_work.bits_needed(from_here, from_everywhere) == bits


def test_what_came_counts_less_as_it_ages() -> None:
    recent = Recent(600)
    for second in range(100):
        recent.came("a", float(second))

    assert 90 < recent.count("a", 100.0) < 100
    assert recent.count("b", 100.0) == 0
    assert recent.count("a", 700.0) < 40
    assert recent.count("a", 6000.0) < 0.01


def test_one_network_of_ipv6_is_one_place() -> None:
    def place(address: str) -> str:
        return places._place(RequestFactory().get("/", REMOTE_ADDR=address))

    assert place("2001:db8:1:2::1") == place("2001:db8:1:2:ffff::9")
    assert place("2001:db8:1:2::1") != place("2001:db8:1:3::1")
    assert place("192.0.2.1") != place("192.0.2.2")


def test_many_alarms_do_not_become_many_messages(world: World) -> None:
    for number in range(20):
        world.send(keeps="none", in_danger="on", words=f"{number}")

    assert Case.objects.filter(is_in_danger=True).count() == 20
    workers = 2
    assert Notice.objects.filter(kind="case-in-danger").count() <= workers


@pytest.mark.parametrize("number", ["", "x", "1.0", "-1", "9" * 13])
def test_what_is_no_number_proves_nothing(number: str) -> None:
    assert bits_shown("token", number) == 0


def test_the_work_is_about_what_its_bits_say() -> None:
    tries = [int(_worked(f"{number}", BITS)) for number in range(20)]

    assert 2**BITS / 4 < sum(tries) / 20 < 2**BITS * 4


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
    recent = Recent(1_000_000)
    for number in range(120_000):
        recent.came(str(number), 0.0)

    assert len(recent._counts) <= 50_001


def _worked(token: str, bits: int, begin: int = 0) -> str:
    begun, most = sha256(f"{token}:".encode()), 1 << (32 - bits)
    for number in count(begin):
        tried = begun.copy()
        tried.update(b"%d" % number)
        if int.from_bytes(tried.digest()[:4], "big") < most:
            return str(number)
    raise AssertionError


def _sealed(world: World, token: str, number: str, address: str = "127.0.0.1") -> Any:
    fields = {
        "form": token,
        "number": number,
        "content_mark": "1" * 64,
        "version": "1",
        "words": SimpleUploadedFile("sealed.age", b"age-encryption.org/v1\n-> X25519 a"),
    }
    return world.client.post(
        "/start/1/sealed/",
        fields,
        headers={"Sec-Fetch-Site": "same-origin"},
        REMOTE_ADDR=address,
    )
