"""A throwaway PostgreSQL on a Unix socket, for whoever needs one.

``cluster()`` starts one from Debian's ``postgresql`` package, as the user ``postgres`` when we are
root (PostgreSQL refuses to run as root), and takes it away at the end.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

_HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)


@dataclass(frozen=True)
class Cluster:
    """A running PostgreSQL: where its files lie and who it runs as."""

    folder: Path
    user: str

    def address(self, database: str) -> str:
        """What to set ``BREAKWATER_DATABASE`` to."""
        host = quote(str(self.folder), safe="")
        return f"postgresql://{quote(self.user)}@{host}/{database}"

    def connect(self, database: str = "postgres") -> "psycopg.Connection[tuple[object, ...]]":
        """A connection of our own, in autocommit."""
        return psycopg.connect(
            host=str(self.folder), user=self.user, dbname=database, autocommit=True
        )

    def new_database(self, name: str, *, like: str = "template1") -> str:
        """Make a database with what ``like`` holds, by default nothing; its address."""
        with self.connect() as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        return self.address(name)


def cluster_for(engine: str, request: pytest.FixtureRequest) -> Cluster | None:
    """The session's cluster for ``postgresql``, which skips where there is none; else nothing."""
    if engine != "postgresql":
        return None
    found: Cluster = request.getfixturevalue("postgresql_cluster")
    return found


def _program(name: str) -> str:
    found = shutil.which(name, path=os.pathsep.join(map(str, [*reversed(_HOMES), os.defpath])))
    if found is None:
        pytest.skip(f"PostgreSQL's {name} is not on this machine; install Debian's postgresql")
    return found


def _user() -> str:
    return "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Run a PostgreSQL that does not flush: no test of ours kills the server itself."""
    initdb, postgres = _program("initdb"), _program("pg_ctl")
    # A short path of its own: a socket's path has at most 107 characters.
    folder, user = Path(tempfile.mkdtemp(prefix="breakwater-pg-")), _user()
    if os.geteuid() == 0:
        shutil.chown(folder, user)
    demoted = {"user": user, "cwd": folder, "check": True, "stdout": subprocess.DEVNULL}
    if os.geteuid() != 0:
        del demoted["user"]
    data = folder / "data"
    settings = f"-c listen_addresses= -k {folder} -c fsync=off"
    try:
        subprocess.run(
            [initdb, "-D", data, "-U", user, "--auth=trust", "-E", "UTF8", "--no-sync"],
            **demoted,  # type: ignore[call-overload]
        )
        start = [postgres, "-D", data, "-w", "-l", folder / "log", "-o", settings, "start"]
        subprocess.run(start, **demoted)  # type: ignore[call-overload]
        try:
            yield Cluster(folder, user)
        finally:
            stop = [postgres, "-D", data, "-w", "-m", "immediate", "stop"]
            subprocess.run(stop, **demoted)  # type: ignore[call-overload]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
