"""``breakwater auditor``: count what the logs hold without reading it, and sign the figures."""

import argparse
import secrets
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from breakwater.domain.london import day_of
from breakwater.domain.plain_error import PlainError

if TYPE_CHECKING:
    from breakwater.domain.audit_log.checkpoint import Checkpoint
    from breakwater.domain.audit_log.entry import Opening


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    openings = actions.add_parser(
        "openings", help="write, for the auditor, the kind, day and salt of each published entry"
    )
    openings.add_argument("--log", default="register-log", help="which log")
    openings.set_defaults(act=_openings)
    check = actions.add_parser(
        "check", help="check openings against an export, count them, and draft a month's figures"
    )
    check.add_argument("export", type=Path, metavar="EXPORT", help="an export of the log")
    check.add_argument("openings", type=Path, metavar="OPENINGS", help="what the log opened to you")
    check.add_argument("--policy", type=Path, metavar="FILE", help="the keys you believe")
    check.add_argument("--month", metavar="YYYY-MM", help="draft the figures of this month")
    check.add_argument("--figures", type=Path, metavar="FILE", help="where to write them")
    check.set_defaults(act=_check)
    key = actions.add_parser("key", help="make the auditor's key, and print its public half")
    key.add_argument("name", help="for example commissioner.example/auditor")
    key.set_defaults(act=_key)
    sign = actions.add_parser("sign", help="sign figures that you have checked")
    sign.add_argument("figures", type=Path, metavar="FIGURES")
    sign.set_defaults(act=_sign)
    for found in (key, sign):
        found.add_argument(
            "--key", type=Path, required=True, metavar="FILE", help="the auditor's private key"
        )


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    return int(arguments.act(arguments))


def _openings(arguments: argparse.Namespace) -> int:
    from breakwater.site.command_line.django_setup import start_django

    start_django()
    from breakwater.apps.audit_log import auditing

    sys.stdout.writelines(auditing.openings(arguments.log))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from breakwater.domain.audit_log.checkpoint import read_checkpoint
    from breakwater.domain.audit_log.malformed import MalformedError
    from breakwater.site.command_line import verify_path

    if (arguments.month is None) != (arguments.figures is None):
        raise PlainError("--month and --figures belong together")
    checkpoint = read_checkpoint(_read(arguments.export / "checkpoint")).checkpoint
    verified = verify_path.verify_path(
        argparse.Namespace(path=arguments.export, policy=arguments.policy, record=None)
    )
    if verified != 0:
        return verified
    try:
        opened = list(_checked(arguments.export, arguments.openings, checkpoint))
    except MalformedError as wrong:
        print(f"breakwater: {wrong}", file=sys.stderr)
        return 1
    _say(opened, checkpoint)
    if arguments.month:
        _draft(arguments.figures, arguments.month, opened, checkpoint)
    return 0


def _checked(
    export: Path, openings: Path, checkpoint: "Checkpoint"
) -> "Iterator[tuple[int, Opening]]":
    """Each opening, once it was found to open the entry of the export that it names."""
    from breakwater.domain.audit_log.malformed import MalformedError
    from breakwater.domain.audit_log.openings import read_openings
    from breakwater.domain.audit_log.tiles import TILE_WIDTH, Bundle, read_bundle

    held, entries = -1, list[bytes]()
    with openings.open(encoding="ascii", errors="replace") as lines:
        for index, opening in read_openings(lines, checkpoint.origin):
            number, place = divmod(index, TILE_WIDTH)
            if index >= checkpoint.size:
                raise MalformedError(f"the openings go on after entry {checkpoint.size - 1}")
            if number != held:
                bundle = Bundle(number, min(TILE_WIDTH, checkpoint.size - number * TILE_WIDTH))
                held, entries = number, read_bundle(bundle, _read(export / bundle.path))
            if not opening.opens(entries[place]):
                raise MalformedError(f"the opening of entry {index} is not of what was entered")
            yield index, opening


def _say(opened: "list[tuple[int, Opening]]", checkpoint: "Checkpoint") -> None:
    counts = Counter(opening.kind for _, opening in opened)
    for kind, count in sorted(counts.items(), key=lambda found: found[0].value):
        print(f"{count:>9,}  {kind.says}")
    print(f"{checkpoint.size - len(opened):>9,}  not opened to you")
    print(f"{checkpoint.size:>9,}  entries in all")


def _draft(
    path: Path, month: str, opened: "list[tuple[int, Opening]]", checkpoint: "Checkpoint"
) -> None:
    from breakwater.domain.audit_log.figures import state_figures

    today = day_of(datetime.now(tz=UTC))
    path.write_text(str(state_figures(checkpoint, month, opened, today)), encoding="utf-8")
    print(
        f"\nThe figures of {month} are in {path}. Read them, then: breakwater auditor sign {path}"
    )


def _key(arguments: argparse.Namespace) -> int:
    from breakwater.domain.audit_log.note import SignatureType, check_key_name
    from breakwater.domain.audit_log.signing import SEED_SIZE, SigningKey

    key = SigningKey(
        check_key_name(arguments.name), SignatureType.NOTE, secrets.token_bytes(SEED_SIZE)
    )
    try:
        arguments.key.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise PlainError(f"{arguments.key} is there already") from None
    arguments.key.write_text(key.written() + "\n", encoding="ascii")
    print(f"#auditor {key.verifier_key}")
    return 0


def _sign(arguments: argparse.Namespace) -> int:
    from breakwater.domain.audit_log.figures import read_statement_text
    from breakwater.domain.audit_log.signing import read_signing_key, sign

    text = _read(arguments.figures).decode("utf-8", "replace")
    read_statement_text(text)
    key = read_signing_key(_read(arguments.key).decode("ascii", "replace"))
    sys.stdout.write(str(sign(text, [key])))
    return 0


def _read(path: Path) -> bytes:
    from breakwater.site.command_line.verify_path import read_bounded

    return read_bounded(path)
