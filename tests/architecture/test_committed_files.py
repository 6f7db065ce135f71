"""What must never be committed."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Written in pieces, so that this file does not find itself.
FORBIDDEN = re.compile(
    "|".join(
        [
            "registry" + r"\.npmjs",
            "pypi" + r"\.org",
            "files" + r"\.pythonhosted",
            "index-url" + r"\s*=",
            '"resolved"' + ":",
            re.escape(str(ROOT.parent)) + "/",
        ]
    )
)


def _committed() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a git checkout, so nothing says which files are committed")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_package_host_or_a_path_of_this_machine() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in _committed()
        if FORBIDDEN.search(path.read_bytes().decode("utf-8", "replace"))
    ]
    assert found == []
