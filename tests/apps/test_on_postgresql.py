"""What is stored behaves alike on PostgreSQL: the same tests once more, on a throwaway cluster."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.postgresql import Cluster
from tests.running import REPOSITORY

# Everything that stands on database behaviour: locks, triggers, constraints, SQL of our own.
TESTS = [
    "tests/apps/audit_log",
    "tests/apps/register",
    "tests/apps/organisations",
    "tests/apps/cases",
    "tests/apps/directory",
    "tests/apps/referrals",
    "tests/apps/protection",
    "tests/apps/outreach",
    "tests/apps/briefings",
    "tests/apps/receiving",
    "tests/apps/reports",
]
# These start a PostgreSQL's worth of processes of their own.
_APART = [
    "--ignore=tests/apps/audit_log/test_many_processes.py",
    "--ignore=tests/apps/audit_log/test_erasure.py",
    "--ignore=tests/apps/directory/test_at_once.py",
    "--ignore=tests/apps/referrals/test_at_once.py",
    "--ignore=tests/apps/cases/test_real_databases.py",
    "--ignore=tests/apps/reports/test_at_once.py",
    "--ignore=tests/apps/reports/test_faults.py",
]


def _started(cluster: Cluster, name: str, folders: list[str]) -> subprocess.Popen[str]:
    # As `make test` runs them: what is accepted must not turn on their order (ADR 0013).
    order = [] if os.environ.get("HYPOTHESIS_PROFILE") == "drill" else ["-p", "no:randomly"]
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *order, *_APART, *folders],
        cwd=REPOSITORY,
        env=os.environ | {"BREAKWATER_DATABASE": cluster.address(name)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_the_tests_of_what_is_stored_pass_on_postgresql(postgresql_cluster: Cluster) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("this is that run")
    folders = [folder for folder in TESTS if (REPOSITORY / folder).is_dir()]

    # Two databases of one cluster: both cores, and the longest part of the suite takes half.
    halves = {"one": folders[::2], "other": folders[1::2]}
    running = [_started(postgresql_cluster, name, half) for name, half in halves.items()]
    printed = [process.communicate()[0] for process in running]

    for process, said in zip(running, printed, strict=True):
        assert process.returncode == 0, said[-8000:]
