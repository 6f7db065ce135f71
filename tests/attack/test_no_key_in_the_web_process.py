"""A taken-over web process finds no key: not in its memory, its environment or its database."""

import re
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.migrated import migrated_database
from tests.running import free_port, running, running_gate, short_folder

_MAPPED = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) r")


def _memory_of(process: int) -> bytes:
    """Every readable byte of a process."""
    found = []
    maps = Path(f"/proc/{process}/maps").read_text(encoding="ascii", errors="replace")
    with open(f"/proc/{process}/mem", "rb", buffering=0) as memory:  # noqa: PTH123
        for line in maps.splitlines():
            if (mapped := _MAPPED.match(line)) and "[vvar" not in line:
                start, end = (int(part, 16) for part in mapped.groups())
                try:
                    memory.seek(start)
                    found.append(memory.read(end - start))
                except (OSError, OverflowError):
                    continue
    return b"".join(found)


def _family_of(process: int) -> list[int]:
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False
    ).stdout.split()
    return [process, *(one for child in children for one in _family_of(int(child)))]


def _wait_for(address: str) -> None:
    give_up_at = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            assert time.monotonic() < give_up_at, "the staff site did not answer"
            time.sleep(0.1)
        else:
            return


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="this system has no /proc")
def test_neither_memory_nor_environment_nor_database_holds_a_private_key() -> None:
    with short_folder() as folder:
        migrated_database(folder)
        environment = {
            "BREAKWATER_SITE": "staff",
            "BREAKWATER_DATA": str(folder),
            "BREAKWATER_DEMONSTRATION": "1",
            "BREAKWATER_GATE_SOCKET": str(folder / "gate.socket"),
            "DJANGO_SETTINGS_MODULE": "breakwater.site.settings",
        }
        port = free_port()
        granian = Path(sys.executable).with_name("granian")
        command = [granian, "breakwater.site.wsgi:application", "--interface", "wsgi", "--no-ws"]
        command += ["--host", "127.0.0.1", "--port", port, "--workers", 1, "--log-level", "error"]
        gate = running_gate(folder, "--database", folder / "breakwater.sqlite3")
        with gate, running(*command, environment=environment) as web:
            _wait_for(f"http://127.0.0.1:{port}/api/v1/openapi.json")
            secrets = _secrets_of(folder / "gate")
            family = _family_of(web.pid)
            memory = b"".join(map(_memory_of, family))
            environments = b"".join(Path(f"/proc/{one}/environ").read_bytes() for one in family)
        with sqlite3.connect(folder / "breakwater.sqlite3") as database:
            stored = "\n".join(database.iterdump()).encode()

    assert b"only-for-demonstrations-tests" in memory, "the memory was not read"
    for name, secret in secrets.items():
        for where, content in (
            ("memory", memory),
            ("environment", environments),
            ("database", stored),
        ):
            assert secret not in content, f"{name} is in the web process's {where}"
    for where, content in (("environment", environments), ("database", stored)):
        assert b"AGE-SECRET-KEY-1" not in content, where
        assert b"PRIVATE KEY" not in content, where


def _secrets_of(folder: Path) -> dict[str, bytes]:
    secret = (folder / "secret").read_bytes()
    release = (folder / "release.key").read_bytes().strip()
    assert len(secret) == 32
    assert release.startswith(b"AGE-SECRET-KEY-1")
    return {
        "the log keys' secret": secret,
        "the same in hex": secret.hex().encode(),
        "the release key": release,
    }
