"""Catalogues and marks: what is shown, what is not, and who answers for it."""

import gettext
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polib  # type: ignore[import-untyped]
import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client
from django.utils.translation import gettext as _
from django.utils.translation import override, to_locale, trans_real

from breakwater import translation_quality as quality
from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line import main
from breakwater.site.safe_pages import catalogues, own_words, recordings
from breakwater.site.safe_pages.languages import ENGLISH, LANGUAGES
from breakwater.site.safe_pages.promises import PROMISES
from breakwater.translation_quality import Quality

CODES = [language.code for language in LANGUAGES if language.code != ENGLISH]
ENGLISH_TEXT = "We do not record that you pressed “Leave this site”."
WHY_ENGLISH = (
    "These promises are in English. We do not let a machine translate a promise, and no person has"
    " checked one in %(language)s yet."
)
MACHINE_MARK = (
    "A machine translated this page. No person has checked it yet, so it may have mistakes."
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Catalogues of our own: Polish, with one promise and three other texts."""
    place = tmp_path / "pl" / "LC_MESSAGES"
    place.mkdir(parents=True)
    entries = polib.POFile(wrapwidth=0)
    entries.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    entries.append(polib.POEntry(msgid=ENGLISH_TEXT, msgstr="Nic.", msgctxt="promise"))
    entries.append(polib.POEntry(msgid="Help", msgstr="Pomoc"))
    entries.append(polib.POEntry(msgid="Cookies", msgstr=""))
    entries.append(polib.POEntry(msgid="Privacy", msgstr="Stare", flags=["fuzzy"]))
    entries.save(str(place / "django.po"))
    monkeypatch.setattr(quality, "CATALOGUES", tmp_path)
    _forget_what_was_read()
    yield place
    _forget_what_was_read()


def _forget_what_was_read() -> None:
    for cached in (
        quality.approvals,
        quality.has_unreviewed_text,
        quality.is_translated,
        quality.translated_texts,
        own_words.are_in_english,
        recordings._recordings,
    ):
        cached.cache_clear()


@pytest.mark.parametrize("code", CODES)
def test_what_runs_is_what_people_edited(code: str, tmp_path: Path) -> None:
    compiled = tmp_path / "again.mo"
    catalogues.catalogue(code).save_as_mofile(str(compiled))

    with compiled.open("rb") as again, (quality.folder(code) / "django.mo").open("rb") as committed:
        assert (
            gettext.GNUTranslations(again)._catalog  # type: ignore[attr-defined]
            == gettext.GNUTranslations(committed)._catalog  # type: ignore[attr-defined]
        ), f"run: breakwater translations compile {code}"


@pytest.mark.parametrize("code", CODES)
def test_no_translation_loses_a_tag_or_a_name_of_its_english(code: str) -> None:
    entries = [one for one in catalogues.catalogue(code) if not one.obsolete and not one.fuzzy]

    assert [fault for entry in entries for fault in catalogues.faults(entry)] == []


def test_every_catalogue_holds_the_same_texts() -> None:
    texts = {
        code: {(one.msgctxt, one.msgid) for one in catalogues.catalogue(code) if not one.obsolete}
        for code in CODES
    }

    assert all(found == texts["cy"] for found in texts.values())


def test_each_text_is_counted_by_its_quality(folder: Path) -> None:
    counted = catalogues.coverage("pl")

    assert counted.by_quality == {Quality.MACHINE: 2, Quality.MISSING: 1, Quality.OUT_OF_DATE: 1}
    assert (counted.shown, counted.texts) == (2, 4)
    assert (counted.promises, counted.approved_promises) == (1, 0)


def test_an_approval_holds_for_these_words_and_ends_with_them(folder: Path) -> None:
    approved = catalogues.approve(
        "pl", containing="record", by_role="Welsh and Polish desk", on=date(2026, 11, 23)
    )
    assert approved == 1
    assert quality.quality("pl", ENGLISH_TEXT, "Nic.", "promise") is Quality.HUMAN

    assert quality.quality("pl", ENGLISH_TEXT, "Cokolwiek.", "promise") is Quality.MACHINE
    assert quality.quality("pl", "Another promise.", "Nic.", "promise") is Quality.MACHINE
    assert quality.quality("pl", ENGLISH_TEXT, "Nic.") is Quality.MACHINE


@pytest.fixture
def polish(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The site in Polish out of our own catalogue alone, whatever the real one says by now."""
    entries = polib.pofile(str(folder / "django.po"), wrapwidth=0)
    entries.append(polib.POEntry(msgid=MACHINE_MARK, msgstr="Tłumaczył automat."))
    entries.append(polib.POEntry(msgid=WHY_ENGLISH, msgstr="Po angielsku, nie: %(language)s."))
    entries.save()
    catalogues.compile_catalogue("pl")
    monkeypatch.setattr(settings, "LOCALE_PATHS", [quality.CATALOGUES])
    monkeypatch.setattr(trans_real, "_translations", {})
    monkeypatch.setattr(quality, "_A_CATALOGUE", 0)
    return folder


def _shown(name: str) -> str:
    page = Client().get("/pl/help/").wsgi_request
    from breakwater.site.safe_pages.page import Page

    _forget_what_was_read()
    with override("pl"):
        html = Template(
            '{% load safe_pages %}{% include "public/translated.html" %}{% promises name %}'
        ).render(Context({"page": Page(page), "name": name}))
    return re.sub(r"\s+", " ", html)


def test_a_promise_is_never_shown_in_words_that_only_a_machine_chose(polish: Path) -> None:
    machine = _shown("leaving-not-recorded")
    catalogues.approve("pl", containing="record", by_role="Polish desk", on=date(2026, 11, 23))
    approved = _shown("leaving-not-recorded")

    assert re.search(rf'<p [^>]*lang="en-gb"[^>]*> {ENGLISH_TEXT} </p>', machine)
    assert "Nic." not in machine
    assert "Po angielsku, nie: Polski." in machine  # the sentence that says why may be a machine's
    assert "Nic." in approved
    assert ENGLISH_TEXT not in approved
    assert "Po angielsku" not in approved


def test_other_words_that_a_machine_chose_are_shown_with_their_mark(polish: Path) -> None:
    machine = _shown("leaving-not-recorded")
    catalogues.approve("pl", containing="", by_role="Polish desk", on=date(2026, 11, 23))
    approved = _shown("leaving-not-recorded")

    assert "Tłumaczył automat." in machine
    assert 'href="/help/"' in machine  # the way to the same page in English
    assert "Tłumaczył automat." not in approved


@pytest.mark.parametrize("code", CODES)
def test_no_unapproved_promise_stands_on_a_page(code: str) -> None:
    html = Client().get(f"/{code}/before-you-start/").content.decode()

    # The last two have a translation already: the words of consent show it, marked.
    for name in (
        "status-not-asked",
        "leaving-not-recorded",
        "shared-to-protect",
        "protectors-not-immigration",
    ):
        with override(ENGLISH):
            english = str(PROMISES[name])
        with override(code):
            here = str(PROMISES[name])
        is_approved = quality.quality(code, english, here, "promise") is Quality.HUMAN
        assert (here if is_approved else english) in html


def test_a_machine_never_reads_a_promise_aloud(folder: Path) -> None:
    by_machine = (
        f'{{"{quality.text_hash("Pomoc")}": {{"file": "audio/a.mp3", "voice": "machine"}}}}'
    )
    (folder / "recordings.json").write_text(by_machine)

    assert recordings.recording_of("Pomoc", code="pl") is not None
    assert recordings.recording_of("Pomoc", code="pl", is_promise=True) is None
    assert recordings.recording_of("Pomoc!", code="pl") is None


@pytest.mark.parametrize(
    ("voice", "said"), [("person", "a person’s voice"), ("machine", "a machine’s voice")]
)
def test_a_text_that_was_recorded_can_be_listened_to_and_says_whose_voice_it_is(
    folder: Path, voice: str, said: str
) -> None:
    recorded = {quality.text_hash("Pomoc"): {"file": "audio/pl/help.mp3", "voice": voice}}
    (folder / "recordings.json").write_text(json.dumps(recorded))
    template = Template("{% load safe_pages %}{% listen words %}")

    with override("pl"):
        heard = template.render(Context({"words": "Pomoc"}))
        silent = template.render(Context({"words": "Pomoc?"}))

    with override("pl"):
        assert str(_(f"Listen ({said})")) in heard
    assert "audio/pl/help.mp3" in heard
    assert silent.strip() == ""


def test_a_picture_has_its_words_beside_it_or_an_alternative_of_its_own() -> None:
    from breakwater.site.safe_pages.page import Page

    page = Page(Client().get("/help/").wsgi_request)
    template = Template('{% load safe_pages %}{% picture "phone" alt=alt %}')

    assert 'aria-hidden="true"' in template.render(Context({"page": page, "alt": ""}))
    named = template.render(Context({"page": page, "alt": 'A "telephone"'}))
    assert 'role="img"' in named
    assert 'aria-label="A &quot;telephone&quot;"' in named


@pytest.mark.parametrize(
    ("english", "translated", "is_wrong"),
    [
        ("Ring <bdi>999</bdi>.", "Zadzwoń <bdi>999</bdi>.", False),
        ("Ring <bdi>999</bdi>.", "Zadzwoń 999.", True),
        ("in %(language)s", "w %(language)s", False),
        ("in %(language)s", "w języku", True),
        ("Help", "<script>Pomoc</script>", True),
        ('<a href="%(address)s">x</a>', '<a href="https://elsewhere.example">x</a>', True),
        ("Help", "", False),
    ],
)
def test_a_translation_must_keep_the_tags_and_names_of_its_english(
    english: str, translated: str, is_wrong: bool
) -> None:
    entry = polib.POEntry(msgid=english, msgstr=translated)

    assert bool(catalogues.faults(entry)) is is_wrong


def test_a_translation_that_breaks_its_page_does_not_compile(folder: Path) -> None:
    entries = polib.pofile(str(folder / "django.po"))
    entries.find("Help").msgstr = "<b>Pomoc</b>"
    entries.save()

    with pytest.raises(PlainError, match="Help"):
        catalogues.compile_catalogue("pl")
    assert not (folder / "django.mo").exists()


def test_the_page_says_that_no_person_has_checked_its_machine_translation(folder: Path) -> None:
    catalogues.compile_catalogue("pl")
    assert quality.has_unreviewed_text("pl")

    catalogues.approve("pl", containing="", by_role="Polish desk", on=date(2026, 11, 23))

    quality.has_unreviewed_text.cache_clear()
    assert not quality.has_unreviewed_text("pl")


def test_the_verb_lists_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    main.main(["translations"])

    listed = capsys.readouterr().out
    assert [code for code in CODES if not re.search(rf"^{code} ", listed, re.MULTILINE)] == []


@pytest.mark.parametrize(
    "words", [["approve", "xx", "--as", "a", "--containing", ""], ["compile", "../pl"]]
)
def test_the_verb_refuses_a_language_that_we_do_not_have(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["translations", *words]) == 2
    assert "there is no catalogue" in capsys.readouterr().err


def test_every_language_has_a_catalogue_under_its_own_name() -> None:
    for code in CODES:
        assert (quality.CATALOGUES / to_locale(code) / "LC_MESSAGES" / "django.mo").exists()
