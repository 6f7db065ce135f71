"""The audit log's whole durable path beside bare durable commits of the same disk.

The ceiling is one bare writer with Python's own sqlite3: a row of 200 bytes and a durable commit
(``synchronous=FULL``), nothing else. Beside it, the product: a change's transaction with its entry,
record, leaf and nodes, durably committed, and acknowledged only once a checkpoint that the gate has
stored covers it. A disk that others use too is seldom twice the same, so ceiling and product take
turns of one second.
"""

import os
import secrets
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench import Table
from tests.running import REPOSITORY, running_gate, short_folder

_TURNS = 5
_SECONDS = 1.0
# What takes turns: its row, how many writers, and whether each acknowledgement needs a checkpoint.
_PRODUCT = {
    "one writer, entry committed": (1, False),
    "one writer, entry committed and covered": (1, True),
    "16 writers, entry committed": (16, False),
    "16 writers, entry committed and covered": (16, True),
}


def table() -> Table:
    """Measure in turns."""
    ceilings, totals = [], dict.fromkeys(_PRODUCT, 0.0)
    with _installation() as folder, _bare(folder) as bare:
        for _ in range(_TURNS):
            for row, (writers, receipts) in _PRODUCT.items():
                ceilings.append(_bare_commits(bare))
                totals[row] += _entries(folder, writers, receipts=receipts)
    ceiling = sum(ceilings) / len(ceilings)
    spread = f"between {min(ceilings):,.0f} and {max(ceilings):,.0f}"
    rows: Table = [("bare sqlite3, one writer", f"{ceiling:,.0f} commits/s", spread)]
    for row, total in totals.items():
        rate = total / _TURNS
        rows.append((row, f"{rate:,.0f} entries/s", f"{rate / ceiling:.0%} of bare commits"))
    return rows


@contextmanager
def _installation() -> Iterator[Path]:
    """A migrated database and a gate, on the disk this repository lies on."""
    with short_folder(REPOSITORY / "var" / "bench") as folder:
        os.environ["BREAKWATER_DATA"] = str(folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "breakwater.site.settings")
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "audit_log", "-v0"],
            cwd=REPOSITORY,
            check=True,
        )
        with running_gate(folder):
            yield folder


@contextmanager
def _bare(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute("PRAGMA synchronous = FULL")
        bare.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, content BLOB)")
        yield bare


def _bare_commits(bare: sqlite3.Connection) -> float:
    start, commits = time.perf_counter(), 0
    while (taken := time.perf_counter() - start) < _SECONDS:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("INSERT INTO row (content) VALUES (?)", [secrets.token_bytes(200)])
        bare.execute("COMMIT")
        commits += 1
    return commits / taken


def _entries(folder: Path, writers: int, *, receipts: bool) -> float:
    notes = folder / f"notes-{secrets.token_hex(4)}"
    notes.mkdir()
    command = [sys.executable, "-m", "tests.apps.audit_log.writers"]
    command += [str(writers), str(_SECONDS), str(10**9), str(notes)]
    command += ["--receipts"] if receipts else []
    subprocess.run(command, cwd=REPOSITORY, check=True)
    return sum(path.read_bytes().count(b"\n") for path in notes.iterdir()) / _SECONDS
