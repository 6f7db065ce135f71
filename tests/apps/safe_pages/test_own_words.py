"""A page whose own words are still English, in a frame that is not."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from breakwater import translation_quality as quality
from breakwater.site.safe_pages import own_words
from breakwater.site.safe_pages.languages import ENGLISH, LANGUAGES

CODES = [language.code for language in LANGUAGES if language.code != ENGLISH]
# What a frightened person reads first is in every language that we offer.
WAY_TO_HELP = (
    "help",
    "before-you-start",
    "using-this-site",
    "cookies",
    "privacy",
    "feedback",
    "no-such-page",
)
ENGLISH_PART = re.compile(
    r'<div class="govuk-width-container" lang="en-gb" dir="ltr">(?:(?!</div>).)*<main id="main"',
    re.DOTALL,
)


def _page(path: str) -> str:
    return Client().get(path).content.decode()


@pytest.mark.parametrize("code", CODES)
def test_the_way_to_help_is_in_every_language_and_marked_where_no_person_checked_it(
    code: str,
) -> None:
    pages = {name: _page(f"/{code}/{name}/") for name in WAY_TO_HELP}

    assert [name for name, html in pages.items() if f'<html lang="{code}"' not in html] == []
    assert [name for name, html in pages.items() if ENGLISH_PART.search(html)] == []
    is_marked = quality.has_unreviewed_text(code)
    assert [n for n, html in pages.items() if ("Read it in English" in html) != is_marked] == []


@pytest.fixture
def untranslated(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The bodies’ page before anybody translated it; the frame as it is."""
    own_words.are_in_english.cache_clear()
    theirs = own_words.texts_of("register/bodies.html") - own_words.texts_of("public/base.html")
    real = quality.translated_texts
    monkeypatch.setattr(own_words, "translated_texts", lambda code: real(code) - theirs)
    yield
    own_words.are_in_english.cache_clear()


@pytest.mark.django_db
def test_a_page_that_is_still_in_english_says_so_and_is_marked_inside_its_frame(
    untranslated: None,
) -> None:
    html = _page("/ar/bodies/")

    assert '<html lang="ar" dir="rtl"' in html
    assert ENGLISH_PART.search(html)
    assert "عذرًا، هذه الصفحة غير متوفرة بعد" in html
    assert "Read it in English" not in html


@pytest.mark.django_db
def test_the_way_to_help_on_an_english_page_stays_in_the_chosen_language(
    untranslated: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_words, "translated_texts", lambda _code: frozenset())
    html = _page("/ar/")

    assert ENGLISH_PART.search(html)
    assert re.search(r'<section\s+class="help"\s+lang="ar" dir="rtl"', html)


def test_a_text_counts_with_its_context_and_in_what_the_page_includes() -> None:
    texts = own_words.texts_of("public/base.html")

    assert ("phase", "Beta") in texts
    assert ("", "Skip to main content") in texts
    assert (
        "",
        'You can change it on the <a class="govuk-link" href="%(address)s">cookies page</a>.',
    ) in texts


@pytest.mark.django_db
def test_english_is_never_marked_inside_itself() -> None:
    assert not own_words.are_in_english("register/bodies.html", ENGLISH)
    assert ENGLISH_PART.search(_page("/bodies/")) is None
