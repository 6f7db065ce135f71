"""``breakwater run``: the whole product on this machine, with the demonstration data."""

import argparse
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from types import FrameType

from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line import serve_verb
from breakwater.site.command_line.django_setup import start_django
from breakwater.site.command_line.serve_verb import address
from breakwater.site.ending_together import ending_with_us

_READY_WITHIN = 60.0
_STOPPED_WITHIN = 10.0
_REMINDED_EVERY = 300
_ERASED_EVERY = 3600
_LAPSED_EVERY = 3600
_SENT_EVERY = 60
_OURSELVES = [sys.executable, "-m", "breakwater.site.command_line.main"]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("--public", default="127.0.0.1:8000", type=address, metavar="HOST:PORT")
    parser.add_argument("--staff", default="localhost:8001", type=address, metavar="HOST:PORT")


def run(arguments: argparse.Namespace) -> int:
    """Prepare the data, start every process, print the addresses, and stop all of them together."""
    os.environ.setdefault("BREAKWATER_STAFF_ADDRESS", "http://{}:{}".format(*arguments.staff))
    os.environ.setdefault("BREAKWATER_PUBLIC_ADDRESS", "http://{}:{}".format(*arguments.public))
    start_django(tables=False, BREAKWATER_DEMONSTRATION="1")
    from breakwater.site import demonstration

    with demonstration.holding_the_data():
        for sentence in demonstration.prepare():
            print(sentence)
        parts = _parts(arguments.public, arguments.staff)
        signal.signal(signal.SIGTERM, _as_interrupt)
        try:
            for part in parts:
                part.start()
            _wait_until_ready(parts)
            _print_addresses(arguments.public, arguments.staff)
            return _watch(parts)
        except KeyboardInterrupt:
            return 0
        finally:
            _stop(parts)


@dataclass
class Part:
    """One process of the product."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    answers_at: str | None = None
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it as our child, in our own process group so that a closed terminal ends it too."""
        command = ending_with_us(self.command)
        self.process = subprocess.Popen(command, env=os.environ | self.environment)

    @property
    def has_ended(self) -> bool:
        """Whether it was started and runs no more."""
        return self.process is not None and self.process.poll() is not None


def _parts(public: tuple[str, int], staff: tuple[str, int]) -> list[Part]:
    return [
        *_logs(),
        *_clocks(),
        _web("public", public, workers=2),
        _web("staff", staff, workers=1),
    ]


def _clocks() -> list[Part]:
    # They say nothing here: what they did is in people's notifications and in the logs.
    remind = ["referrals", "remind", "--quiet", "--every", str(_REMINDED_EVERY)]
    erase = ["retention", "run", "--commit", "--quiet", "--every", str(_ERASED_EVERY)]
    lapse = ["lapse", "--quiet", "--every", str(_LAPSED_EVERY)]
    send = ["send-messages", "--quiet", "--every", str(_SENT_EVERY)]
    return [
        Part("the reminders of referrals", [*_OURSELVES, *remind]),
        Part("the erasure of what is past its time", [*_OURSELVES, *erase]),
        Part("the end of requests that nobody released", [*_OURSELVES, *lapse]),
        Part("the messages that wait, and alarms again", [*_OURSELVES, *send]),
    ]


def _logs() -> list[Part]:
    from breakwater.site import demonstration_logs

    gate, witness = demonstration_logs.prepare()
    publish = ["log", "publish", "--every", str(demonstration_logs.PUBLISHED_EVERY)]
    return [
        Part("the gate", [*_OURSELVES, "gate", *gate]),
        Part("the witness", [*_OURSELVES, "witness", "serve", "--quiet", *witness]),
        Part("the publication of the logs", [*_OURSELVES, *publish]),
    ]


def _web(site: str, at: tuple[str, int], *, workers: int) -> Part:
    host, port = at
    return Part(
        name=f"the {site} site",
        command=serve_verb.command(host, port, workers=workers),
        environment={"BREAKWATER_SITE": site, "BREAKWATER_HOSTS": f"{host},127.0.0.1,localhost"},
        answers_at=f"http://{host}:{port}/",
    )


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _wait_until_ready(parts: list[Part]) -> None:
    give_up_at = time.monotonic() + _READY_WITHIN
    for part in parts:
        while part.answers_at and not _answers(part.answers_at):
            if part.has_ended:
                raise PlainError(f"{part.name} did not start; is its address already in use?")
            if time.monotonic() > give_up_at:
                raise PlainError(f"{part.name} did not answer within {_READY_WITHIN:.0f} seconds")
            time.sleep(0.1)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310 (our own http address)
            return True
    except urllib.error.HTTPError as answer:
        return answer.code < 500
    except OSError:
        return False


def _print_addresses(public: tuple[str, int], staff: tuple[str, int]) -> None:
    from breakwater.site import demonstration

    print(f"\nPublic site   http://{public[0]}:{public[1]}/")
    print(f"Staff site    http://{staff[0]}:{staff[1]}/")
    for sentence in demonstration.notices():
        print(sentence)
    print("Stop with Ctrl-C.", flush=True)


def _watch(parts: list[Part]) -> int:
    while True:
        for part in parts:
            if part.has_ended:
                print(f"breakwater: {part.name} has ended; stopping the rest", file=sys.stderr)
                return 1
        time.sleep(0.5)


def _stop(parts: list[Part]) -> None:
    running = [part.process for part in parts if part.process and part.process.poll() is None]
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(_STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
