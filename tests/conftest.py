"""Fixtures that more than one part of the suite needs."""

import os
from collections.abc import Iterator

import pytest

from tests import postgresql

# Playwright's synchronous interface keeps an event loop in this thread for the whole session, and
# Django then takes every later test for asynchronous code. None of it is.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[postgresql.Cluster]:
    """One throwaway PostgreSQL for the whole session; skips where there is none."""
    with postgresql.cluster() as running:
        yield running


@pytest.fixture(autouse=True)
def _logs_of_committing_tests_are_forgotten(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django empties its tables after a test that committed; the log's tables refuse that."""
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction"))
    if commits or {"transactional_db", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("transactional_db")
        yield
        from tests.logs_of_tests import forget_the_logs

        forget_the_logs()
    else:
        yield
