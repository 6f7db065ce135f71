"""The demonstration throws away what is its own, and never a byte of anybody else's."""

import os
import subprocess
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from breakwater.domain.plain_error import PlainError
from breakwater.site import demonstration
from tests.running import COMMAND, REPOSITORY, free_port

BEGIN = [
    "begin",
    "--name",
    "Real Hosting",
    "--operator",
    "a@x.example",
    "--operator",
    "b@x.example",
]
KEY = {"BREAKWATER_SECRET_KEY": "of this test only, and long enough to be one: 0123456789"}


def _breakwater(data: Path, *words: object, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if "BREAKWATER" not in name}
    environment |= {"BREAKWATER_DATA": str(data), **more}
    return subprocess.run(
        [*COMMAND, *map(str, words)],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def _everything_in(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real one: its first people, its keys, its witnesses and its public files."""
    data = tmp_path_factory.mktemp("installation")
    assert _breakwater(data, *BEGIN, **KEY).returncode == 0
    for name, words in {"gate/log-keys": "key", "log/a/checkpoint": "1", "witnesses": "w"}.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(words)
    return data


def _run(*_: object) -> list[str]:
    return ["run", "--public", f"127.0.0.1:{free_port()}", "--staff", f"localhost:{free_port()}"]


@pytest.mark.parametrize(
    ("words", "claims"),
    [
        (["run"], {}),
        (["demonstration"], {}),
        (["demonstration", "--fresh"], {}),
        (["demonstration", "--fresh"], {"BREAKWATER_DEMONSTRATION": "yes"}),
        (["demonstration", "--code", "a@x.example"], {}),
    ],
)
def test_a_real_installation_survives(
    installation: Path, words: list[str], claims: dict[str, str]
) -> None:
    before = _everything_in(installation)

    refused = _breakwater(installation, *(_run() if words == ["run"] else words), **claims)

    assert refused.returncode == 2
    assert refused.stdout == ""
    assert refused.stderr.startswith(f"breakwater: {installation} holds ")
    assert refused.stderr.count("\n") == 1
    assert _everything_in(installation) == before


@pytest.fixture
def folder(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with nothing in it."""
    settings.DEMONSTRATION = True
    settings.DATA, settings.LOG_POLICY = tmp_path, tmp_path / "witnesses"
    monkeypatch.setitem(connection.settings_dict, "NAME", tmp_path / "breakwater.sqlite3")
    return tmp_path


@pytest.mark.parametrize(
    "name",
    ["gate/keys", "signed/a", "witness/keys", "witnesses", "breakwater.sqlite3"],
)
def test_keys_without_a_database_and_what_cannot_be_read_are_somebodys(
    folder: Path, name: str
) -> None:
    held = folder / name
    held.parent.mkdir(exist_ok=True)
    held.write_text("not made by a demonstration")
    before = _everything_in(folder)

    for begin in (demonstration.prepare, demonstration.start_afresh):
        with pytest.raises(PlainError, match="holds an installation"):
            begin()
    with pytest.raises(PlainError, match="holds an installation"), demonstration.holding_the_data():
        pass

    assert _everything_in(folder) == before


def test_a_list_of_witnesses_elsewhere_is_not_written_over(
    folder: Path, settings: Settings
) -> None:
    settings.LOG_POLICY = folder.parent / "policy"

    with pytest.raises(PlainError, match="BREAKWATER_LOG_POLICY"):
        demonstration.prepare()


def test_a_real_installation_does_not_begin_in_a_demonstrations_folder(tmp_path: Path) -> None:
    (tmp_path / "demonstration").touch()

    refused = _breakwater(tmp_path, *BEGIN, **KEY)

    assert refused.returncode == 2
    assert "holds a demonstration" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["demonstration"]


def test_a_first_load_that_was_interrupted_is_begun_again_and_a_whole_one_is_kept(
    tmp_path: Path,
) -> None:
    # What `make check` and `breakwater bodies` leave behind is nobody's work.
    assert _breakwater(tmp_path, "bodies").returncode == 0
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "checkpoint").write_text("left by a test")
    with subprocess.Popen(
        [*COMMAND, "demonstration"],
        cwd=REPOSITORY,
        env=os.environ | {"BREAKWATER_DATA": str(tmp_path)},
        stdout=subprocess.DEVNULL,
    ) as first:
        while not (tmp_path / "gate").exists():
            assert first.poll() is None, "it ended before it made its keys"
        first.kill()
    assert (tmp_path / "log-from-before-1" / "checkpoint").read_text() == "left by a test"

    again = _breakwater(tmp_path, "demonstration")
    assert again.returncode == 0, again.stderr
    assert "Loaded “Safe to share?”" in again.stdout

    # An earlier version wrote the last mark alone.
    (tmp_path / "demonstration").unlink()
    kept = _breakwater(tmp_path, "demonstration")
    assert kept.stdout == "The demonstration is loaded already.\n"
