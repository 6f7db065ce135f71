"""``breakwater pack``: prove, show, compare, export and sign rule packs."""

import argparse
import time
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from breakwater.domain.firewall.approval import (
    Office,
    lacking,
    read_approval,
    read_approvers,
    sign,
    written,
)
from breakwater.domain.firewall.difference import difference, in_words
from breakwater.domain.firewall.export import Format, exported
from breakwater.domain.firewall.page import as_html, as_text
from breakwater.domain.firewall.rules import PackError
from breakwater.domain.london import day_of
from breakwater.domain.plain_error import PlainError
from breakwater.pack_folder import PACKS, PackFolder, read, read_approval_beside


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what may be asked of a pack."""
    parser.add_argument("--packs", type=Path, default=PACKS, help="the folder of all packs")
    verbs = parser.add_subparsers(dest="pack_verb", required=True, metavar="WHAT")
    which = "a pack's NAME, NAME/VERSION, or the path of its file"

    proving = verbs.add_parser("prove", help="prove that every case has exactly one answer")
    proving.add_argument("pack", help=which)
    showing = verbs.add_parser("show", help="the pack as a page to read and print")
    showing.add_argument("pack", help=which)
    showing.add_argument("--html", action="store_true", help="as HTML instead of plain text")
    for verb in (proving, showing):
        verb.add_argument("--approvers", type=Path, help="the list of the two keys to check by")

    comparing = verbs.add_parser("diff", help="every case that two packs answer differently")
    comparing.add_argument("before", help=which)
    comparing.add_argument("after", help=which)

    exporting = verbs.add_parser("export", help="the pack in another language")
    exporting.add_argument("pack", help=which)
    exporting.add_argument("--format", required=True, choices=list(Format))

    signing = verbs.add_parser("sign", help="approve the pack with one of the two listed keys")
    signing.add_argument("pack", help=which)
    signing.add_argument("--as", dest="office", required=True, choices=list(Office))
    signing.add_argument("--key", type=Path, required=True, help="Ed25519 private key, PEM")


def run(arguments: argparse.Namespace) -> int:
    """Run what was asked; a pack that is refused prints why and returns 1."""
    verbs = {"prove": _prove, "show": _show, "diff": _diff, "export": _export, "sign": _sign}
    try:
        print(verbs[arguments.pack_verb](arguments).rstrip("\n"))
    except PackError as refusal:
        print("The pack is refused.")
        for fault in refusal.faults:
            print(f"  {fault}")
        return 1
    return 0


def _prove(arguments: argparse.Namespace) -> str:
    folder = PackFolder(arguments.packs)
    file = folder.find(arguments.pack)
    started = time.perf_counter()
    proved = folder.prove(file)
    milliseconds = (time.perf_counter() - started) * 1000
    pack = proved.pack
    lines = [
        f"{pack.full_name} is proved",
        f"Cases       {proved.cases:,}",
        f"Rules       {len(pack.rules)}: no two overlap, and no case is left without one",
        f"Properties  {len(pack.always)} hold",
        *(f"              {promise.says}" for promise in pack.always),
        f"Kind        {pack.kind.sentence}",
        f"Time        {milliseconds:.1f} ms to read and prove",
        f"Meaning     {proved.meaning}",
        f"Approval    {_approval(file, arguments.approvers)}",
        *(f"Unfinished  {missing}" for missing in pack.unfinished),
    ]
    return "\n".join(lines)


def _show(arguments: argparse.Namespace) -> str:
    folder = PackFolder(arguments.packs)
    file = folder.find(arguments.pack)
    page = as_html if arguments.html else as_text
    return page(folder.prove(file), _approval(file, arguments.approvers))


def _diff(arguments: argparse.Namespace) -> str:
    folder = PackFolder(arguments.packs)
    before = folder.prove(folder.find(arguments.before))
    return in_words(difference(before, folder.prove(folder.find(arguments.after))))


def _export(arguments: argparse.Namespace) -> str:
    folder = PackFolder(arguments.packs)
    return exported(folder.prove(folder.find(arguments.pack)), Format(arguments.format))


def _sign(arguments: argparse.Namespace) -> str:
    """Only a pack that is proved can be signed; the other office's signature stays as it is."""
    folder = PackFolder(arguments.packs)
    file = folder.find(arguments.pack)
    proved = folder.prove(file)
    office = Office(arguments.office)
    today = day_of(datetime.now(tz=UTC))
    before = read_approval_beside(file)
    approval = {} if before is None else dict(read_approval(before))
    approval[office] = sign(
        read(file, "the pack"), by=office, on=today, private_key=_private_key(arguments.key)
    )
    try:
        file.with_name("approval.toml").write_text(written(approval))
    except OSError:
        raise PlainError("the approval cannot be written beside the pack") from None
    return f"{proved.pack.full_name} is signed by the {office.words} on {today.isoformat()}"


def _approval(file: Path, approvers: Path | None) -> str:
    approval = read_approval_beside(file)
    if approvers is not None:
        listed_keys = read_approvers(read(approvers, "the list of approvers"))
        faults = lacking(read(file, "the pack"), approval, listed_keys)
        return f"not approved for use: {'; '.join(faults)}" if faults else "approved for use"
    if approval is None:
        return "not approved for use: nobody has signed"
    signed = " and ".join(
        f"{office.words} on {signature.signed_on.isoformat()}"
        for office, signature in read_approval(approval).items()
    )
    return f"carries signatures of the {signed}; give --approvers to check them"


def _private_key(file: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise PlainError("the key is not an Ed25519 private key in PEM without a password")
    return key
