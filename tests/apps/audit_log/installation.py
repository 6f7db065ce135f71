"""A real installation for tests: a data folder and a migrated database, used by real processes."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.migrated import migrated_database
from tests.postgresql import Cluster
from tests.running import REPOSITORY


def program(name: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", f"tests.apps.audit_log.{name}", *map(str, arguments)]


class Installation:
    """A data folder, a migrated database on one of the two engines, and a place for notes."""

    def __init__(self, folder: Path, cluster: Cluster | None, name: str) -> None:
        self.folder, self.cluster = folder, cluster
        self.environment = os.environ | {
            "BREAKWATER_DATA": str(folder),
            "BREAKWATER_DATABASE": migrated_database(folder, cluster, name),
            "DJANGO_SETTINGS_MODULE": "breakwater.site.settings",
        }
        self.notes = folder / "notes"
        self.notes.mkdir()

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
