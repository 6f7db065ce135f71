"""One form sent many times in one moment, on both databases: one report, and each is told so."""

import json
import os
import subprocess
import sys

import pytest

from tests.migrated import migrated_database
from tests.postgresql import cluster_for
from tests.running import REPOSITORY


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_eight_taps_in_one_moment_make_one_report_and_changed_words_are_added(
    database: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cluster = cluster_for(database, request)
    folder = tmp_path_factory.mktemp("taps")
    address = migrated_database(folder, cluster, "taps")
    environment = {
        "BREAKWATER_SITE": "public",
        "BREAKWATER_DATA": str(folder),
        "BREAKWATER_DATABASE": address,
        "BREAKWATER_DEMONSTRATION": "1",
        "DJANGO_SETTINGS_MODULE": "breakwater.site.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.apps.reports.at_once"],
        cwd=REPOSITORY,
        env=os.environ | environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    said = json.loads(done.stdout.splitlines()[-1])

    assert said["same"] == ["known"] * 7 + ["new"]
    assert said["changed"] == ["added", "added"]
    assert (said["cases"], said["reports"], said["received"]) == (1, 1, 1)
    assert said["pieces"] == 3
