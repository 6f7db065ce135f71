"""How good each translated text is, tied to the exact words of both languages.

A text is *original* (English), *human* (a named role approved these very words), *machine* (nobody
has), *out of date* (its English has changed since) or *missing*. An approval names the hash of the
English and of the translation, so that a change of either ends it. Nobody sees a text that is out
of date: a catalogue compiles without it, and the English shows.
"""

import gettext
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import to_locale

CATALOGUES = Path(__file__).resolve().parent / "locale"
PROMISE = "promise"


class Quality(Enum):
    """The mark of one text in one language."""

    ORIGINAL = "original"
    HUMAN = "translated and second-read by a person"
    MACHINE = "machine, not reviewed"
    OUT_OF_DATE = "out of date"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Approval:
    """Who answers for one translation: a role, never a person's name, and the day."""

    translation_hash: str
    by_role: str
    on: str


def text_hash(text: str, context: str = "") -> str:
    """Sixteen hex digits that stand for one English message (or one translation)."""
    return hashlib.sha256(f"{context}\x04{text}".encode()).hexdigest()[:16]


def folder(code: str) -> Path:
    """Where the catalogue of one language lies."""
    return CATALOGUES / to_locale(code) / "LC_MESSAGES"


@cache
def approvals(code: str) -> dict[str, Approval]:
    """The approved texts of one language, by the hash of their English."""
    path = folder(code) / "approved.json"
    if not path.exists():
        return {}
    return {key: Approval(**one) for key, one in json.loads(path.read_text("utf-8")).items()}


def quality(code: str, english: str, translated: str, context: str = "") -> Quality:
    """The mark of ``translated``, which stands for ``english`` in the language ``code``."""
    if code == settings.LANGUAGE_CODE:
        return Quality.ORIGINAL
    if not translated:
        return Quality.MISSING
    approval = approval_of(code, english, context)
    is_approved = approval is not None and approval.translation_hash == text_hash(translated)
    return Quality.HUMAN if is_approved else Quality.MACHINE


def approval_of(code: str, english: str, context: str = "") -> Approval | None:
    """Who answers for the translation of ``english``, whether or not its words are still those."""
    return approvals(code).get(text_hash(english, context))


@cache
def has_unreviewed_text(code: str) -> bool:
    """Whether pages in this language may show words that no person has answered for."""
    return any(
        quality(code, english, translated, context) is Quality.MACHINE
        for context, english, translated in _compiled(code)
        if context != PROMISE
    )


@cache
def is_translated(code: str) -> bool:
    """Whether there is a catalogue worth the name: else its pages are in English."""
    return code == settings.LANGUAGE_CODE or sum(1 for _ in _compiled(code)) > _A_CATALOGUE


@cache
def translated_texts(code: str) -> frozenset[tuple[str, str]]:
    """The context and the English of every text that shows in this language."""
    return frozenset((context, english) for context, english, _shown in _compiled(code))


# A language with fewer texts than this has no more than the frame of a page.
_A_CATALOGUE = 60


def _compiled(code: str) -> Iterator[tuple[str, str, str]]:
    path = folder(code) / "django.mo"
    if not path.exists():
        return
    with path.open("rb") as file:
        catalogue: dict[object, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    for key, translated in catalogue.items():
        message = key[0] if isinstance(key, tuple) else str(key)
        context, _, english = message.rpartition("\x04")
        if english:
            yield context, english, translated
