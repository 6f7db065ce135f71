"""No catalogue has a gap: what is empty is a promise that waits for a person, and nothing else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib  # type: ignore[import-untyped]
import pytest

from breakwater.site.safe_pages import catalogues, own_words
from breakwater.site.safe_pages.languages import ENGLISH, LANGUAGES
from breakwater.translation_quality import PROMISE

CODES = [language.code for language in LANGUAGES if language.code != ENGLISH]
PRODUCT = Path(catalogues.__file__).parents[2]
# Which argument is the context, which the English.
MARKS = {
    "_": (None, 0),
    "gettext": (None, 0),
    "gettext_lazy": (None, 0),
    "ngettext": (None, 0),
    "ngettext_lazy": (None, 0),
    "pgettext": (0, 1),
    "pgettext_lazy": (0, 1),
}


def _current(code: str) -> list[polib.POEntry]:
    return [entry for entry in catalogues.catalogue(code) if not entry.obsolete]


def _is_whole(entry: polib.POEntry, plural_forms: int) -> bool:
    if entry.fuzzy:
        return False
    if not entry.msgid_plural:
        return bool(entry.msgstr)
    return len(entry.msgstr_plural) == plural_forms and all(entry.msgstr_plural.values())


@pytest.mark.parametrize("code", CODES)
def test_only_a_promise_may_wait_in_english_and_every_number_has_its_form(code: str) -> None:
    rule = catalogues.catalogue(code).metadata["Plural-Forms"]
    forms = int(re.search(r"nplurals=(\d)", rule)[1])  # type: ignore[index]

    gaps = [
        entry.msgid
        for entry in _current(code)
        if entry.msgctxt != PROMISE and not _is_whole(entry, forms)
    ]

    assert gaps == [], f"fill these in {code}, then: breakwater translations compile {code}"


def test_every_text_of_the_product_is_in_the_catalogues() -> None:
    known = {(entry.msgctxt or "", entry.msgid) for entry in _current(CODES[0])}

    unknown = {*_in_python(), *_in_templates()} - known

    assert unknown == set(), "run: breakwater translations gather"


def _in_python() -> Iterator[own_words.Text]:
    """Also what stands inside an f-string, where gathering cannot see it."""
    for path in PRODUCT.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name | ast.Attribute):
                name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr
                yield from _of_call(name, call.args)


def _of_call(name: str, arguments: list[ast.expr]) -> Iterator[own_words.Text]:
    context, english = MARKS.get(name, (None, len(arguments)))
    literals = [one.value if isinstance(one, ast.Constant) else None for one in arguments]
    if english < len(literals) and isinstance(literals[english], str):
        yield (str(literals[context]) if context is not None else "", str(literals[english]))


def _in_templates() -> Iterator[own_words.Text]:
    for path in PRODUCT.rglob("templates/**/*.html"):
        name = path.as_posix().rpartition("/templates/")[2]
        yield from own_words.texts_of(name)
