"""``breakwater gate``: the small process that alone holds the log keys and the release key."""

import argparse
import os
import pwd
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from breakwater.gate.releases import Sources


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    data = Path(os.environ.get("BREAKWATER_DATA", "var"))
    parser.add_argument(
        "--folder", type=Path, default=data / "gate", help="its keys and its memory (0700)"
    )
    socket = Path(os.environ.get("BREAKWATER_GATE_SOCKET", data / "gate.socket"))
    parser.add_argument("--socket", type=Path, default=socket, help="where it listens (0660)")
    parser.add_argument(
        "--user",
        action="append",
        default=[],
        type=_user,
        metavar="NAME",
        help="a further user of this machine who may ask; may be repeated",
    )
    parser.add_argument(
        "--web-user",
        action="append",
        default=[],
        type=_user,
        metavar="NAME",
        help="a user the web process runs as: it may ask, and its word never pins a passkey",
    )
    parser.add_argument(
        "--database",
        default=os.environ.get("BREAKWATER_DATABASE") or str(data / "breakwater.sqlite3"),
        metavar="ADDRESS",
        help="the main database, read only: a path, or postgresql://…",
    )
    parser.add_argument(
        "--witnesses",
        type=Path,
        metavar="FILE",
        help="who must have seen a release in the log, as tlog-policy; without the file nothing is "
        "released (default: witnesses in its folder)",
    )
    parser.add_argument(
        "--one-person-may-continue",
        action="store_true",
        help="for demonstrations only: one person instead of two continues a log, releases a "
        "key or pins a passkey, and rule packs may be unsigned",
    )


def run(arguments: argparse.Namespace) -> int:
    """Answer until told to stop."""
    from breakwater.gate.log_signer import LogSigner
    from breakwater.gate.passkeys import PasskeyKeeper
    from breakwater.gate.recipients import RecipientKeeper
    from breakwater.gate.releases import Releaser
    from breakwater.gate.server import GateServer
    from breakwater.gate.verbs import Gate

    alone = arguments.one_person_may_continue
    logs = LogSigner(arguments.folder, one_person_may_continue=alone)
    passkeys = PasskeyKeeper(
        arguments.folder, never=frozenset(arguments.web_user), one_person_may_pin=alone
    )
    releases = Releaser(arguments.folder, _sources(arguments), logs, passkeys)
    gate = Gate(
        logs=logs,
        recipients=RecipientKeeper(arguments.folder, one_person_may_release=alone),
        passkeys=passkeys,
        releases=releases,
    )
    users = {os.geteuid(), *arguments.user, *arguments.web_user}
    with GateServer(arguments.socket, gate, users) as server:
        _publish(arguments.socket, releases.recipient)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        server.serve_forever()
    return 0


def _sources(arguments: argparse.Namespace) -> "Sources":
    """What it decides by: its own packs, and its own lists of who approves and who witnesses.

    Neither list lies where a web process writes: who can change one decides what is released.
    """
    from breakwater.gate.main_database import MainDatabase
    from breakwater.gate.releases import Sources
    from breakwater.pack_folder import IN_FORCE, packs_in_force

    own = arguments.folder
    approvers = Path(os.environ.get("BREAKWATER_PACK_APPROVERS", own / "approvers.toml"))
    names = os.environ.get("BREAKWATER_PACKS", IN_FORCE).split()
    packs = packs_in_force(
        names, approvers=approvers, is_demonstration=arguments.one_person_may_continue
    )
    return Sources(
        domain=os.environ.get("BREAKWATER_DOMAIN", "breakwater.example"),
        database=MainDatabase(arguments.database),
        packs=lambda: packs,
        witnesses=arguments.witnesses or own / "witnesses",
        outbox=arguments.socket.with_name("outbox"),
    )


def _publish(socket: Path, recipient: str) -> None:
    """Write the public half of the release key beside the socket, so that all may seal to it."""
    path = socket.with_name(f"{socket.name}.recipient")
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.write_text(recipient + "\n", encoding="ascii")
    unfinished.chmod(0o644)
    unfinished.rename(path)


def _user(name: str) -> int:
    try:
        return pwd.getpwnam(name).pw_uid
    except KeyError:
        raise argparse.ArgumentTypeError(f"this machine has no user {name!r}") from None
