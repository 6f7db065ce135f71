"""``breakwater witness``: vouch for somebody else's logs, over HTTP or from files."""

import argparse
import signal
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from breakwater.domain.plain_error import PlainError

if TYPE_CHECKING:
    from breakwater.witness.witness import Witness


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="serve|sign|keys")
    serve = actions.add_parser("serve", help="answer logs over HTTP (C2SP tlog-witness)")
    serve.add_argument("--listen", default="127.0.0.1:8090", metavar="HOST:PORT")
    serve.add_argument("--quiet", action="store_true", help="do not say where it answers")
    sign = actions.add_parser("sign", help="answer a request that came as a file")
    sign.add_argument("file", type=Path, metavar="FILE", help="what “breakwater log ask” wrote")
    keys = actions.add_parser("keys", help="print this witness's public keys")
    for action in (serve, sign, keys):
        action.add_argument(
            "--folder", type=Path, default=Path("witness"), help="its key and memory (0700)"
        )
        action.add_argument("--name", default="", help="its name, needed at the first start")
        action.add_argument(
            "--logs",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="logs it signs for: verifier keys, or a log's published policy; may be repeated",
        )


def run(arguments: argparse.Namespace) -> int:
    """Serve, sign or print keys."""
    from breakwater.witness.witness import Witness, read_log_list

    known = [key for path in arguments.logs for key in read_log_list(_read(path))]
    witness = Witness(arguments.folder, arguments.name, known)
    if arguments.action == "serve":
        return _serve(witness, arguments.listen, quiet=arguments.quiet)
    if arguments.action == "sign":
        return _sign(witness, arguments.file)
    for key in witness.verifier_keys:
        print(key)
    return 0


def _serve(witness: "Witness", listen: str, *, quiet: bool) -> int:
    from breakwater.witness.server import WitnessServer

    host, colon, port = listen.rpartition(":")
    if not (colon and host and port.isdigit() and int(port) < 65536):
        raise PlainError("give an address as HOST:PORT, for example 127.0.0.1:8090")
    try:
        server = WitnessServer((host, int(port)), witness, _about(witness))
    except OSError:
        raise PlainError(f"{listen} is in use, or not an address of this machine") from None
    with server:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        if not quiet:
            print(f"{witness.name} answers at http://{host}:{server.server_address[1]}", flush=True)
        server.serve_forever()
    return 0


def _sign(witness: "Witness", path: Path) -> int:
    answer = witness.answer(_read(path))
    if answer.status != 200:
        reason = answer.body.decode().strip()
        if answer.content_type == "text/x.tlog.size":
            reason = f"this witness stands at {reason} entries, and the request does not"
        print(f"breakwater: not signed: {reason}", file=sys.stderr)
        return 1
    sys.stdout.write(answer.body.decode())
    return 0


def _about(witness: "Witness") -> str:
    """Who this is, what it believes, and the checksum nobody should take from the log itself."""
    from breakwater.site.command_line.standalone import standalone_source

    lines = [f"{witness.name} is a witness of the audit logs with these keys:", ""]
    lines += [f"log {key}" for known in witness.logs.values() for key in known] or ["(none yet)"]
    lines += ["", "Its own public keys:", "", *map(str, witness.verifier_keys)]
    checksum = sha256(standalone_source().encode()).hexdigest()
    lines += ["", "SHA-256 of verifier.py, the program that checks a log, in this version:", ""]
    return "\n".join([*lines, checksum]) + "\n"


def _read(path: Path) -> bytes:
    from breakwater.domain.audit_log.witness import LARGEST_REQUEST

    try:
        with path.open("rb") as file:
            return file.read(LARGEST_REQUEST + 1)
    except OSError as wrong:
        raise PlainError(f"{path.name} can't be read: {wrong.strerror}") from None
