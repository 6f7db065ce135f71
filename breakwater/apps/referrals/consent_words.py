"""The words of consent in the person's language, beside the English, and who answers for them.

Words that only a machine chose may be shown here, marked, because somebody says them and the
English stands beside them; a promise on a public page is read alone and never is (ADR 38). The
words of consent are one text: a language has all of its sentences, or counts as having none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language_info, gettext, override

from breakwater.translation_quality import PROMISE, Quality, approval_of, quality, text_hash

ENGLISH: str = settings.LANGUAGE_CODE
OTHER = "other"
_NAMES = {code: str(name) for code, name in settings.LANGUAGES}


class Translation(models.TextChoices):
    """What the words shown beside the English were worth on that day."""

    ENGLISH = "english", "The words were in English"
    NONE = "none", "We had the words in English only"
    MACHINE = "machine", "Machine translation, not reviewed"
    APPROVED = "approved", "Approved translation"


@dataclass(frozen=True)
class AsSaid:
    """Exactly what was on the page: as it is stored with the consent."""

    words: str
    language: str
    language_code: str = ""
    words_shown: str = ""
    translation: Translation = Translation.NONE
    approved_by: str = ""


class InWords(models.Model):
    """A consent's words: the English, those shown beside it, and who answered for them then."""

    words = models.TextField()
    # Its English name; or what was typed, where we have no words in it.
    language = models.CharField(max_length=60)
    language_code = models.CharField(max_length=10, blank=True, default="")
    words_shown = models.TextField(blank=True, default="")
    translation = models.CharField(max_length=10, choices=Translation, default=Translation.NONE)
    # A role and a day, as in the catalogue; never somebody's name.
    approved_by = models.TextField(blank=True, default="")

    class Meta:
        abstract = True

    @property
    def version(self) -> str:
        """Sixteen digits that stand for exactly these words in this language."""
        return version_of(self.words, self.language_code, self.words_shown)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each English sentence with what was shown for it."""
        shown = self.words_shown.split("\n")
        return list(zip_longest(self.words.split("\n"), shown, fillvalue=""))

    @property
    def direction(self) -> str:
        """The value of ``dir`` for the words shown."""
        return direction_of(self.language_code)


def words_carry_their_mark(name: str) -> models.CheckConstraint:
    """No words are stored as shown without their language and who answers for them."""
    machine, approved = Q(translation=Translation.MACHINE), Q(translation=Translation.APPROVED)
    return models.CheckConstraint(
        name=name,
        condition=Q(
            words_shown="", approved_by="", translation__in=[Translation.ENGLISH, Translation.NONE]
        )
        | ~Q(words_shown="")
        & ~Q(language_code="")
        & (machine & Q(approved_by="") | approved & ~Q(approved_by="")),
    )


@dataclass(frozen=True)
class Words:
    """The words as one page shows them."""

    code: str
    language: str
    english: Sequence[str]
    shown: Sequence[str] = ()
    translation: Translation = Translation.NONE
    approved_by: str = ""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each English sentence with the one beside it."""
        return list(zip_longest(self.english, self.shown, fillvalue=""))

    @property
    def direction(self) -> str:
        """The value of ``dir`` for the words beside the English."""
        return direction_of(self.code)

    @property
    def mark(self) -> str:
        """That a machine translated them, in the person's own language."""
        with override(self.code):
            return gettext("A machine translated this. No person has checked it.")

    @property
    def version(self) -> str:
        """Changes with any word, and with the language."""
        return version_of("\n".join(self.english), self.code, "\n".join(self.shown))

    def as_said(self) -> AsSaid:
        """As it is stored."""
        return AsSaid(
            words="\n".join(self.english),
            language=self.language,
            language_code="" if self.code == OTHER else self.code,
            words_shown="\n".join(self.shown),
            translation=self.translation,
            approved_by=self.approved_by,
        )


def version_of(words: str, code: str, shown: str) -> str:
    """Sixteen digits for these words; ``code`` is empty where we have none in the language."""
    return text_hash(f"{words}\x00{shown}", "" if code == OTHER else code)


def direction_of(code: str) -> str:
    """The value of ``dir`` for words in that language."""
    return "rtl" if code in settings.LANGUAGES_BIDI else "ltr"


def choices() -> list[tuple[str, str]]:
    """Every language to choose from: English, the others by name, and one that we do not have."""
    listed = sorted((name, code) for code, name in _NAMES.items() if code != ENGLISH)
    others = [(code, f"{name} ({_own_name(code)})") for name, code in listed]
    return [(ENGLISH, "English"), *others, (OTHER, "Another language")]


def in_language(sentences: Sequence[object], code: str, other: str = "") -> Words:
    """``sentences`` (lazy) in the language ``code``; a code that we do not know means English.

    For ``OTHER`` the language is called as somebody typed it in ``other``.
    """
    with override(ENGLISH):
        english = [str(one) for one in sentences]
    if code == OTHER:
        return Words(OTHER, other.strip(), english)
    if code not in _NAMES or code == ENGLISH:
        return Words(ENGLISH, _NAMES[ENGLISH], english, translation=Translation.ENGLISH)
    return _translated(code, sentences, english)


def _translated(code: str, sentences: Sequence[object], english: Sequence[str]) -> Words:
    with override(code):
        shown = [str(one) for one in sentences]
    pairs = list(zip(english, shown, strict=True))
    if any(ours == theirs for ours, theirs in pairs):
        return Words(code, _NAMES[code], english)
    marks = {quality(code, ours, theirs, PROMISE) for ours, theirs in pairs}
    if marks != {Quality.HUMAN}:
        return Words(code, _NAMES[code], english, shown, Translation.MACHINE)
    who = [approval_of(code, ours, PROMISE) for ours in english]
    approved_by = sorted({f"{one.by_role}, {_day(one.on)}" for one in who if one})
    return Words(code, _NAMES[code], english, shown, Translation.APPROVED, "; ".join(approved_by))


def _day(on: str) -> str:
    day = date.fromisoformat(on)
    return f"{day.day} {day:%B %Y}"


def _own_name(code: str) -> str:
    return str(get_language_info(code)["name_local"])
