"""New databases with every table: migrated once by each process of a run, and copied from then on.

Every migration in a process of its own takes as long as a hundred other tests.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.postgresql import Cluster
from tests.running import REPOSITORY

_FILE = "breakwater.sqlite3"
_TEMPLATE = "migrated"


def migrated_database(folder: Path, cluster: Cluster | None = None, name: str = "") -> str:
    """An empty database on SQLite in the data ``folder``, or called ``name`` in the ``cluster``.

    Returns its address as ``BREAKWATER_DATABASE`` takes it.
    """
    if cluster is None:
        shutil.copyfile(_migrated_file(), folder / _FILE)
        return ""
    _migrate_template(cluster)
    return cluster.new_database(name, like=_TEMPLATE)


def migrate(data: Path, database: str, *until: str) -> None:
    """Every migration, or an app's own ``until`` one of them, in a process of its own."""
    django(data, database, "-m", "django", "migrate", "--verbosity", "0", *until)


def django(data: Path, database: str, *arguments: str) -> None:
    """Run Python on this installation, in a process of its own."""
    environment = {
        "BREAKWATER_DATA": str(data),
        "BREAKWATER_DATABASE": database,
        "BREAKWATER_DEMONSTRATION": "1",
        "DJANGO_SETTINGS_MODULE": "breakwater.site.settings",
    }
    subprocess.run(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env=os.environ | environment,
        check=True,
    )


@cache
def _migrated_file() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="breakwater-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    migrate(folder, "")
    return folder / _FILE


@cache
def _migrate_template(cluster: Cluster) -> None:
    with tempfile.TemporaryDirectory() as folder:
        migrate(Path(folder), cluster.new_database(_TEMPLATE))
