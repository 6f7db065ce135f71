"""The words of consent in 28 languages: shown with their mark, and kept exactly as shown."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from breakwater import translation_quality
from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.receiving import words as for_the_police
from breakwater.apps.referrals import consent_words, export, words
from breakwater.apps.referrals.consent_words import ENGLISH, OTHER, Translation, in_language
from breakwater.apps.referrals.models import Consent, Referral
from breakwater.site.safe_pages import catalogues
from tests.apps.referrals.conftest import World
from tests.apps.referrals.test_pages import FROM_ANSWER, SCRIPT, filled, version_in
from tests.people import Cast, signed_in

CODES = [code for code, _name in settings.LANGUAGES if code != ENGLISH]
MARKS = re.compile(r"%\(\w+\)[sd]|</?\w[^>]*>|\d+")
SHOW = {"show_words": "1"}


def _all_sentences(cast: Cast) -> list[object]:
    return [
        *words.words_for(cast.force),
        *words.words_for(cast.support),
        *for_the_police.WORDS,
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_every_language_has_all_the_words_with_what_stands_in_their_english(
    cast: Cast, code: str
) -> None:
    found = in_language(_all_sentences(cast), code)

    assert found.translation in {Translation.MACHINE, Translation.APPROVED}
    assert len(found.shown) == len(found.english)
    assert [(e, s) for e, s in found.pairs if MARKS.findall(e) != MARKS.findall(s)] == []
    # What everybody else calls it stands beside the translation of its name.
    named = [s for e, s in found.pairs if "Immigration Enforcement" in e]
    assert named
    assert all("Immigration Enforcement" in one for one in named)


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped Polish catalogue, in a place where it may be approved and changed."""
    real = translation_quality.folder("pl")
    place = tmp_path / "pl" / "LC_MESSAGES"
    place.mkdir(parents=True)
    for name in ("django.po", "django.mo"):
        (place / name).write_bytes((real / name).read_bytes())
    monkeypatch.setattr(translation_quality, "CATALOGUES", tmp_path)
    translation_quality.approvals.cache_clear()
    return place


@pytest.mark.django_db
def test_approved_words_name_who_answers_for_them_and_half_of_them_are_still_a_machines(
    cast: Cast, polish: Path
) -> None:
    sentences = words.words_for(cast.force)

    def approve(containing: str) -> consent_words.Words:
        on = date(2026, 11, 23)
        catalogues.approve("pl", containing=containing, by_role="Polish desk", on=on)
        return in_language(sentences, "pl")

    some, all_ = approve("a message about you"), approve("")

    assert (some.translation, some.approved_by) == (Translation.MACHINE, "")
    assert all_.translation == Translation.APPROVED
    assert all_.approved_by == "Polish desk, 23 November 2026"
    translation_quality.approvals.cache_clear()


@pytest.mark.django_db
def test_a_language_without_one_of_the_sentences_has_none(cast: Cast) -> None:
    found = in_language([*words.words_for(cast.force), "A sentence that is new."], "ar")

    assert (found.translation, found.shown) == (Translation.NONE, ())


def _shown(world: World, code: str, **typed: str) -> str:
    sent = filled(world, language=code, **typed) | SHOW
    return signed_in(world.cast.officer).post(FROM_ANSWER, sent).content.decode()


@pytest.mark.parametrize("code", ["ar", "ur", "fa", "prs", "ps", "ckb", "pl", "zh-hans"])
def test_the_page_shows_them_beside_the_english_with_their_mark_and_their_direction(
    world: World, code: str
) -> None:
    page = _shown(world, code)

    direction = "rtl" if code in settings.LANGUAGES_BIDI else "ltr"
    found = in_language(words.words_for(world.cast.force), code)
    for english, shown in found.pairs:
        assert f'lang="{code}" dir="{direction}">{shown}</p>' in page
        assert f'lang="en-gb" dir="ltr">{english}</p>' in page
    assert "Machine translation, not reviewed" in page
    assert f"<strong>{found.mark}</strong>" in page
    assert found.mark != "A machine translated this. No person has checked it."
    assert (direction == "rtl") == (code in {"ar", "ur", "fa", "prs", "ps", "ckb"})


def test_english_carries_no_mark_and_another_language_says_that_we_have_none(world: World) -> None:
    english = signed_in(world.cast.officer).get(FROM_ANSWER).content.decode()
    other = _shown(world, OTHER, other_language="Oromo")

    assert "Machine translation" not in english
    assert "in English only" not in english
    assert "We have these words in English only" in other
    assert 'value="Oromo"' in other
    assert "Machine translation" not in other


