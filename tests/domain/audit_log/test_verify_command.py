"""The verifier as people run it: the command, and the one file under a bare Python."""

import ast
import os
import random
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line import standalone
from breakwater.site.command_line.main import main
from tests.domain.audit_log.made_log import POLICY, made_log
from tests.domain.audit_log.test_export import EXPORT, figures_of, tampered
from tests.running import short_folder


def lay_out(folder: Path, files: Mapping[str, bytes]) -> Path:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("alone") / "verify.py"
    assert main(["verify", "--write-standalone", str(path)]) == 0
    return path


# Root may read everything, so whoever runs the tests as root lets go of that first.
_AS_NOBODY = """
import locale, os, runpy, shutil, sys
sys.argv = sys.argv[1:]
verify = runpy.run_path(sys.argv[0], run_name="verifier")["verify_main"]
if os.geteuid() == 0:
    os.setgroups([])
    os.setuid(65534)
sys.exit(verify())
"""


def bare(
    verifier: Path, *arguments: object, begin: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Run the one file with no packages, no environment and no user folder."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "-W", "error", *begin, verifier, *map(str, arguments)],
        capture_output=True,
        text=True,
        env={},
        timeout=60,
        check=False,
    )


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy-of-mine"
    path.write_bytes(POLICY)
    return path


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "export", EXPORT)


def test_the_one_file_is_python_3_9_and_imports_nothing_but_the_standard_library(
    verifier: Path,
) -> None:
    source = verifier.read_text()
    module = ast.parse(source, feature_version=(3, 9))

    imported = set()
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
    assert imported - sys.stdlib_module_names == {"cryptography"}
    # Each of these came after 3.9 and parses there all the same.
    later = (
        "strict=",
        "slots=True",
        "kw_only=",
        "pairwise",
        "bit_count",
        "datetime.UTC",
        "StrEnum",
    )
    assert not [name for name in later if name in source]
    assert not re.search(r"isinstance\([^)]* \| ", source)


def test_the_same_source_always_writes_the_same_bytes(verifier: Path) -> None:
    assert verifier.read_text() == standalone.standalone_source()


def test_modules_that_cannot_be_joined_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standalone, "_ENTRY", "breakwater.domain.audit_log.absent")
    with pytest.raises(PlainError, match="is not there"):
        standalone.standalone_source()
    with pytest.raises(PlainError, match="both define twice"):
        standalone._refuse_clashes({"one": "twice = 1", "other": "def twice(): ..."})
    with pytest.raises(PlainError, match="renamed"):
        standalone._refuse_clashes({"one": "from breakwater.x import y as z"})


def test_a_bare_python_says_that_an_export_holds(verifier: Path, export: Path) -> None:
    done = bare(verifier, export)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(f"{export} holds.\n")
    assert "640 entries hash to the signed root" in done.stdout


def test_a_bare_python_names_the_entry_that_was_changed(verifier: Path, export: Path) -> None:
    bundle = export / "tile/entries/001"
    data = bytearray(bundle.read_bytes())
    data[66 * 4 + 40] ^= 1
    bundle.write_bytes(data)

    done = bare(verifier, export)

    assert done.returncode == 1
    assert "fails  Entry 260 is not the one the log's tree was built from" in done.stdout
    assert done.stdout.endswith("DOES NOT HOLD.\n")


def test_a_bare_python_checks_the_ml_dsa_44_line_too(verifier: Path, export: Path) -> None:
    checkpoint = export / "checkpoint"
    text = checkpoint.read_text()
    line = max(text.splitlines(), key=len)
    letter = "A" if line[2000] != "A" else "B"
    checkpoint.write_text(text.replace(line, line[:2000] + letter + line[2001:]))

    done = bare(verifier, export)

    assert done.returncode == 1
    assert (
        "The signature by logs.northmere.example/disclosure-log (ML-DSA-44) is wrong" in done.stdout
    )


def test_a_bare_python_catches_random_tamperings(verifier: Path, tmp_path: Path) -> None:
    dice = random.Random(9)
    for number in range(12):
        done, files = tampered(EXPORT, dice)
        if files != EXPORT:
            folder = lay_out(tmp_path / str(number), unblocked(files))
            assert bare(verifier, folder).returncode == 1, done


