"""Real processes for tests: started, waited for, and always ended."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

COMMAND = [sys.executable, "-m", "breakwater.site.command_line.main"]
REPOSITORY = Path(__file__).resolve().parents[1]
_READY_WITHIN = 20.0
_ANSWERS_WITHIN = 30.0
_PORTS_OF_ONE = 1_000


@contextmanager
def short_folder(within: Path | None = None) -> Iterator[Path]:
    """A temporary folder whose path is short enough for a Unix socket (107 characters)."""
    if within is not None:
        within.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bw-", dir=within) as folder:
        yield Path(folder)


@contextmanager
def running(
    *command: object, environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Run a command; it is ended, and waited for, when the block ends."""
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=REPOSITORY,
        env=os.environ | (environment or {}),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


@contextmanager
def running_gate(
    folder: Path, *more: object, program: list[str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """A gate with its keys in ``folder/gate``, listening on ``folder/gate.socket``."""
    socket = folder / "gate.socket"
    socket.unlink(missing_ok=True)
    place = ["--folder", folder / "gate", "--socket", socket, *more]
    with running(*(program or [*COMMAND, "gate"]), *place) as process:
        _wait_for(socket, process)
        yield process


def _wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    give_up_at = time.monotonic() + _READY_WITHIN
    # The file is there a moment before anybody listens.
    while not _is_answered(path):
        assert process.poll() is None, "it ended before it was ready"
        assert time.monotonic() < give_up_at, "it was not ready in time"
        time.sleep(0.01)


def _is_answered(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as asked:
        return asked.connect_ex(str(path)) == 0


def wait_until_it_answers(address: str) -> None:
    """Return once a site answers at ``address``; a failed test if it does not in time."""
    give_up_at = time.monotonic() + _ANSWERS_WITHIN
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:  # refused, or too busy to answer this time
            assert time.monotonic() < give_up_at, f"{address} did not answer in time"
            time.sleep(0.1)
        else:
            return


def _own_ports() -> Iterator[int]:
    """Ports for this process of the run, each of them once.

    Below those that the kernel hands out by itself (``ip_local_port_range``): a server binds its
    port a moment after it was found free, and meanwhile nobody else may come by it.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    begins = 20_000 + worker % 10 * _PORTS_OF_ONE
    # Whoever runs the tests twice at once begins elsewhere.
    for number in range(_PORTS_OF_ONE):
        yield begins + (os.getpid() + number) % _PORTS_OF_ONE


_ports = _own_ports()


def free_port() -> int:
    """A port of this machine that nobody listens on now, and that was given to nobody before."""
    for port in _ports:
        with socket.socket() as asked, suppress(OSError):
            asked.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is left")
