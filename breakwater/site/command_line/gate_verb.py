"""``breakwater gate``: the small process that alone holds the log keys."""

import argparse
import os
import pwd
import signal
import sys
from pathlib import Path


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
        "--one-person-may-continue",
        action="store_true",
        help="for demonstrations only: one person instead of two continues a log or releases a key",
    )


def run(arguments: argparse.Namespace) -> int:
    """Answer until told to stop."""
    from breakwater.gate.log_signer import LogSigner
    from breakwater.gate.recipients import RecipientKeeper
    from breakwater.gate.server import GateServer
    from breakwater.gate.verbs import Gate

    alone = arguments.one_person_may_continue
    gate = Gate(
        logs=LogSigner(arguments.folder, one_person_may_continue=alone),
        recipients=RecipientKeeper(arguments.folder, one_person_may_release=alone),
    )
    users = {os.geteuid(), *arguments.user}
    with GateServer(arguments.socket, gate, users) as server:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        server.serve_forever()
    return 0


def _user(name: str) -> int:
    try:
        return pwd.getpwnam(name).pw_uid
    except KeyError:
        raise argparse.ArgumentTypeError(f"this machine has no user {name!r}") from None
