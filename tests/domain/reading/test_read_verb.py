"""``breakwater read`` as a person types it."""

import json
from pathlib import Path

import pytest

from breakwater.domain.reading.reading import DOCUMENT_KEYS, RECOMMENDATION_KEYS
from breakwater.site.command_line.main import main
from tests.domain.reading import making


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.csv"
    path.write_bytes(making.as_csv())
    return path


def test_json_of_one_file_is_one_object_with_exactly_the_keys_of_the_contract(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", "--json", str(plan)]) == 0

    found = json.loads(capsys.readouterr().out)
    assert tuple(found) == DOCUMENT_KEYS
    assert all(tuple(item) == RECOMMENDATION_KEYS for item in found["recommendations"])


def test_json_of_several_files_is_a_list(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--json", str(plan), str(plan)]) == 0

    assert len(json.loads(capsys.readouterr().out)) == 2


def test_trace_adds_the_passage_of_each_field(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", "--json", "--trace", str(plan)]) == 0

    found = json.loads(capsys.readouterr().out)
    sources = {source["field"]: source for source in found["recommendations"][0]["sources"]}
    assert sources["response_begins"]["place"] == "row 5"
    assert {source["field"] for source in found["sources"]} >= {"dated", "inspection_title"}


def test_without_json_a_person_reads_a_summary(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(plan)]) == 0

    printed = capsys.readouterr().out
    assert printed.startswith("plan.csv: action plan\n")
    assert "Recommendation 7.1 to chief constables, police and crime commissioners" in printed
    assert "evidence: FN-23/9, 2023-09-12" in printed


def test_score_prints_each_field_and_one_closing_line(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["read", "--json", str(plan)])
    truth = json.loads(capsys.readouterr().out)
    truth["dated"] = "1999-01-01"
    (plan.parent / "plan.truth.json").write_text(json.dumps(truth), "utf-8")

    assert main(["read", "--score", str(plan.parent)]) == 1

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "plan.csv: dated: expected '1999-01-01', found '2023-09-20'"
    assert lines[-1] == "score: 97.8 % of 46 fields right in 1 documents"


def test_a_folder_without_truth_is_no_score(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", "--score", str(tmp_path)]) == 2
    assert "it holds no document with a .truth.json" in capsys.readouterr().err


def test_no_file_is_named() -> None:
    assert main(["read"]) == 2
