"""The neutral sentences, word for word: they are what the public reads."""

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from breakwater.apps.register import sentences
from breakwater.domain.reading.reading import Kind
from breakwater.domain.register.deadlines import IMMEDIATELY, NO_DEADLINE, Rule, RuleKind, due_on
from breakwater.domain.register.shortening import beginning, short_title

SIX_MONTHS = Rule(RuleKind.MONTHS_AFTER, 6)
DUE = date(2021, 6, 17)
RULES = st.one_of(
    st.builds(
        Rule,
        st.sampled_from([RuleKind.DAYS_BEGINNING_WITH, RuleKind.DAYS_AFTER, RuleKind.MONTHS_AFTER]),
        st.integers(1, 400),
    ),
    st.sampled_from([IMMEDIATELY, NO_DEADLINE]),
    st.builds(
        Rule,
        st.sampled_from([RuleKind.BY_DAY, RuleKind.BY_MONTH]),
        day=st.dates(date(1996, 1, 1), date(2150, 12, 31)),
    ),
)


@pytest.mark.parametrize(
    ("dated", "due_on", "rule", "holds_earlier", "sentence"),
    [
        (
            date(2021, 12, 3),
            DUE,
            SIX_MONTHS,
            False,
            (
                "The published letter is dated 169 days after the date asked for; "
                "we hold no earlier update."
            ),
        ),
        (
            date(2021, 6, 18),
            DUE,
            SIX_MONTHS,
            True,
            (
                "The published letter is dated 1 day after the date asked for; "
                "an earlier answer is below."
            ),
        ),
        (DUE, DUE, SIX_MONTHS, False, "The published letter is dated on the date asked for."),
        (
            date(2021, 6, 14),
            DUE,
            SIX_MONTHS,
            False,
            "The published letter is dated 3 days before the date asked for.",
        ),
        (
            date(2021, 3, 18),
            date(2020, 12, 17),
            IMMEDIATELY,
            False,
            (
                "The recommendation says “immediately”. The published letter is dated 91 days "
                "after the day of publication; we hold no earlier update."
            ),
        ),
        (
            DUE,
            None,
            NO_DEADLINE,
            False,
            "The published letter is dated 17 June 2021. No day was asked for.",
        ),
        (None, DUE, SIX_MONTHS, False, "The published letter has no date that we could read."),
    ],
)
def test_a_letter_is_late_or_early_by_so_many_days_and_nothing_more_is_said(
    dated: date | None, due_on: date | None, rule: Rule, holds_earlier: bool, sentence: str
) -> None:
    assert (
        sentences.timeliness(
            kind=Kind.LETTER, dated=dated, due_on=due_on, rule=rule, holds_earlier=holds_earlier
        )
        == sentence
    )


@pytest.mark.parametrize(
    ("due_on", "sentence"),
    [
        (None, "No response found as of 1 July 2021."),
        (DUE, "No response found as of 1 July 2021. The date asked for was 17 June 2021."),
        (
            date(2021, 7, 1),
            "No response found as of 1 July 2021. The date asked for is 1 July 2021.",
        ),
    ],
)
def test_silence_is_what_we_found_and_not_what_they_did(due_on: date | None, sentence: str) -> None:
    assert sentences.nothing_found(as_of=date(2021, 7, 1), due_on=due_on) == sentence


@pytest.mark.parametrize(
    ("dated", "sentence"),
    [
        (date(2018, 1, 4), "Dated before the report was published (17 December 2020)."),
        (date(2021, 3, 18), "91 days after the report was published."),
        (date(2020, 12, 17), "The day of publication."),
        (None, ""),
    ],
)
def test_evidence_is_placed_against_the_day_of_publication(
    dated: date | None, sentence: str
) -> None:
    assert sentences.evidence_age(dated=dated, published_on=date(2020, 12, 17)) == sentence


@pytest.mark.parametrize(
    ("asked", "answered", "invented", "sentence"),
    [
        (43, 1, 0, "We hold a response from 1 of 43 bodies."),
        (1, 0, 0, "We hold a response from 0 of 1 body."),
        (0, 0, 0, "We do not know yet who must answer."),
        (
            43,
            1,
            1,
            "We hold a response from 1 of 43 bodies. Also 1 body invented for this demonstration.",
        ),
        (
            0,
            0,
            2,
            "We do not know yet who must answer. Also 2 bodies invented for this demonstration.",
        ),
    ],
)
def test_coverage_counts_invented_bodies_apart(
    asked: int, answered: int, invented: int, sentence: str
) -> None:
    assert sentences.coverage(asked=asked, answered=answered, invented=invented) == sentence


@given(RULES, st.dates(date(1996, 1, 1), date(2150, 12, 31)))
def test_the_working_names_the_day_it_gives(rule: Rule, published_on: date) -> None:
    due = due_on(rule, published_on)

    sentence = sentences.working(rule, published_on)

    assert sentence.endswith(".")
    if due and rule != IMMEDIATELY:
        assert f"{due.day} {due:%B %Y}" in sentence


def test_days_and_months_are_those_of_the_readers_language() -> None:
    with override("pl"):
        assert sentences.day_in_words(date(2021, 12, 3)) == "3 grudnia 2021"


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_document_has_an_everyday_word(kind: Kind) -> None:
    assert sentences.document_named(kind.value) != "The published document"


def test_an_unknown_kind_of_document_is_a_document() -> None:
    assert sentences.document_named("facts") == "The published document"


@pytest.mark.parametrize(
    ("text", "letters", "expected"),
    [
        ("Short.", 10, "Short."),
        ("Two  lines\nof words", 30, "Two lines of words"),
        ("Never cut a word", 11, "Never cut a…"),
        ("Leave, no comma", 6, "Leave…"),
        ("Unbreakable", 5, "Unbre…"),
    ],
)
def test_published_words_are_shortened_openly(text: str, letters: int, expected: str) -> None:
    assert beginning(text, letters=letters) == expected


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Safe to share? Report on a super-complaint", "Safe to share?"),
        ("Held Safely: an unannounced inspection", "Held Safely"),
        ("One plain title", "One plain title"),
        (": odd", ": odd"),
    ],
)
def test_a_title_is_shortened_to_what_people_call_it(title: str, short: str) -> None:
    assert short_title(title) == short
