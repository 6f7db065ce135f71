"""Whole documents: our own with their truth, and those that lie beside the repository."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from breakwater.domain.reading.read import read_bytes
from breakwater.domain.reading.reading import Disposition, Flag, Kind
from breakwater.domain.reading.scoring import Score
from breakwater.domain.reading.sources import pdf_page
from breakwater.domain.reading.truth import truth_of
from tests.domain.reading import making, making_pdfs
from tests.shared_input import shared

OWN = Path(__file__).resolve().parents[2] / "fixtures" / "documents"
MAKERS = {
    "plan.csv": making.as_csv,
    "plan.xlsx": making.as_xlsx,
    "plan.ods": making.as_ods,
    "plan.html": making.as_html,
    "plan.docx": making.as_docx,
    "plan.pdf": making_pdfs.as_pdf,
    "without-rules.pdf": making_pdfs.as_pdf_without_rules,
    "below-titles.pdf": making_pdfs.as_pdf_of_tables_below_titles,
}


@pytest.mark.parametrize("truth", sorted(OWN.glob("*.truth.json")), ids=lambda path: path.stem)
def test_each_of_our_own_documents_says_what_its_truth_file_says(truth: Path) -> None:
    stem = truth.name.removesuffix(".truth.json")
    document = next(path for path in OWN.glob(f"{stem}.*") if path != truth)

    found = truth_of(read_bytes(document.name, document.read_bytes()))

    expected = json.loads(truth.read_text("utf-8"))
    for read in (found, expected):
        read["flags"].sort()
        read["responding_bodies"].sort()
    assert found == expected


@pytest.mark.parametrize("name", MAKERS)
def test_the_same_plan_reads_the_same_from_every_kind_of_file(name: str) -> None:
    reading = read_bytes(name, MAKERS[name]())

    assert reading.kind is Kind.ACTION_PLAN
    assert reading.dated == "2023-09-20"
    assert reading.inspection_title == "Clear Water: an inspection of river patrols"
    assert reading.inspection_published_on == "2023-08-31"
    assert reading.responding_bodies == ("Fenwater Police",)
    assert set(reading.flags) == {Flag.LIST_MISSING, Flag.MISSING_NUMBERS}
    one, two, three = reading.recommendations
    assert [item.number for item in reading.recommendations] == ["1", "7.1", "7.10"]
    assert one.due_on == "2024-02-29"
    assert [(found.reference, found.dated) for found in one.evidence] == [("FN-23/9", "2023-09-12")]
    assert two.addressees == ("chief constables", "police and crime commissioners")
    assert two.cites == ("1",)
    assert (two.disposition, two.list_missing) == (Disposition.NOT_ACCEPTED, True)
    assert (three.disposition, three.status_words) == (
        Disposition.ACCEPTED_IN_PART,
        "In progress",
    )
    assert three.due_on == "2023-08-31"


def test_paragraphs_without_space_between_them_are_told_apart() -> None:
    reading = read_bytes("letter.pdf", making_pdfs.as_pdf_without_space())

    assert reading.kind is Kind.STATUTORY_RESPONSE
    assert (reading.reference, reading.dated) == ("PFCC-55/7", "2023-09-20")
    assert reading.inspection_title == "Clear Water: how forces patrol rivers"
    assert reading.responding_bodies == (
        "Police, Fire and Crime Commissioner for Fenwater",
        "Fenwater Police",
    )
    assert [(item.number, item.disposition) for item in reading.recommendations] == [
        ("1", Disposition.ACCEPTED),
        ("2", Disposition.NOT_ACCEPTED),
    ]


def test_a_workbook_is_read_as_it_shows_its_days_and_numbers() -> None:
    reading = read_bytes("plan.xlsx", making.as_formatted_xlsx())

    assert [
        (item.number, item.deadline_wording, item.due_on, item.status_words)
        for item in reading.recommendations
    ] == [("7.1", "Jun-25", None, "90%"), ("7.10", "30 June 2025", "2025-06-30", "90%")]


def test_a_tracker_is_read_below_its_groups_through_its_merged_cells_and_as_it_is_shown() -> None:
    reading = read_bytes("tracker.xlsx", making.as_grouped_xlsx())

    assert reading.dated == "2022-06-30"
    assert [
        (item.number, item.response, item.due_on, item.inspection_title)
        for item in reading.recommendations
    ] == [
        ("2", "Agreed. It is bought.", "2022-08-24", "Slow Boats: an inspection of moorings"),
        ("9", "Not agreed.", "2022-08-24", "Slow Boats: an inspection of moorings"),
        ("1", "Agreed.", "2022-10-05", "Twice Wet"),
    ]


def test_rows_that_only_a_filter_hides_are_read() -> None:
    reading = read_bytes("tracker.xlsx", making.as_filtered_xlsx())

    assert [item.number for item in reading.recommendations] == ["1", "2"]


@pytest.mark.parametrize("top", [60.0, 200.0, 225.0, 240.0])
def test_labels_and_values_without_rules_are_read_wherever_the_page_ends(top: float) -> None:
    reading = read_bytes("plan.pdf", making_pdfs.as_pdf_of_pairs(top))

    three, seven = reading.recommendations
    assert (three.number, three.disposition) == ("3", Disposition.ACCEPTED_IN_PART)
    assert three.response == ("Boats in use will be looked at every year. " * 3).strip()
    assert (three.due_on, three.status_words) == ("2022-03-31", "In progress")
    assert (seven.number, seven.disposition) == ("7", Disposition.ACCEPTED)
    assert (seven.response, seven.addressees) == ("None is left.", ("chief constables",))
    assert (seven.due_on, seven.status_words) == ("2023-08-31", "Complete")


def test_a_box_behind_a_label_and_its_value_parts_no_item() -> None:
    plain = read_bytes("plan.pdf", making_pdfs.as_pdf_of_pairs(60.0))
    boxed = read_bytes("plan.pdf", making_pdfs.as_pdf_of_pairs(60.0, has_bands=True))

    assert boxed.recommendations == plain.recommendations


def test_a_list_in_a_box_is_a_list_and_a_heading_goes_on_below() -> None:
    reading = read_bytes("response.pdf", making_pdfs.as_pdf_of_a_boxed_list())

    assert [item.number for item in reading.recommendations] == ["1", "2"]
    assert [item.list_missing for item in reading.recommendations] == [False, False]
    assert reading.recommendations[0].addressees == (
        "fenwater police",
        "police and crime commissioner",
    )


def test_two_columns_are_read_one_after_the_other() -> None:
    said = "Accepted. What recommendation 1 asks for is done, and was done before."
    one, two = read_bytes("page.pdf", making_pdfs.as_pdf_of_two_columns()).recommendations

    assert one.response == f"{said} {said}"
    assert two.paragraphs[0].startswith("Chief constables should look at every boat")


@pytest.mark.parametrize(
    ("name", "weight", "is_bold"),
    [
        ("aaaaaa+notoserif-regular", 704, False),
        ("caaaaa+notoserif-italic", 1140, False),
        ("baaaaa+dejavusans-bold", 455, True),
        ("f1", 700, True),
        ("f1", 400, False),
    ],
)
def test_a_font_that_says_its_style_is_believed_before_its_weight(
    name: str, weight: int, is_bold: bool
) -> None:
    assert pdf_page.is_bold(name, weight) is is_bold


def test_signatures_side_by_side_are_read_one_after_the_other() -> None:
    reading = read_bytes("letter.pdf", making_pdfs.as_pdf_of_two_signatures())

    assert reading.signatory_posts == (
        "Chief Constable",
        "Police and Crime Commissioner for Fenwater",
    )
    assert set(reading.responding_bodies) == {
        "Fenwater Police",
        "Police and Crime Commissioner for Fenwater",
    }


@pytest.mark.parametrize(
    ("lines", "status", "response"),
    [
        ("Force response\nAgreed.\nStatus\nComplete", "Complete", "Agreed."),
        ("Current position\nWe have looked at every boat.", None, "We have looked at every boat."),
        (f"Current position: We looked.{' It took long.' * 6}", None, "We looked. It took long."),
    ],
)
def test_what_stands_below_a_label_of_status_is_one_word_of_it_or_an_update(
    lines: str, status: str | None, response: str
) -> None:
    text = f"Recommendation 1. To chief constables\nFind every boat.\n\n{lines}\n"

    (item,) = read_bytes("plan.txt", text.encode()).recommendations

    assert item.status_words == status
    assert (item.response or "").startswith(response)


def test_a_heading_row_that_every_page_repeats_is_no_answer() -> None:
    rows = (
        "Ref,Recommendation,Position,Narrative",
        "1,Chief constables should act.,Accepted,We have acted.",
        "Ref,Recommendation,Position,Narrative",
        "2,Chief constables should stop.,Not accepted,We have not.",
    )

    reading = read_bytes("plan.csv", "\n".join(rows).encode())

    assert [(item.response, item.disposition) for item in reading.recommendations] == [
        ("We have acted.", Disposition.ACCEPTED),
        ("We have not.", Disposition.NOT_ACCEPTED),
    ]


def test_every_field_of_a_recommendation_points_to_the_passage_it_came_from() -> None:
    reading = read_bytes("plan.csv", making.as_csv())

    first = reading.recommendations[0]

    sources = {source.field: source for source in first.sources}
    assert sources["deadline_wording"].text.startswith("Within six months of publication")
    assert sources["deadline_wording"].place == "row 5"
    assert sources["evidence"].text.startswith("Accepted. She is named")


def test_the_same_bytes_give_the_same_reading() -> None:
    content = making.as_docx()

    assert read_bytes("plan.docx", content) == read_bytes("plan.docx", content)


def test_the_page_the_project_began_with_is_read_without_a_fault() -> None:
    document = shared("documents/gloucestershire-response.txt")
    truth = json.loads(shared("documents/gloucestershire-response.truth.json").read_text("utf-8"))
    score = Score()

    score.add(document.name, truth_of(read_bytes(document.name, document.read_bytes())), truth)

    assert score.mistakes == []


def test_no_recommendation_of_the_examples_is_lost_or_invented() -> None:
    folder = shared("documents/examples")
    score = Score()

    for truth in sorted(folder.glob("*.truth.json")):
        stem = truth.name.removesuffix(".truth.json")
        document = next(path for path in folder.glob(f"{stem}.*") if path != truth)
        found = truth_of(read_bytes(document.name, document.read_bytes()))
        score.add(document.name, found, json.loads(truth.read_text("utf-8")))

    assert score.documents == 12
    assert score.wrong["recommendations"] == 0
    assert score.percent >= 99


_READ_ALONE = """import sys
from breakwater.domain.reading.read import read_bytes
read_bytes(sys.argv[1], sys.stdin.buffer.read())
print("openpyxl" in sys.modules)"""


@pytest.mark.parametrize(
    ("name", "made", "loads"),
    [
        ("a.pdf", making_pdfs.as_pdf, False),
        ("a.csv", making.as_csv, False),
        ("a.xlsx", making.as_formatted_xlsx, True),
    ],
)
def test_what_only_a_workbook_needs_is_loaded_only_for_one(
    name: str, made: Callable[[], bytes], loads: bool
) -> None:
    command = [sys.executable, "-c", _READ_ALONE, name]
    done = subprocess.run(command, input=made(), stdout=subprocess.PIPE, check=True)

    assert done.stdout.decode().strip() == str(loads)
