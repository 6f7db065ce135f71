"""Fixtures that more than one part of the suite needs."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from pytest_django.plugin import blocking_manager_key

from tests import postgresql

# What is accepted must not turn on chance or on how busy a machine is: `make test` tries the same
# examples each time, `make drill` new ones.
settings.register_profile(
    "test", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("drill", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))

# Playwright's synchronous interface keeps an event loop in this thread for the whole session, and
# Django then takes every later test for asynchronous code. None of it is.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


# What takes longest begins first; two browsers, each with its sites, and the repeat on PostgreSQL.
_GROUP = pytest.StashKey[str]()
_FIRST = ("journeys", "tests/apps/test_on_postgresql.py", "browser")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    """A real browser has its own clock: its tests get a second try (ADR 0013).

    What shares a browser and its sites shares a process, and so does each file of the others.
    """
    for item in items:
        group = item.nodeid.split("::")[0]
        if item.get_closest_marker("browser") is not None:
            group = "journeys" if "/journeys/" in group else "browser"
            if config.pluginmanager.hasplugin("rerunfailures"):
                item.add_marker(pytest.mark.flaky(reruns=1))
        item.stash[_GROUP] = group
        item.add_marker(pytest.mark.xdist_group(group))
    # Now xdist reads the groups, and others sort by what a test asks of the database.
    yield
    begins = {name: place for place, name in enumerate(_FIRST)}
    items.sort(key=lambda item: begins.get(item.stash[_GROUP], len(begins)))


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_kept_in_the_repository(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever a test publishes is its own process's, and none finds old files."""
    from django.conf import settings

    settings.DATA = tmp_path_factory.mktemp("data")
    settings.LOG_FOLDER = settings.DATA / "log"
    settings.LOG_POLICY = settings.DATA / "witnesses"
    settings.GATE_SOCKET = settings.DATA / "gate.socket"


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[postgresql.Cluster]:
    """One throwaway PostgreSQL for the whole session; skips where there is none."""
    with postgresql.cluster() as running:
        yield running


# Whether a test that commits had a database at all: one that is skipped has none to fill again.
_EMPTIED = pytest.StashKey[bool]()


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    is_marked = bool(marker and marker.kwargs.get("transaction"))
    return is_marked or bool({"transactional_db", "live_server"} & set(_fixtures(item)))


def _fixtures(item: pytest.Item) -> list[str]:
    return list(getattr(item, "fixturenames", []))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Django empties every table after a test that committed, the shipped bodies too.

    They are filled again once every fixture is gone: the marker's own empties them last of all.
    After the last test of all the database is gone as well.
    """
    yield
    if nextitem is not None and _commits(item) and item.stash.get(_EMPTIED, False):
        from breakwater.apps.register import body_list
        from breakwater.apps.register.models import Body

        with item.config.stash[blocking_manager_key].unblock():
            body_list.write(Body, body_list.shipped_bodies())


@pytest.fixture(autouse=True)
def _logs_of_committing_tests_are_forgotten(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django empties its tables after a test that committed; the log's tables refuse that."""
    if _commits(request.node):
        request.getfixturevalue("transactional_db")
        request.node.stash[_EMPTIED] = True
        yield
        from tests.logs_of_tests import forget_the_logs

        forget_the_logs()
    else:
        yield
