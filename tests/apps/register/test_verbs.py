"""The command's verbs: what they print, what they store, and the exit code a script can trust."""

import json
from pathlib import Path

import pytest

import breakwater
from breakwater.apps.register.models import Body, ImportBatch, Inspection, Response
from breakwater.site.command_line.main import main
from tests.shared_input import shared

pytestmark = pytest.mark.django_db

DATA = Path(breakwater.__file__).parent / "demonstration" / "register"
FACTS = str(DATA / "safe-to-share.toml")
LETTER = str(DATA / "saltmarsh-response.html")
OF_SALTMARSH = [
    "--inspection",
    "safe-to-share",
    "--body",
    "saltmarsh-constabulary",
    "saltmarsh-pcc",
]
OF_GLOUCESTERSHIRE = ["--inspection", "safe-to-share", "--body", "gloucestershire-constabulary"]

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def bodies() -> None:
    assert main(["bodies", "--load", str(DATA / "bodies.toml")]) == 0


@pytest.fixture
def inspection(bodies: None, capsys: Printed) -> None:
    assert main(["import-inspection", FACTS]) == 0
    capsys.readouterr()


def test_the_demonstration_ends_with_two_bodies_responses(inspection: None) -> None:
    assert main(["import", LETTER, *OF_SALTMARSH, "--commit"]) == 0

    places = Response.objects.values_list(
        "assignment__body__key", "assignment__recommendation__number"
    )
    assert sorted(places) == [
        ("saltmarsh-constabulary", "1"),
        ("saltmarsh-constabulary", "4"),
        ("saltmarsh-constabulary", "5"),
        ("saltmarsh-constabulary", "8"),
        ("saltmarsh-pcc", "5"),
    ]
    assert Body.objects.get(key="saltmarsh-pcc").invented


def test_the_demonstration_quotes_nobody_and_says_so() -> None:
    main(["bodies", "--load", str(DATA / "bodies.toml")])
    main(["import-inspection", FACTS])

    rows = Inspection.objects.get().recommendations.all()
    assert {row.text_status for row in rows} == {"own_words", "not_reproduced"}
    assert [row.number for row in rows.filter(text="")] == ["6", "7"]
    assert str(rows.get(number="8").due_on) == "2021-06-17"
    assert str(rows.get(number="1").due_on) == "2020-12-17"


def test_gloucestershires_published_letter_is_read_into_the_register(inspection: None) -> None:
    letter = shared("documents/gloucestershire-response.txt")

    assert main(["import", str(letter), *OF_GLOUCESTERSHIRE, "--commit"]) == 0

    responses = Response.objects.filter(assignment__body__key="gloucestershire-constabulary")
    assert {row.position for row in responses} == {"awaiting_national_position"}
    assert {row.dated for row in responses} == {"2021-12-03"}
    numbers = [r.assignment.recommendation.number for r in responses]
    assert sorted(numbers) == ["1", "4", "5", "8"]
    first = Inspection.objects.get().recommendations.get(number="1")
    assert first.text_status == "as_quoted"


def test_without_commit_everything_is_shown_and_nothing_stored(
    inspection: None, capsys: Printed
) -> None:
    assert main(["import", LETTER, *OF_SALTMARSH]) == 0

    printed = capsys.readouterr().out
    assert "+ row 1   Recommendation 1, Saltmarsh Constabulary (new): a response" in printed
    assert "now: We accept this recommendation. The practice ended" in printed
    assert "Nothing was stored; give --commit to store it." in printed
    assert Response.objects.count() == 0


def test_the_same_file_again_says_that_nothing_would_change(
    inspection: None, capsys: Printed
) -> None:
    main(["import", LETTER, *OF_SALTMARSH, "--commit"])
    capsys.readouterr()

    assert main(["import", LETTER, *OF_SALTMARSH, "--commit"]) == 0
    assert main(["import-inspection", FACTS]) == 0

    assert capsys.readouterr().out.count("nothing would change") == 2
    assert ImportBatch.objects.count() == 2


def test_the_plan_comes_as_json_too(inspection: None, capsys: Printed) -> None:
    assert main(["import", LETTER, *OF_SALTMARSH, "--commit", "--json"]) == 0

    plan = json.loads(capsys.readouterr().out)
    assert plan["batch"] == ImportBatch.objects.latest("pk").pk
    assert plan["counts"]["new"] == 5
    assert plan["items"][0]["subject"] == "Recommendation 1, Saltmarsh Constabulary"


def test_a_doubt_is_put_to_a_person_and_settled_by_what_the_sentence_says(
    inspection: None, capsys: Printed
) -> None:
    of_another = ["--inspection", "safe-to-share", "--body", "kent-police", "--commit"]

    assert main(["import", LETTER, *of_another]) == 1

    printed = capsys.readouterr().out
    assert "it names Saltmarsh Constabulary, which is not among the bodies given" in printed
    assert "say --row 0=take" in printed
    assert Response.objects.count() == 0
    assert main(["import", LETTER, *of_another, "--row", "0=take"]) == 0
    assert Response.objects.exists()


