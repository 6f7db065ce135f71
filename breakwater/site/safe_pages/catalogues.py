"""The catalogues of translations: gathering, compiling, counting and approving them.

``.po`` files are what people edit, ``.mo`` files what runs; both are committed, because a machine
that only runs the product has no gettext. Only gathering messages anew needs it.
"""

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import polib  # type: ignore[import-untyped]

from breakwater.domain.plain_error import PlainError
from breakwater.site.safe_pages.languages import BY_CODE, ENGLISH, LANGUAGES, Language
from breakwater.translation_quality import (
    PROMISE,
    Approval,
    Quality,
    approvals,
    folder,
    quality,
    text_hash,
)

_CHANGING = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Report-Msgid-Bugs-To",
)
_MARKS = re.compile(r"%\(\w+\)[sd]|</?\w[^>]*>")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of one language is there, and how good it is."""

    language: Language
    by_quality: Counter[Quality]
    promises: int
    approved_promises: int

    @property
    def texts(self) -> int:
        """How many there are in English."""
        return self.by_quality.total()

    @property
    def shown(self) -> int:
        """How many stand in the language itself, approved or not."""
        return self.by_quality[Quality.HUMAN] + self.by_quality[Quality.MACHINE]


def translated_languages() -> list[Language]:
    """Every language that is not the source."""
    return [language for language in LANGUAGES if language.code != ENGLISH]


def catalogue(code: str) -> polib.POFile:
    """The catalogue that people edit."""
    path = folder(code) / "django.po"
    if code not in BY_CODE or code == ENGLISH or not path.exists():
        known = " ".join(language.code for language in translated_languages())
        raise PlainError(f"there is no catalogue {code}; there are {known}")
    return polib.pofile(str(path), wrapwidth=0)


def coverage(code: str) -> Coverage:
    """Count one language's texts by quality."""
    entries = _current(catalogue(code))
    promises = [entry for entry in entries if entry.msgctxt == PROMISE]
    return Coverage(
        BY_CODE[code],
        Counter(mark(code, entry) for entry in entries),
        len(promises),
        sum(mark(code, entry) is Quality.HUMAN for entry in promises),
    )


def mark(code: str, entry: polib.POEntry) -> Quality:
    """The quality of one entry."""
    if entry.fuzzy:
        return Quality.OUT_OF_DATE
    return quality(code, entry.msgid, _translation(entry), entry.msgctxt or "")


def faults(entry: polib.POEntry) -> list[str]:
    """What a translation lost or added of the placeholders and tags of its English."""
    wanted = Counter(_MARKS.findall(entry.msgid))
    return [
        f"“{entry.msgid[:60]}”: {', '.join(sorted(difference))}"
        for form in _forms(entry)
        if form
        and (
            difference := (wanted - Counter(_MARKS.findall(form)))
            | (Counter(_MARKS.findall(form)) - wanted)
        )
    ]


def compile_catalogue(code: str) -> None:
    """Write the ``.mo`` from the ``.po``; refuse a translation that breaks its page."""
    entries = catalogue(code)
    wrong = [fault for entry in _current(entries) if not entry.fuzzy for fault in faults(entry)]
    if wrong:
        raise PlainError(f"{code} differs from the English in tags or names in {'; '.join(wrong)}")
    entries.save_as_mofile(str(folder(code) / "django.mo"))


def tidy(path: Path) -> None:
    """Take out of a gathered ``.po`` what changes without a reason, and put in what gettext left.

    Dates and line lengths go; a language that Django does not know gets the rule of two forms.
    """
    entries = polib.pofile(str(path), wrapwidth=0)
    for name in _CHANGING:
        entries.metadata.pop(name, None)
    _drop_guesses(entries)
    entries.metadata_is_fuzzy = False
    entries.metadata["Project-Id-Version"] = "Breakwater"
    if "INTEGER" in entries.metadata.get("Plural-Forms", "INTEGER"):
        entries.metadata["Plural-Forms"] = "nplurals=2; plural=(n != 1);"
    entries.header = "Translations of the public pages. Marks of quality are in approved.json."
    entries.save()


def approve(code: str, *, containing: str, by_role: str, on: date) -> int:
    """Mark every translated text whose English contains ``containing``; return how many."""
    chosen = [
        entry
        for entry in _current(catalogue(code))
        if containing in entry.msgid and not entry.fuzzy and _translation(entry)
    ]
    known = dict(approvals(code))
    for entry in chosen:
        known[text_hash(entry.msgid, entry.msgctxt or "")] = Approval(
            text_hash(_translation(entry)), by_role, on.isoformat()
        )
    written = {key: asdict(one) for key, one in sorted(known.items())}
    path = folder(code) / "approved.json"
    path.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")
    approvals.cache_clear()
    return len(chosen)


def _drop_guesses(entries: polib.POFile) -> None:
    """Empty what gettext filled with the translation of another text that is still there.

    Only a text whose English has changed is out of date; a new one is missing.
    """
    known = {(one.msgctxt, one.msgid) for one in _current(entries)}
    for entry in _current(entries):
        if entry.fuzzy and (entry.previous_msgctxt, entry.previous_msgid) in known:
            entry.msgstr = ""
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None


def _current(entries: polib.POFile) -> list[polib.POEntry]:
    return [entry for entry in entries if not entry.obsolete]


def _forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _translation(entry: polib.POEntry) -> str:
    """The words that stand for it; of several plural forms the first, as when compiled."""
    return _forms(entry)[0] if _forms(entry) else ""
