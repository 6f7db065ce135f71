"""The file of pathways: read whole or refused, its promises kept word for word."""

import re

import pytest
from django.utils import timezone
from pytest_django import Settings

from breakwater.apps.reports import promise_words, routes
from breakwater.apps.reports.changes.pathways import load_routes
from breakwater.apps.reports.models import LoadedRoutes
from breakwater.domain.plain_error import PlainError
from breakwater.domain.reports.pathways import read_routes
from tests.apps.outreach import making
from tests.apps.reports.conftest import FILE, World
from tests.people import Cast


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("", "[[", "that is not TOML"),
        ('host = "Saltmarsh Hosting"', "", "say host"),
        ("host_is_police = false", "host_is_police = 1", "true or false"),
        ("number = 2", "number = 1", "same number"),
        ("number = 2", "number = 0", "from 1 to 99"),
        ('kind = "police"', 'kind = "army"', "kind is police or support or advice"),
        ("keep_days = 90", "", "how long after closing"),
        ("promised_on = 2026-11-02", 'promised_on = "soon"', "a day, such as"),
        ('hours = "Tuesdays"', 'hours = "Tuesdays"\nopen = true', "nobody knows open"),
        ('instead_of = "police"', 'instead_of = "army"', "police or support"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_file_that_says_something_else_is_refused(old: str, new: str, says: str) -> None:
    with pytest.raises(PlainError, match=re.escape(says)):
        read_routes(FILE.replace(old, new, 1) if old else new)


def test_a_receiver_that_is_not_here_or_is_something_else_is_refused(cast: Cast) -> None:
    now = timezone.now()
    with pytest.raises(PlainError, match="no organisation here"):
        load_routes(text=FILE.replace("harbour-lights", "nobody-here"), at=now)
    with pytest.raises(PlainError, match="is not a support organisation"):
        load_routes(text=FILE.replace("harbour-lights", "saltmarsh-constabulary"), at=now)
    assert not LoadedRoutes.objects.exists()


def test_hours_of_days_and_times_are_said_in_the_readers_language(world: World) -> None:
    text = FILE.replace('"every day"', '"Monday to Friday 9:00 to 17:00"')
    load_routes(text=text, at=timezone.now())

    page = world.client.get("/pl/start/places/").content.decode()

    assert "<bdi>poniedziałek – piątek: od 09:00 do 17:00</bdi>" in page
    assert '<bdi lang="en-gb">Tuesdays</bdi>' in page


def test_what_opens_closes_and_changes_is_said_and_the_same_file_changes_nothing(
    cast: Cast,
) -> None:
    now = timezone.now()
    assert len(load_routes(text=FILE, at=now)) == 3
    assert load_routes(text=FILE, at=now) == []

    longer = FILE.replace("answer_within_hours = 48", "answer_within_hours = 72", 1)
    with pytest.raises(PlainError, match="promised_on must be later"):
        load_routes(text=longer, at=now)
    later = longer.replace("promised_on = 2026-11-02", "promised_on = 2026-11-20", 1)
    assert [one.split(":")[0] for one in load_routes(text=later, at=now)] == [
        "The promise made to reporters was changed"
    ]

    without = re.sub(r"\[\[pathway\]\]\nnumber = 3.*?\n\n", "", later, flags=re.DOTALL)
    assert load_routes(text=without, at=now) == [
        "A reporting route was closed: 3, received by harbour-lights"
    ]


def test_the_promise_stands_before_anything_can_be_typed_dated_and_signed(world: World) -> None:
    page = world.client.get("/start/1/").content.decode()

    assert "Only Southfell Women&#x27;s Support can read what you write here" in page
    assert "A court can order" in page
    assert "If a child is in danger" in page
    assert "2 November 2026" in page
    assert "Director" in page
    assert "The police do not run it" in page
    assert "<textarea" not in page


@pytest.mark.parametrize(
    ("number", "address", "says"),
    [
        (1, "our-word/", "ما ستفعله الشرطة وما لن تفعله بمعلوماتك"),
        (2, "our-word/saltmarsh-constabulary/", "ما ستفعله Saltmarsh Constabulary وما"),
    ],
)
def test_what_the_police_have_signed_is_linked_where_the_promise_is_read(
    world: World, number: int, address: str, says: str
) -> None:
    assert "our-word/" not in world.client.get(f"/ar/start/{number}/").content.decode()
    making.signed(world.cast)

    page = world.client.get(f"/ar/start/{number}/").content.decode()

    (link,) = re.findall(rf'<a [^>]*href="/ar/{address}"[^>]*>(.*?)</a>', page, re.DOTALL)
    assert says in link
    assert world.client.get(f"/ar/{address}").status_code == 200


def test_words_that_were_promised_stay_although_the_program_says_it_otherwise_now(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(promise_words.PROMISE_WORDS, "no-name", "You may give a name.")
    routes.forget()

    assert "You do not have to give your name." in world.client.get("/start/1/").content.decode()


def test_a_promise_that_no_person_approved_stands_in_english(
    world: World, settings: Settings
) -> None:
    page = world.client.get("/ar/start/1/").content.decode()

    assert "A court can order an organisation" in page


def test_other_places_are_shown_to_whom_somebody_knows_people_there(world: World) -> None:
    known, unknown = world.client.get("/start/places/1/"), world.client.get("/start/places/")

    assert "The force next door" in known.content.decode()
    assert "The force next door" not in unknown.content.decode()
