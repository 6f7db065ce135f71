"""Many real processes on real database files: nobody starves, and nothing that was acknowledged
is lost, whenever a process is killed."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import postgresql
from tests.running import REPOSITORY, running_gate, short_folder

PROCESSES = 16
SECONDS = 2.0


def program(name: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", f"tests.apps.audit_log.{name}", *map(str, arguments)]


class Installation:
    """A data folder, a migrated database on one of the two engines, and a place for notes."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.environment = os.environ | {
            "BREAKWATER_DATA": str(folder),
            "BREAKWATER_DATABASE": database,
            "DJANGO_SETTINGS_MODULE": "breakwater.site.settings",
        }
        self.notes = folder / "notes"
        self.notes.mkdir()
        self.run([sys.executable, "-m", "django", "migrate", "audit_log", "-v0"])

    def run(self, command: list[str]) -> str:
        ran = subprocess.run(
            command, cwd=REPOSITORY, env=self.environment, stdout=subprocess.PIPE, check=True
        )
        return ran.stdout.decode()

    def start(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command, cwd=REPOSITORY, env=self.environment, start_new_session=True
        )

    def acknowledged(self) -> list[list[int]]:
        """The indexes that each process was told, in its order; a line cut short was not told."""
        return [
            [int(line) for line in path.read_text().splitlines(keepends=True) if line[-1] == "\n"]
            for path in sorted(self.notes.iterdir())
        ]

    def wait_for_more(self, count: int) -> None:
        """Wait until that many more acknowledgements were given."""
        before, give_up_at = sum(map(len, self.acknowledged())), time.monotonic() + 60
        while sum(map(len, self.acknowledged())) < before + count:
            assert time.monotonic() < give_up_at, "nobody was told anything"
            time.sleep(0.02)

    def size(self) -> int:
        """Audit everything that is stored; how many entries there are."""
        return int(self.run(program("auditing_program")))


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest) -> Iterator[Installation]:
    with ExitStack() as stack:
        folder, database = stack.enter_context(short_folder()), ""
        if request.param == "postgresql":
            running = stack.enter_context(postgresql.cluster(durable=True))
            database = running.new_database("breakwater")
        yield Installation(folder, database)


def test_sixteen_processes_append_without_gap_fork_loss_or_starvation(
    installation: Installation,
) -> None:
    installation.run(program("writers", PROCESSES, SECONDS, installation.notes))

    told = installation.acknowledged()
    every = sorted(index for indexes in told for index in indexes)
    assert len(told) == PROCESSES
    assert every == list(range(1, installation.size()))
    assert min(map(len, told)) * 2 >= max(map(len, told)), sorted(map(len, told))


def test_sixteen_processes_wait_for_checkpoints_they_share(installation: Installation) -> None:
    with running_gate(installation.folder):
        installation.run(program("writers", PROCESSES, SECONDS, installation.notes, "--receipts"))

    told = installation.acknowledged()
    every = sorted(index for indexes in told for index in indexes)
    assert every == list(range(1, installation.size()))
    assert min(map(len, told)) * 2 >= max(map(len, told)), sorted(map(len, told))


def kill_and_restart(installation: Installation, times: int, seed: int) -> None:
    """Kill the gate and all writers at random moments; what was told must be there at the end."""
    moments = random.Random(seed)
    for _ in range(times):
        with running_gate(installation.folder) as gate:
            writers = installation.start(
                program("writers", 4, 60, installation.notes, "--receipts")
            )
            installation.wait_for_more(5)
            time.sleep(moments.uniform(0, 0.2))
            victims = [writers.pid, gate.pid]
            moments.shuffle(victims)
            for victim in victims:
                # The writers are a process group of their own; the gate is one process.
                (os.killpg if victim == writers.pid else os.kill)(victim, signal.SIGKILL)
                time.sleep(moments.uniform(0, 0.01))
            writers.wait()
            gate.wait()
    told = [index for indexes in installation.acknowledged() for index in indexes]
    assert len(set(told)) == len(told)
    assert max(told) < installation.size()


# Five kills on each database would take a minute; the drill makes them fifty.
@pytest.mark.parametrize(
    ("installation", "times"), [("sqlite", 5), ("postgresql", 2)], indirect=["installation"]
)
def test_killed_at_random_moments_everything_acknowledged_is_there(
    installation: Installation, times: int
) -> None:
    kill_and_restart(installation, times, seed=5)


@pytest.mark.drill
def test_killed_at_fifty_random_moments_everything_acknowledged_is_there(
    installation: Installation,
) -> None:
    kill_and_restart(installation, 50, seed=50)
