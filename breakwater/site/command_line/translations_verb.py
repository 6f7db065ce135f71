"""``breakwater translations``: how much of each language there is, and who answers for it."""

import argparse
from datetime import date
from pathlib import Path

from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line.django_setup import start_django

_REPOSITORY = Path(__file__).resolve().parents[3]
_NOT_OURS = ["tests/*", "bench/*", "tools/*", "var/*", ".venv/*"]


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what may be asked of the translations; nothing means the list."""
    verbs = parser.add_subparsers(dest="doing", metavar="WHAT")
    verbs.add_parser("list", help="coverage, quality and what went out of date (the default)")
    verbs.add_parser("gather", help="take new messages into every catalogue (needs gettext)")
    compiling = verbs.add_parser("compile", help="write what runs from what people edited")
    compiling.add_argument(
        "languages", nargs="*", metavar="LANGUAGE", help="such as pl; all if none"
    )
    approving = verbs.add_parser("approve", help="record that a person answers for translations")
    approving.add_argument("language", metavar="LANGUAGE")
    approving.add_argument("--as", dest="by_role", required=True, help="the role that approves")
    approving.add_argument("--containing", required=True, help='part of the English; "" means all')


def run(arguments: argparse.Namespace) -> int:
    """Do it; a list with something out of date returns 1."""
    start_django(tables=False)
    if arguments.doing == "gather":
        return _gather()
    if arguments.doing == "compile":
        return _compile(arguments.languages)
    if arguments.doing == "approve":
        return _approve(arguments)
    return _list()


def _list() -> int:
    from breakwater.site.safe_pages.catalogues import coverage, translated_languages
    from breakwater.translation_quality import Quality

    all_of_them = [coverage(language.code) for language in translated_languages()]
    print(
        f"{'language':<22}{'shown':>12}{'by a person':>13}{'machine':>9}{'old':>6}{'promises':>10}"
    )
    for one in all_of_them:
        count = one.by_quality
        print(
            f"{one.language.code:<9}{one.language.english_name:<19}"
            f"{one.shown:>4}/{one.texts:<3}"
            f"{count[Quality.HUMAN]:>11}{count[Quality.MACHINE]:>9}{count[Quality.OUT_OF_DATE]:>6}"
            f"{one.approved_promises:>7}/{one.promises}"
        )
    return int(any(one.by_quality[Quality.OUT_OF_DATE] for one in all_of_them))


def _gather() -> int:
    import os

    from django.core.management import CommandError, call_command
    from django.utils.translation import to_locale

    from breakwater.site.safe_pages.catalogues import (
        compile_catalogue,
        tidy,
        translated_languages,
    )
    from breakwater.translation_quality import CATALOGUES, folder

    codes = [language.code for language in translated_languages()]
    os.chdir(_REPOSITORY)
    CATALOGUES.mkdir(exist_ok=True)
    try:
        call_command(
            "makemessages",
            locale=[to_locale(code) for code in codes],
            extensions=["html", "py"],
            ignore_patterns=_NOT_OURS,
            no_wrap=True,
            add_location="file",
            verbosity=0,
        )
    except CommandError as refusal:
        raise PlainError(f"cannot gather messages: {refusal}") from refusal
    for code in codes:
        tidy(folder(code) / "django.po")
        compile_catalogue(code)
    return 0


def _compile(languages: list[str]) -> int:
    from breakwater.site.safe_pages.catalogues import compile_catalogue, translated_languages

    for code in languages or [language.code for language in translated_languages()]:
        compile_catalogue(code)
    return 0


def _approve(arguments: argparse.Namespace) -> int:
    from breakwater.site.safe_pages.catalogues import approve

    approved = approve(
        arguments.language,
        containing=arguments.containing,
        by_role=arguments.by_role,
        on=date.today(),  # noqa: DTZ011
    )
    print(f"{approved} texts approved in {arguments.language} by {arguments.by_role}")
    return 0