def test_a_batch_is_undone_by_the_number_that_was_printed(
    inspection: None, capsys: Printed
) -> None:
    main(["import", LETTER, *OF_SALTMARSH, "--commit"])
    number = ImportBatch.objects.latest("pk").pk
    assert f"To undo it: breakwater undo {number}" in capsys.readouterr().out

    assert main(["undo", str(number)]) == 0

    assert Response.objects.count() == 0
    assert "saltmarsh-response.html) is undone" in capsys.readouterr().out
    assert main(["undo", str(number)]) == 2


def test_a_published_report_is_taken_in_without_a_file_of_facts(
    tmp_path: Path, capsys: Printed
) -> None:
    report = tmp_path / "quiet-rooms.html"
    report.write_text(
        "<h1>Quiet Rooms</h1><p>Published 3 March 2025</p>"
        "<h2>Recommendation 1. To the Home Office</h2><p>The Home Office should pay for them.</p>"
    )

    assert main(["import-inspection", str(report), "--preview"]) == 0
    assert not Inspection.objects.exists()
    assert main(["import-inspection", str(report), "--slug", "rooms"]) == 0

    row = Inspection.objects.get(slug="rooms").recommendations.get()
    assert (row.text_status, row.text_source) == ("as_published", "quiet-rooms.html")
    assert [each.body.key for each in row.assignments.all()] == ["home-office"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["import-inspection", "none.toml"], "cannot read none.toml: no such file or directory"),
        (["import", LETTER, "--inspection", "none", "--body", "kent-police"], "no inspection none"),
        (
            ["import", "none.txt", *OF_GLOUCESTERSHIRE],
            "cannot read none.txt: there is no such file",
        ),
        (["undo", "99"], "there is no batch 99"),
        (["bodies", "--load", "none.toml"], "cannot read none.toml"),
        (["import", LETTER, *OF_SALTMARSH, "--commit", "--owner", "x"], "no organisation x"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_2(
    inspection: None, capsys: Printed, arguments: list[str], sentence: str
) -> None:
    assert main(arguments) == 2

    printed = capsys.readouterr()
    assert printed.err.startswith("breakwater: ")
    assert sentence in printed.err
    assert "Traceback" not in printed.err


def test_a_response_is_never_taken_in_as_what_an_inspectorate_published(
    bodies: None, capsys: Printed
) -> None:
    assert main(["import-inspection", LETTER, "--slug", "letter"]) == 2
    assert "looks like a response" in capsys.readouterr().err
    assert not ImportBatch.objects.exists()

    assert main(["import-inspection", LETTER, "--slug", "letter", "--row", "0=take"]) == 0
    assert Inspection.objects.get().slug == "letter"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--row", "999=take"], "there is no row 999 here: --row takes 0 (the document itself) to"),
        (["--row", "1=foo"], "row 1 can't be answered with foo: --row 1= takes take or keep or"),
        (["--row", "0=skip"], "row 0 can't be answered with skip: --row 0= takes take"),
        (["--row", "1=take", "--row", "1=keep"], "row 1 is answered twice"),
        (["--owner", "nope"], "there is no organisation nope; --owner is one of operator"),
        (["--source", "javascript:alert(1)"], "begins http:// or https://"),
        (["--source", "not an address"], "begins http:// or https://"),
    ],
)
@pytest.mark.parametrize("commit", [[], ["--commit"]], ids=["preview", "commit"])
def test_an_answer_that_means_nothing_is_refused_at_once(
    inspection: None, capsys: Printed, arguments: list[str], sentence: str, commit: list[str]
) -> None:
    assert main(["import", LETTER, *OF_SALTMARSH, *arguments, *commit]) == 2

    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)
    assert sentence in printed.err
    assert Response.objects.count() == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--row", "999=take"], "there is no row 999 here"),
        (["--row", "1=skip"], "--row 1= takes take or keep"),
        (["--row", "0=keep"], "--row 0= takes take"),
        (["--owner", "nope", "--preview"], "there is no organisation nope"),
    ],
)
def test_so_is_one_about_a_published_report(
    bodies: None, capsys: Printed, arguments: list[str], sentence: str
) -> None:
    assert main(["import-inspection", FACTS, *arguments]) == 2
    assert sentence in capsys.readouterr().err
    assert not Inspection.objects.exists()


def test_bodies_are_found_by_any_of_their_names(capsys: Printed) -> None:
    assert main(["bodies", "hampshire", "commissioner"]) == 0
    assert capsys.readouterr().out.startswith("hampshire-and-isle-of-wight-pcc ")
    assert main(["bodies", "atlantis"]) == 1
