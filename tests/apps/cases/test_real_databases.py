"""Real processes on real files of both engines: one takes a case, and erased bytes are gone."""

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.apps.audit_log.installation import Installation
from tests.apps.audit_log.test_erasure import files_of, holding
from tests.postgresql import cluster_for
from tests.running import short_folder


def _program(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "tests.apps.cases.case_program", *map(str, arguments)]


def _opened(installation: Installation) -> list[list[str]]:
    """Three cases, each with a part of its sealed bytes and who may take it."""
    # The e-mails that tell people go to the same output.
    lines = [line.split() for line in installation.run(_program("open", 3)).splitlines()]
    return [rest for first, *rest in filter(None, lines) if first == "case:"]


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest) -> Iterator[Installation]:
    """One on each engine, with every table."""
    with short_folder() as folder:
        cluster = cluster_for(request.param, request)
        yield Installation(folder, cluster, f"cases-{folder.name}")


def test_two_members_who_take_a_case_at_once_find_each_other_out(
    installation: Installation,
) -> None:
    opened = _opened(installation)
    for case, _, *people in opened:
        moment = time.time() + 3
        running = [
            subprocess.Popen(
                _program("take", case, one, moment),
                env=installation.environment,
                stdout=subprocess.PIPE,
                text=True,
            )
            for one in people
        ]
        said = sorted(process.communicate(timeout=60)[0].strip() for process in running)

        assert said.count("taken") == 1, said
        assert [one for one in said if one.endswith("took this case already")]


def test_many_are_put_aside_and_one_brought_back_on_both_engines(
    installation: Installation,
) -> None:
    _opened(installation)

    said = installation.run(_program("aside")).splitlines()

    assert [line for line in said if line.startswith(("told:", "hours:", "moved:"))] == [
        "told: 0",
        "hours: 4",
        "moved: 4 1 3",
    ]


def test_the_bytes_of_an_erased_case_are_in_no_file_of_the_database(
    installation: Installation,
) -> None:
    opened = _opened(installation)
    if installation.cluster:
        with installation.cluster.connect() as database:
            database.execute("CHECKPOINT")
    before = [holding(files_of(installation), bytes.fromhex(part)) for _, part, *_ in opened]

    said = installation.run(_program("erase"))

    assert said.count("its time after closing is over") == 3
    assert all(before)
    for _, part, *_ in opened:
        assert holding(files_of(installation), bytes.fromhex(part)) == []