def test_other_words_are_shown_with_everything_typed_and_nothing_stored(world: World) -> None:
    page = _shown(
        world, "ar", reach="07700 900123", was_alone="yes", is_in_danger="on", second="", speaks="x"
    )

    assert re.search(r'<option value="ar"\s+selected', page)
    assert 'value="SM/2026/0777"' in page
    assert 'value="Fern"' in page
    assert "07700 900123</textarea>" in page
    assert re.search(r'name="was_alone"[^>]*value="yes"[^>]*checked', page)
    assert re.search(r'name="is_in_danger"[^>]*checked', page)
    assert re.search(rf'<option value="{world.cast.support.pk}"\s+selected', page)
    assert not re.search(r'name="agreed"[^>]*checked', page)
    assert "Error:" not in page
    assert f'name="version" value="{version_in(world, "ar")}"' in page
    assert not Consent.objects.exists()


@pytest.mark.parametrize("version", ["", "en-gb"])
def test_nobody_agrees_to_words_that_the_page_had_not_shown(world: World, version: str) -> None:
    """The language was chosen, and the words were still those of another; or had changed since."""
    sent = filled(world, language="ar", version=version and version_in(world, version))
    client = signed_in(world.cast.officer)

    page = client.post(FROM_ANSWER, sent).content.decode()
    told = client.post(FROM_ANSWER, sent, headers=SCRIPT).json()

    assert "The page had not shown these words." in page
    assert in_language(words.words_for(world.cast.force), "ar").shown[0] in page
    assert not re.search(r'name="agreed"[^>]*checked', page)
    assert "The page had not shown these words." in told["says"]
    assert told["asks_again"]
    assert not Consent.objects.exists()


def test_another_language_is_named(world: World) -> None:
    sent = filled(world, language=OTHER, version=version_in(world, OTHER))

    page = signed_in(world.cast.officer).post(FROM_ANSWER, sent).content.decode()
    signed_in(world.cast.officer).post(FROM_ANSWER, sent | {"other_language": "Oromo"})

    assert "Say which language." in page
    made = Consent.objects.get()
    assert (made.language, made.language_code, made.words_shown) == ("Oromo", "", "")
    assert made.translation == Translation.NONE


def _offered_in(world: World, code: str, interpreter: str) -> Consent:
    sent = filled(world, language=code, version=version_in(world, code), interpreter=interpreter)
    signed_in(world.cast.officer).post(FROM_ANSWER, sent)
    return Consent.objects.get()


def test_the_record_keeps_both_texts_the_language_and_the_mark_when_the_words_change(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _offered_in(world, "ar", "independent")
    before = in_language(words.words_for(world.cast.force), "ar")
    monkeypatch.setattr(words, "_NO", "You cannot say no.")

    made.refresh_from_db()
    assert made.words == "\n".join(before.english)
    assert made.words_shown == "\n".join(before.shown)
    assert (made.language, made.language_code) == ("Arabic", "ar")
    assert made.translation == Translation.MACHINE
    assert made.version == before.version
    assert made.version != version_in(world, "ar")
    page = signed_in(world.cast.officer).get(f"/referrals/{Referral.objects.get().pk}/")
    html = page.content.decode()
    assert f'lang="ar" dir="rtl">{before.shown[4]}</p>' in html
    assert "Arabic: machine translation, not reviewed." in html
    assert f"Version {made.version}." in html
    (row,) = dict(export.belongings(world.cast.force))["consents"]
    assert row["words_shown"] == made.words_shown
    assert row["version"] == made.version


@pytest.mark.parametrize(
    ("code", "interpreter", "is_warned"),
    [
        ("ar", "not_needed", True),
        ("ar", "somebody_else", True),
        ("ar", "independent", False),
        ("en-gb", "not_needed", False),
    ],
)
def test_the_receiver_asks_again_where_only_a_machine_spoke(
    world: World, code: str, interpreter: str, is_warned: bool
) -> None:
    _offered_in(world, code, interpreter)
    made = Referral.objects.get()
    client = signed_in(world.cast.caseworker)

    for address in (f"/referrals/{made.pk}/", f"/cases/{made.case_id}/"):
        page = client.get(address).content.decode()
        assert ("no independent interpreter said them. Ask them again" in page) is is_warned


def test_each_word_and_the_language_change_the_version(world: World) -> None:
    found = in_language(words.words_for(world.cast.force), "ar")
    others = [
        replace(found, code="fa"),
        replace(found, english=[*found.english[:-1], "x"]),
        replace(found, shown=[*found.shown[:-1], "x"]),
        in_language(words.words_for(world.cast.support), "ar"),
    ]

    assert len({one.version for one in [found, *others]}) == 5


def test_what_is_shown_in_each_language_can_be_stored(world: World) -> None:
    """The same version on the page and in the record, and the database takes the mark."""
    made = world.offer()
    for code in CODES:
        said = words.as_said(world.cast.force, code)

        stored = Consent.objects.create(
            organisation=made.sender,
            was_alone=True,
            interpreter=Interpreter.INDEPENDENT,
            agreed_at=made.offered_at,
            recorded_by=world.cast.officer,
            **vars(said),
        )

        assert stored.version == version_in(world, code)
        assert [shown for _, shown in stored.pairs] == said.words_shown.split("\n")
