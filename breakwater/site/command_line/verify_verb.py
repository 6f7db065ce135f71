"""``breakwater verify``: check offline what an audit log handed out or published."""

import argparse
from hashlib import sha256
from pathlib import Path

from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line.verify_path import add_verify_arguments, verify_path


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``breakwater verify``."""
    parser.add_argument(
        "path", type=Path, nargs="?", metavar="PATH", help="a file, or an export's folder"
    )
    add_verify_arguments(parser)
    parser.add_argument(
        "--write-standalone",
        type=Path,
        metavar="FILE",
        help="write this verifier as one file that needs nothing but Python 3.9",
    )


def run(arguments: argparse.Namespace) -> int:
    """0 if everything holds, 1 if anything does not; PlainError if it cannot be read."""
    if arguments.write_standalone:
        return _write_standalone(arguments.write_standalone)
    if arguments.path is None:
        raise PlainError("say what to verify: a receipt, a checkpoint, figures or an export")
    return verify_path(arguments)


def _write_standalone(path: Path) -> int:
    from breakwater.site.command_line.standalone import standalone_source

    source = standalone_source().encode()
    try:
        path.write_bytes(source)
    except OSError as wrong:
        raise PlainError(f"cannot write {path}: {wrong.strerror}") from None
    print(f"{sha256(source).hexdigest()}  {path}")
    return 0
