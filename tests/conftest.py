"""Fixtures that more than one part of the suite needs."""

from collections.abc import Iterator

import pytest

from tests import postgresql


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[postgresql.Cluster]:
    """One throwaway PostgreSQL for the whole session; skips where there is none."""
    with postgresql.cluster() as running:
        yield running