def unblocked(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Without files below other files, which no file system can hold."""
    return {re.sub("/x$", "-x", path): data for path, data in files.items()}


def test_the_command_and_the_one_file_say_the_same(
    verifier: Path, tmp_path: Path, policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = made_log(40)
    record = tmp_path / "record"
    record.write_bytes(b"record 11")
    cases = {
        "receipt": (str(log.receipt(11)).encode(), ["--record", str(record)]),
        "checkpoint": (str(log.signed()).encode(), []),
        "figures": (figures_of(log), []),
    }
    for name, (data, more) in cases.items():
        path = tmp_path / name
        path.write_bytes(data)
        arguments = [str(path), "--policy", str(policy), *more]

        code = main(["verify", *arguments])
        alone = bare(verifier, *arguments)

        assert (code, alone.returncode) == (0, 0), name
        assert capsys.readouterr().out.splitlines()[-1] == alone.stdout.splitlines()[-1]
        damaged = bytearray(data)
        damaged[len(data) // 3] ^= 1
        path.write_bytes(damaged)
        assert bare(verifier, *arguments).returncode in (1, 2), name


@pytest.mark.parametrize("name", ["absent", "noise", "pipe", "sparse"])
def test_what_cannot_be_read_is_said_in_one_sentence(
    verifier: Path, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    if name == "noise":
        path.write_bytes(b"\x00\xff noise")
    elif name == "pipe":
        os.mkfifo(path)
    elif name == "sparse":
        with path.open("wb") as file:
            file.truncate(10 << 30)

    done = bare(verifier, path)

    assert done.returncode == 2
    assert done.stdout == ""
    assert re.fullmatch(r"verify: [^\n]{10,300}\n", done.stderr)


@pytest.mark.parametrize("kind", ["empty", "of something else", "closed", "closed inside", "file"])
def test_a_folder_that_cannot_be_read_or_is_no_export_says_nothing_about_a_log(
    verifier: Path, kind: str
) -> None:
    with short_folder() as folder:
        folder.chmod(0o755)
        place = folder / "export"
        place.mkdir()
        if kind == "of something else":
            (place / "letter.txt").write_text("Dear …")
        elif kind != "empty":
            lay_out(place, EXPORT)
        closed = {"closed": ".", "closed inside": "tile/0", "file": "tile/0/001"}.get(kind)
        if closed:
            (place / closed).chmod(0)
        done = bare(verifier, place, begin=["-c", _AS_NOBODY])
        if closed:
            (place / closed).chmod(0o700)

    assert (done.returncode, done.stdout) == (2, "")
    says = "cannot read" if closed else "is not an export"
    assert re.fullmatch(f"verify: [^\n]*{says}[^\n]*\n", done.stderr)


@pytest.mark.parametrize("lost", ["checkpoint", "MANIFEST", "tile/entries/001", "policy"])
def test_a_piece_of_an_export_that_is_missing_is_found_wrong(
    verifier: Path, export: Path, lost: str
) -> None:
    (export / lost).unlink()

    done = bare(verifier, export)

    assert (done.returncode, done.stderr) == (1, "")
    assert "missing" in done.stdout


def test_a_full_disk_behind_the_output_is_not_taken_for_an_answer(
    verifier: Path, export: Path
) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-I", "-S", verifier, export],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )

    assert done.returncode == 2
    assert re.fullmatch(r"verify: [^\n]{10,300}\n", done.stderr)


@pytest.mark.parametrize("kind", ["link", "linked folder", "pipe", "sparse"])
def test_something_in_an_export_that_is_no_plain_file_is_caught(
    verifier: Path, export: Path, kind: str
) -> None:
    target = export / "tile/0/001"
    if kind == "linked folder":
        (export / "more").symlink_to(export)
    else:
        data = target.read_bytes()
        target.unlink()
        if kind == "link":
            (export.parent / "elsewhere").write_bytes(data)
            target.symlink_to(export.parent / "elsewhere")
        elif kind == "pipe":
            os.mkfifo(target)
        else:
            with target.open("wb") as file:
                file.truncate(10 << 30)

    done = bare(verifier, export)

    assert (done.returncode, done.stderr) == (1, "")


def test_saying_nothing_is_answered_with_what_could_be_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["verify"]) == 2
    assert "say what to verify" in capsys.readouterr().err
    assert main(["verify", "--write-standalone", "/nowhere/at/all"]) == 2
    assert "cannot write" in capsys.readouterr().err
