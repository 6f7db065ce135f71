"""Search: finds what is published, never more, and no query can hurt it."""

import time

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from breakwater.apps.register import changes
from breakwater.apps.register.search import MOST_WORDS, search, words_of
from tests.apps.register.many import many_recommendations
from tests.apps.register.taking_in import AT, BY, take_inspection, take_responses
from tests.domain.register.cast import reading, row

pytestmark = pytest.mark.django_db

LETTER = reading(row("1", "Our lighthouse keeper agrees."), bodies=("Kent Police",))
LATER = reading(row("1", "The harbour master agrees."), bodies=("Kent Police",), dated="2025-01-01")


@pytest.mark.parametrize(
    ("query", "tables"),
    [
        ("front offices", {"inspection"}),
        ("KNOCKS door", {"recommendation"}),
        ("knock", {"recommendation"}),
        ("lighthouse", {"response"}),
        ("lighth", {"response"}),
        ("kent", {"body"}),
        ("met police", {"body"}),
        ("lighthouse harbour", set()),
        ("", set()),
        ("…", set()),
    ],
)
def test_every_published_kind_of_thing_is_found_by_its_words(query: str, tables: set[str]) -> None:
    take_inspection()
    take_responses(LETTER)

    assert {hit.table for hit in search(query)} == tables


def test_a_former_response_and_an_undone_one_are_not_found() -> None:
    take_inspection()
    take_responses(LETTER)
    batch = take_responses(LATER, document="update.pdf").batch
    assert batch is not None

    assert (len(search("lighthouse")), len(search("harbour"))) == (0, 1)
    changes.undo_batch(number=batch.pk, by=BY, at=AT)
    assert (len(search("lighthouse")), len(search("harbour"))) == (1, 0)


@pytest.mark.parametrize(
    "query",
    [
        '"', "'", '" OR 1=1 --', "a AND NOT", "NEAR(", "words:door", "* ", "^door", "door*", "{}",
        "'; DROP TABLE register_body; --", "\x00", "%s %(x)s", "&|!<->", "ª", "_" * 300,
        "🚪", "\u0301", "𒀀", "a" * 10_000, "door " * 5_000, "<script>alert(1)</script>",
    ],
)  # fmt: skip
def test_a_hostile_query_is_just_words(client: Client, query: str) -> None:
    take_inspection()

    answer = client.get("/search/", {"q": query})

    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
def test_any_text_can_be_searched(query: str) -> None:
    assert isinstance(search(query), list)
    assert len(words_of(query)) <= MOST_WORDS


@pytest.mark.parametrize(("query", "bound"), [("bedfordshire", 0.02), ("language afraid", 0.15)])
def test_search_over_thirteen_thousand_rows_is_quick(query: str, bound: float) -> None:
    many_recommendations(1_000, bodies=12)

    assert min(_seconds(query) for _ in range(3)) < bound


def _seconds(query: str) -> float:
    # Of work, not of waiting: a busy machine does not make a search slower than it is.
    begun = time.process_time()
    search(query)
    return time.process_time() - begun
