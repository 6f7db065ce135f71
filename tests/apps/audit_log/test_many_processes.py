"""Many real processes on real database files: nobody starves, and nothing that was acknowledged
is lost, whenever a process is killed."""

import os
import random
import signal
import time

import pytest

from tests.apps.audit_log.installation import Installation, program
from tests.running import running_gate

PROCESSES = 16
# Fewer would leave it to chance who is served how often; a busy disk may need a while for them.
ENOUGH = 1_600
SECONDS = 12.0


def assert_nobody_starved(told: list[list[int]]) -> None:
    """The least served got at least a fiftieth of what the best served got.

    Who has to wait for a busy machine's core is up to the machine, also for seconds. Writers
    without a queue leave one commit to somebody and thousands to somebody else.
    """
    served = sorted(map(len, told))
    if sum(served) < ENOUGH / 2:
        pytest.skip(f"this disk took {sum(served)} commits in {SECONDS} s: too few to compare")
    assert served[0] * 50 >= served[-1], served


def test_sixteen_processes_append_without_gap_fork_loss_or_starvation(
    installation: Installation,
) -> None:
    installation.run(program("writers", PROCESSES, SECONDS, ENOUGH, installation.notes))

    told = installation.acknowledged()
    every = sorted(index for indexes in told for index in indexes)
    assert len(told) == PROCESSES
    assert every == list(range(1, installation.size()))
    assert_nobody_starved(told)


def test_sixteen_processes_wait_for_checkpoints_they_share(installation: Installation) -> None:
    with running_gate(installation.folder):
        installation.run(
            program("writers", PROCESSES, SECONDS, ENOUGH, installation.notes, "--receipts")
        )

    told = installation.acknowledged()
    every = sorted(index for indexes in told for index in indexes)
    assert every == list(range(1, installation.size()))
    assert_nobody_starved(told)


def kill_and_restart(installation: Installation, times: int, seed: int) -> None:
    """Kill the gate and all writers at random moments; what was told must be there at the end."""
    moments = random.Random(seed)
    for _ in range(times):
        with running_gate(installation.folder) as gate:
            writers = installation.start(
                program("writers", 4, 60, 10**9, installation.notes, "--receipts")
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
