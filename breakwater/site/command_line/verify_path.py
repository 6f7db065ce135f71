"""Reading from disk what is to be verified, and saying what was found.

Part of the stand-alone verifier, so: standard library only, Python 3.9.
"""

from __future__ import annotations

import argparse
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from breakwater.domain.audit_log.export import LARGEST_FILE, verify_export
from breakwater.domain.audit_log.findings import Finding, all_hold
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.manifest import (
    CHECKPOINT_PATH,
    KEYS_PATH,
    MANIFEST_ENTRY_PATH,
    MANIFEST_PATH,
)
from breakwater.domain.audit_log.policy import read_policy
from breakwater.domain.audit_log.verify import verify_file
from breakwater.domain.plain_error import PlainError

DESCRIPTION = (
    "Check a receipt, a checkpoint, a statement of figures or a whole export of an audit log, "
    "offline. Exit: 0 everything holds, 1 something does not, 2 it could not be read."
)
# "policy" and "figures" are names that other folders have too.
_PARTS_OF_AN_EXPORT = frozenset(
    (CHECKPOINT_PATH, KEYS_PATH, MANIFEST_PATH, MANIFEST_ENTRY_PATH, "tile")
)


def add_verify_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that the command and the stand-alone file share, all but PATH."""
    parser.add_argument(
        "--policy", type=Path, metavar="FILE", help="the log's and witnesses' keys you believe"
    )
    parser.add_argument(
        "--record", type=Path, metavar="FILE", help="the record that came with a receipt"
    )


def verify_path(arguments: argparse.Namespace) -> int:
    """Verify ``arguments.path`` and print the findings; 0 if all holds, 1 if anything fails.

    Raises PlainError where something cannot be read at all.
    """
    policy = read_policy(read_bounded(arguments.policy)) if arguments.policy else None
    path: Path = arguments.path
    if path.is_dir():
        findings = verify_export(DirectoryReader(path), _files_of_an_export(path), policy)
    else:
        record = read_bounded(arguments.record) if arguments.record else None
        findings = verify_file(read_bounded(path), policy, record)
    return say(path, findings)


def say(path: Path, findings: Iterable[Finding]) -> int:
    """Print one line for each finding and the sum of them; the exit code."""
    findings = list(findings)
    for finding in findings:
        print(f"{finding.check.value:>11}  {finding.says}")
    held = all_hold(findings)
    print(f"\n{path} holds." if held else f"\n{path} DOES NOT HOLD.")
    return 0 if held else 1


class DirectoryReader:
    """Reads files inside one directory, plain ones of bounded size only."""

    def __init__(self, root: Path) -> None:
        """Read below ``root``."""
        self.root = root

    def __call__(self, path: str) -> bytes | None:
        """The bytes of ``path``, None if it is missing; MalformedError for a link or device.

        PlainError where this machine will not let us look: that says nothing about the log.
        """
        whole = self.root / path
        try:
            found = whole.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as wrong:
            raise _unreadable(whole, wrong) from None
        if not stat.S_ISREG(found.st_mode):
            raise MalformedError(f"{path} is not a plain file")
        if found.st_size > LARGEST_FILE:
            raise MalformedError(f"{path} is larger than 64 MiB and so no part of an audit log")
        return read_bounded(whole)


def _files_of_an_export(root: Path) -> list[str]:
    """All files below ``root``; PlainError where not one of them says that this is an export."""
    found = list_files(root)
    if not any(path.partition("/")[0] in _PARTS_OF_AN_EXPORT for path in found):
        raise PlainError(f"{root} is not an export of an audit log: nothing of one is in it")
    return found


def list_files(root: Path) -> list[str]:
    """The paths, relative and with ``/``, of all there is below ``root`` but directories.

    A link to a directory counts as a file: it does not belong in an export. PlainError where a
    directory can't be read.
    """

    def refuse(wrong: OSError) -> None:
        raise _unreadable(Path(wrong.filename), wrong)

    found = []
    for folder, folders, files in os.walk(root, onerror=refuse):
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]  # noqa: PTH114, PTH118
        found += [Path(folder, name).relative_to(root).as_posix() for name in files + links]
    return found


def read_bounded(path: Path) -> bytes:
    """The bytes of a file of at most 64 MiB; PlainError, in a sentence, if it cannot be read."""
    try:
        if not path.is_file():
            raise PlainError(f"there is no file {path}")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as wrong:
        raise _unreadable(path, wrong) from None
    except ValueError:
        raise PlainError(f"cannot read {path}: it is not a name of a file") from None
    if len(data) > LARGEST_FILE:
        raise PlainError(f"{path} is larger than 64 MiB and so no part of an audit log")
    return data


def _unreadable(path: Path, wrong: OSError) -> PlainError:
    return PlainError(f"cannot read {path}: {wrong.strerror or 'it may not be opened'}")


def verify_main() -> int:
    """The stand-alone program."""
    parser = argparse.ArgumentParser(description=DESCRIPTION)
    parser.add_argument("path", type=Path, metavar="PATH", help="a file, or an export's folder")
    add_verify_arguments(parser)
    try:
        code = verify_path(parser.parse_args())
        sys.stdout.flush()
    except OSError as wrong:
        print(f"verify: cannot go on: {wrong.strerror}", file=sys.stderr)
        # Python would try to write the rest once more, and complain.
        os._exit(2)
    except PlainError as sentence:
        print(f"verify: {sentence}", file=sys.stderr)
        return 2
    return code
