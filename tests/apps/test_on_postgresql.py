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
# These ask much of this machine and nothing of a database that others do not ask.
_OF_NO_DATABASE = [
    "--ignore=tests/apps/referrals/test_leak_walk.py",
    "--ignore=tests/apps/register/test_every_example.py",
    "--ignore=tests/apps/register/test_every_number.py",
    "--ignore=tests/apps/reports/test_bad_input.py",
    "--ignore=tests/apps/reports/test_flood.py",
]


def test_the_tests_of_what_is_stored_pass_on_postgresql(postgresql_cluster: Cluster) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("this is that run")

    # As `make test` runs them: what is accepted must not turn on their order (ADR 0013).
    order = [] if os.environ.get("HYPOTHESIS_PROFILE") == "drill" else ["-p", "no:randomly"]
    chosen = [*_APART, *_OF_NO_DATABASE, *TESTS]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *order, *chosen],
        cwd=REPOSITORY,
        env=os.environ | {"BREAKWATER_DATABASE": postgresql_cluster.address("repeat")},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
