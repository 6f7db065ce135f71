"""Whatever is wrong around a verb, a person reads one sentence, and a script gets exit code 2."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from breakwater.site.command_line.main import main
from tests.running import COMMAND, REPOSITORY, free_port

LETTER = REPOSITORY / "breakwater" / "demonstration" / "register" / "saltmarsh-response.html"

ONE_SENTENCE = re.compile(r"breakwater: [^\n]{10,300}\n")
NOWHERE = "/dev/null/x"


def _refused_plainly(done: "subprocess.CompletedProcess[str]", says: str = "") -> None:
    assert done.returncode == 2, done
    assert ONE_SENTENCE.fullmatch(done.stderr), done.stderr
    assert says in done.stderr


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A file, where a folder belongs."""
    path = tmp_path / "plain.txt"
    path.write_text("words")
    return path


@pytest.mark.parametrize(
    "words",
    [
        "witness keys --name a.example/w --folder PLAIN",
        "witness keys --name a.example/w --folder /dev/null/x",
        "witness sign FILE --name a.example/w --folder PLAIN",
        "witness serve --name a.example/w --folder PLAIN",
        "gate --folder PLAIN --socket SOCKET",
        "gate --folder /dev/null/x --socket SOCKET",
        "gate --folder GATE --socket /dev/null/x/gate.socket",
        "auditor key --key /dev/null/x a.example/auditor",
        "auditor key --key /nonexistent/k a.example/auditor",
        "auditor sign missing --key missing",
        "auditor check /dev/null/x missing",
        "verify /dev/null/x",
        "verify --write-standalone /dev/null/x",
        "pack prove /dev/null/x",
        "pack show PLAIN/x",
        "pack sign safe-to-share-r1 --as lawyer --key /dev/null/x",
        "read /dev/null/x",
        "read PLAIN/x",
        "read --score /dev/null/x",
        "translations approve cy --by x --containing x --folder /dev/null/x",
        "import-inspection /dev/null/x.toml",
        "import PLAIN/x --inspection a --body b",
    ],
)
def test_a_path_that_cannot_be_used_is_one_sentence(
    words: str, plain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = {
        "PLAIN": str(plain),
        "FILE": str(plain),
        "SOCKET": str(tmp_path / "s"),
        "GATE": str(tmp_path / "gate"),
    }
    given = re.sub("|".join(places), lambda found: places[found[0]], words).split()

    try:
        code = main(given)
    except SystemExit as left:  # argparse's own refusals are sentences too
        code = int(left.code or 0)

    assert code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert re.search(r"^breakwater[^\n:]*: [^\n]{10,300}\n\Z", printed.err, re.MULTILINE)


def _breakwater(
    *words: str, stdout: int = subprocess.PIPE, given: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if "BREAKWATER" not in name}
    return subprocess.run(
        [*COMMAND, *words],
        cwd=REPOSITORY,
        env=kept | (given or {}),
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("data", [NOWHERE, "PLAIN"])
@pytest.mark.parametrize("verb", ["run", "demonstration", "bodies", "log list"])
def test_a_data_folder_that_cannot_be_one(data: str, verb: str, plain: Path) -> None:
    ports = ["--public", f"127.0.0.1:{free_port()}", "--staff", f"localhost:{free_port()}"]
    words = [*verb.split(), *(ports if verb == "run" else [])]

    _refused_plainly(
        _breakwater(*words, given={"BREAKWATER_DATA": data.replace("PLAIN", str(plain))})
    )


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("BREAKWATER_SITE", "foo", "BREAKWATER_SITE is public or staff"),
        ("BREAKWATER_SITE", "staff", "set BREAKWATER_SECRET_KEY to at least 50"),
        ("BREAKWATER_SECRET_KEY", "x" * 49, "set BREAKWATER_SECRET_KEY to at least 50"),
        ("BREAKWATER_LOG_MULTIPLE", "abc", "BREAKWATER_LOG_MULTIPLE is a whole number"),
        ("BREAKWATER_PROXIES", "-1", "BREAKWATER_PROXIES is a whole number"),
        ("BREAKWATER_DATABASE", "foo", "BREAKWATER_DATABASE is empty or begins"),
        ("BREAKWATER_DATABASE", "postgresql://h:p/x", "BREAKWATER_DATABASE is not an address"),
        ("BREAKWATER_DATABASE", "postgresql://127.0.0.1:1/x", "the database"),
    ],
)
def test_a_setting_that_cannot_be_meant(tmp_path: Path, name: str, value: str, says: str) -> None:
    given = {"BREAKWATER_DATA": str(tmp_path / "data"), name: value}

    _refused_plainly(_breakwater("log", "list", given=given), says)


def test_a_key_of_fifty_characters_will_do(tmp_path: Path) -> None:
    done = _breakwater("retention", "--help", given={"BREAKWATER_SECRET_KEY": "x" * 50})

    assert done.returncode == 0


def test_a_damaged_database(tmp_path: Path) -> None:
    (tmp_path / "breakwater.sqlite3").write_bytes(b"no database at all " * 400)

    _refused_plainly(
        _breakwater("log", "list", given={"BREAKWATER_DATA": str(tmp_path)}), "the database"
    )


@pytest.mark.parametrize("words", [["read", "--json", str(LETTER)], ["--help"]])
def test_a_full_disk_behind_the_output(words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        _refused_plainly(_breakwater(*words, stdout=full.fileno()), "no space left on device")


def test_a_reader_that_has_gone_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = _breakwater("read", "--json", str(LETTER), stdout=writing)
    finally:
        os.close(writing)

    assert (done.returncode, done.stderr) == (0, "")


def test_without_any_output_nothing_is_complained_of() -> None:
    done = subprocess.run(
        f"exec {sys.executable} -m breakwater.site.command_line.main read --json {LETTER} >&-",
        shell=True,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.stderr == ""
