"""A feed and a handing in one moment, on both databases: one goes first, nothing lies between."""

import json
import os
import subprocess
import sys

import pytest

from tests.migrated import migrated_database
from tests.postgresql import cluster_for
from tests.running import REPOSITORY


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_no_service_of_what_is_handed_over_is_left_with_nobody(
    database: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cluster = cluster_for(database, request)
    folder = tmp_path_factory.mktemp("handing")
    address = migrated_database(folder, cluster, "handing")
    environment = {
        "BREAKWATER_SITE": "staff",
        "BREAKWATER_DATA": str(folder),
        "BREAKWATER_DATABASE": address,
        "BREAKWATER_DEMONSTRATION": "1",
        "DJANGO_SETTINGS_MODULE": "breakwater.site.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.apps.directory.at_once"],
        cwd=REPOSITORY,
        env=os.environ | environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    rounds = json.loads(done.stdout.splitlines()[-1])

    assert len(rounds) == 6
    for one in rounds:
        assert (one["failed"], one["unkept"]) == ([], 0)
        # Either the feed came first and all went along, or it found them looked after.
        assert (one["name"], one["services"], one["moved"]) in [
            ("After", 41, 41),
            ("Before", 1, 1),
        ]
