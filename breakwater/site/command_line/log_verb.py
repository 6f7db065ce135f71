"""``breakwater log``: publish the audit logs, export them, and look after them."""

import argparse
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line.django_setup import start_django

_DAY = 86_400
# How often the timer asks the witnesses that were away, between publications.
_ROUND = 60.0
_GATE_WITHIN = 30.0


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def add(
        name: str, says: str, action: Callable[[argparse.Namespace], int]
    ) -> argparse.ArgumentParser:
        found = actions.add_parser(name, help=says, description=says.capitalize() + ".")
        found.set_defaults(act=action)
        return found

    add("list", "say where each log stands and who has signed it", _list)
    publish = add("publish", "publish every log, or one, now or on a schedule", _publish)
    publish.add_argument("--log", default="", help="only this one")
    publish.add_argument(
        "--every",
        type=float,
        nargs="?",
        const=_DAY,
        metavar="SECONDS",
        help="go on publishing at this interval (a day, if no number is given)",
    )
    export = add("export", "write a complete export of what is public of a log", _export)
    export.add_argument("folder", type=Path, metavar="DIR", help="a new folder")
    ask = add("ask", "write the request for a witness that works from files", _ask)
    ask.add_argument("--from", dest="old", type=int, default=0, help="the size it stands at")
    bring = add("bring", "take in what such a witness answered", _bring)
    bring.add_argument("file", type=Path, metavar="FILE")
    figures = add("figures", "take in figures that an auditor signed", _figures)
    figures.add_argument("file", type=Path, metavar="FILE")
    going_on = add("continue", "go on under a new origin after a restore (two people)", _continue)
    for found in (export, ask, bring, going_on):
        found.add_argument("--log", default="register-log", help="which log")
    add("purge", "get the bytes of erased records off the disk", _purge)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    start_django()
    return int(arguments.act(arguments))


def _list(_arguments: argparse.Namespace) -> int:
    from breakwater.apps.audit_log import logs, publication

    for log in logs.every_log():
        here, last = logs.standing_of(log.origin), publication.latest(log)
        public = "not public yet"
        if last is not None:
            signed = last.cosignatures.count()
            witnesses = len(publication.policy_at(last).witnesses)
            public = f"{last.size:,} public, signed by {signed} of {witnesses} witnesses"
        print(f"{log.origin}: {here.size:,} entries, {public}")
    return 0


def _publish(arguments: argparse.Namespace) -> int:
    if arguments.every is None:
        for name in _names(arguments.log):
            _publish_one(name)
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    _wait_for_the_gate()
    due = time.monotonic()
    while True:
        publishes = time.monotonic() >= due
        due += arguments.every if publishes else 0
        for name in _names(arguments.log):
            try:
                _publish_one(name) if publishes else _collect_one(name)
            except PlainError as sentence:
                print(f"breakwater: {name}: {sentence}", file=sys.stderr, flush=True)
        time.sleep(max(0.1, min(_ROUND, due - time.monotonic())))


def _wait_for_the_gate() -> None:
    """Both may have been started together; after this, every refusal is said."""
    from breakwater.apps.audit_log import gate_client, logs

    give_up_at = time.monotonic() + _GATE_WITHIN
    while time.monotonic() < give_up_at:
        try:
            gate_client.last(logs.origin_of(logs.REGISTER_LOG, 1))
        except gate_client.GateAwayError:
            time.sleep(0.1)
        else:
            return


def _names(only: str) -> list[str]:
    from breakwater.apps.audit_log import logs

    return [only] if only else sorted({log.name for log in logs.every_log()})


def _publish_one(name: str) -> None:
    from breakwater.apps.audit_log import publication

    publication.publish(name)


def _collect_one(name: str) -> None:
    from breakwater.apps.audit_log import logs, publication

    last = publication.latest(logs.standing_of(name).log_id)
    if last is not None:
        publication.collect(last)


def _export(arguments: argparse.Namespace) -> int:
    from breakwater.apps.audit_log import publication

    made = publication.export(arguments.log, arguments.folder)
    print(f"{made.log.origin}: {made.size:,} entries are in {arguments.folder}")
    print(f"Check them: breakwater verify {arguments.folder}")
    return 0


def _ask(arguments: argparse.Namespace) -> int:
    from breakwater.apps.audit_log import by_file

    sys.stdout.buffer.write(by_file.ask(arguments.log, arguments.old))
    return 0


def _bring(arguments: argparse.Namespace) -> int:
    from breakwater.apps.audit_log import by_file

    names = by_file.bring(arguments.log, _read(arguments.file))
    print(f"Signed by {', '.join(names)}.")
    return 0


def _figures(arguments: argparse.Namespace) -> int:
    from breakwater.apps.audit_log import auditing

    statement = auditing.accept_figures(_read(arguments.file))
    print(f"The figures of {statement.month} go public with the next publication.")
    return 0


def _continue(arguments: argparse.Namespace) -> int:
    from breakwater.apps.audit_log import continuing

    opened = continuing.continue_log(arguments.log)
    if opened is None:
        print("The gate has noted this. A second person must now run the same command.")
    else:
        print(f"The log goes on as {opened}. Tell its witnesses: they must add its key by hand.")
    return 0


def _purge(_arguments: argparse.Namespace) -> int:
    from breakwater.apps.audit_log import erasure

    erasure.purge()
    return 0


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(1 << 20)
    except OSError as wrong:
        raise PlainError(f"{path} can't be read: {wrong.strerror}") from None
