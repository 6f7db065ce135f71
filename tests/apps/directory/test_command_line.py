"""``breakwater directory``: a look first, stored on demand, and written out valid."""

import json
from pathlib import Path

import pytest

from breakwater.apps.directory.models import Service
from breakwater.site.command_line.main import main
from tests.apps.directory.feeds import a_service

pytestmark = pytest.mark.django_db


def _feed(folder: Path, *records: object) -> Path:
    path = folder / "feed.json"
    path.write_text(json.dumps({"contents": list(records)}), encoding="utf-8")
    return path


def test_a_look_stores_nothing_and_committing_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(_feed(tmp_path, a_service("Tide")))

    assert main(["directory", "import", path]) == 0
    assert "nothing is stored" in capsys.readouterr().out
    assert not Service.objects.exists()

    assert main(["directory", "import", path, "--commit"]) == 0
    assert "Stored." in capsys.readouterr().out
    assert Service.objects.get().name == "Tide"

    assert main(["directory", "import", path, "--commit"]) == 0
    assert "Nothing changes." in capsys.readouterr().out


def test_a_record_that_is_left_out_is_told_and_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _feed(tmp_path, a_service("Tide"), {"name": "No id", "status": "active"})

    assert main(["directory", "import", str(path)]) == 1
    assert "! Service “No id”: it has no id" in capsys.readouterr().out


def test_what_was_written_out_comes_in_unchanged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["directory", "import", str(_feed(tmp_path, a_service("Tide"))), "--commit"])
    out = tmp_path / "out"

    assert main(["directory", "export", str(out)]) == 0
    assert main(["directory", "import", str(out), "--commit"]) == 0
    assert "1 as they are" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["no-such.json", "."])
def test_a_feed_that_is_not_there_is_told_so(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["directory", "import", str(tmp_path / name)]) == 2
    assert "breakwater: " in capsys.readouterr().err
