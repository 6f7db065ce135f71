"""``breakwater directory``: a feed of support services in, and the whole directory out."""

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from breakwater.domain.open_referral.feed import LARGEST_FILE
from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line.django_setup import start_django

if TYPE_CHECKING:
    from breakwater.apps.directory.changes.feeds import Plan

_MOST_NAMED = 20
_PER_FILE = 1000


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    coming = what.add_parser("import", help="look at a feed; with --commit store it")
    coming.add_argument(
        "source",
        metavar="FILE|ADDRESS",
        help="a JSON file, a folder of them, or the https address of a feed’s services",
    )
    coming.add_argument("--commit", action="store_true", help="store it, in one transaction")
    going = what.add_parser("export", help="write every public service, as anyone may read it")
    going.add_argument(
        "folder", type=Path, metavar="FOLDER", help="where; it must not be there yet"
    )


def run(arguments: argparse.Namespace) -> int:
    """0 done; 1 where a record was left out."""
    start_django()
    return _import(arguments) if arguments.what == "import" else _export(arguments.folder)


def _import(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from breakwater.apps.directory.changes import feeds

    name, files = _source(arguments.source)
    if arguments.commit:
        plan = feeds.import_feed(name=name, files=files, at=timezone.now())
    else:
        plan = feeds.plan_of(files)
    _tell(plan, is_stored=arguments.commit)
    return int(plan.feed.refused > 0)


def _source(given: str) -> tuple[str, Iterable[tuple[str, bytes]]]:
    """What the feed is called, and its files. From an address they are all here before we begin."""
    from breakwater.apps.directory import fetching

    if fetching.is_address(given):
        return fetching.name_of(given), fetching.fetched(given)
    return Path(given).name, _files(Path(given))


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    paths = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not paths:
        raise PlainError(f"there is no JSON file in {path.name}")
    for one in paths:
        try:
            with one.open("rb") as file:
                # One byte more than a file may have is enough to refuse it.
                yield one.name, file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise PlainError(f"cannot read {one.name}: {error.strerror}") from error


def _tell(plan: "Plan", *, is_stored: bool) -> None:
    names = {
        "added": [one["name"] for one in plan.added],
        "changed": [one["name"] for _, one in plan.changed],
        "hidden now and shown again": [one["name"] for one in plan.shown_again],
        "stay as their organisations say": [one.sentence for one in plan.looked_after],
    }
    for what, those in names.items():
        if not those and what not in {"added", "changed"}:
            continue
        print(f"{len(those)} {what}")
        for name in those[:_MOST_NAMED]:
            print(f"  {name}")
        if len(those) > _MOST_NAMED:
            print(f"  and {len(those) - _MOST_NAMED} more")
    print(f"{plan.unchanged} as they are")
    for fault in plan.faults:
        print(f"! {fault.sentence}")
    if not plan.changes_something:
        print("Nothing changes.")
    elif is_stored:
        print("Stored.")
    else:
        print("This was a look; nothing is stored. Add --commit to store it.")


def _export(folder: Path) -> int:
    from breakwater.apps.directory.models import Service
    from breakwater.apps.directory.open_referral import service_in_full

    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise PlainError(f"cannot make {folder.name}: {error.strerror}") from error
    rows = Service.objects.public().select_related("published", "listed").order_by("name", "id")
    page: list[Any] = []
    number = 0
    for service in rows.iterator(500):
        page.append(service_in_full(service))
        if len(page) == _PER_FILE:
            number += 1
            _write(folder, number, page)
            page = []
    if page or not number:
        number += 1
        _write(folder, number, page)
    print(f"Wrote {number} file{'s' if number > 1 else ''}.")
    return 0


def _write(folder: Path, number: int, page: list[Any]) -> None:
    text = json.dumps({"contents": page}, ensure_ascii=False, indent=1)
    (folder / f"services-{number:04}.json").write_text(text, encoding="utf-8")
