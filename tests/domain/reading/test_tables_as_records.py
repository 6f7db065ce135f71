"""Tables: rows that group others, cells that reach over several, columns that hold two things."""

import csv
import io

import pytest
import xlsxwriter

from breakwater.domain.reading.read import read_bytes
from breakwater.domain.reading.reading import Flag, Kind, Reading

_ASKED = "Fenwater Police should immediately write down what floats."


def table(*rows: tuple[str, ...]) -> Reading:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return read_bytes("plan.csv", text.getvalue().encode())


def test_a_row_of_one_cell_sets_out_the_recommendation_of_the_parts_below() -> None:
    found = table(
        ("RAG", "No.", "Response", "Recommendation", "Due"),
        ("Green", "1", "Accepted. It is done.", "Chief constables should act.", ""),
        ("Recommendation 2: By 30 June 2023, chief constables should count.", "", "", "", ""),
        ("Red", "2a", "We accept this.", "A count should be kept.", "01/09/2023"),
        ("Red", "2b", "We agree.", "It should be published.", "01/09/2023"),
    )

    assert [item.number for item in found.recommendations] == ["1", "2a", "2b"]
    assert [item.status_words for item in found.recommendations] == ["Green", "Red", "Red"]
    assert [item.due_on for item in found.recommendations] == [None, "2023-06-30", "2023-06-30"]
    assert found.recommendations[1].addressees == ("chief constables",)


def test_a_column_of_words_is_the_text_whatever_its_heading_names() -> None:
    found = table(
        ("No.", "Recommendation or area for improvement", "Response"),
        ("1", _ASKED, "Accepted."),
        ("AFI 1", "It is not widely known what the policy on moorings says.", "Accepted."),
    )

    assert [item.has_text for item in found.recommendations] == [True, True]
    assert found.recommendations[0].deadline_wording == "immediately"


def test_a_part_without_a_number_of_its_own_has_its_parents_words_above_it() -> None:
    found = table(
        ("No.", "What was recommended", "Sub-part", "Response"),
        ("3.1", _ASKED, "An inspector should sign it.", "Agreed."),
        ("3.2", "", "The owner should be told why.", "Agreed."),
    )

    assert [item.number for item in found.recommendations] == ["3.1", "3.2"]
    assert [item.paragraphs for item in found.recommendations] == [
        ("An inspector should sign it.",),
        ("The owner should be told why.",),
    ]
    assert {item.deadline_wording for item in found.recommendations} == {"immediately"}


@pytest.mark.parametrize(
    ("between", "is_flagged"), [((), False), (("Causes of concern",), True)], ids=["none", "one"]
)
def test_a_title_across_the_columns_with_no_row_below_is_an_empty_heading(
    between: tuple[str, ...], is_flagged: bool
) -> None:
    found = table(
        ("No.", "Recommendation", "Response"),
        ("Recommendations", "", ""),
        ("1", _ASKED, "Accepted."),
        *((title, "", "") for title in between),
        ("Areas for improvement", "", ""),
        ("AFI 1", "Ropes are old.", "Accepted."),
    )

    assert (Flag.EMPTY_HEADING in found.flags) is is_flagged


def test_a_tracker_of_several_reports_is_no_homicide_reviews_plan() -> None:
    def tracker(*reports: str) -> Kind:
        rows = [(report, "1", _ASKED, "Accepted.") for report in reports]
        title = ("HMIC / DHR action plan: domestic homicide review", "", "", "")
        return table(title, ("Report", "No.", "Recommendation", "Response"), *rows).kind

    assert tracker("Domestic homicide review: Adult K") is Kind.HOMICIDE_REVIEW_PLAN
    assert tracker("Domestic homicide review: Adult K", "Slow Boats") is Kind.ACTION_PLAN


@pytest.mark.parametrize(
    ("asked", "answer", "is_flagged"),
    [
        ("publish the number of boats.", "A course was held.", True),
        ("publish the number of boats.", "Both are on our website.", False),
        ("count the boats.", "A course was held.", False),
    ],
)
def test_what_should_be_published_is_not_answered_by_another_items_words(
    asked: str, answer: str, is_flagged: bool
) -> None:
    found = table(
        ("No.", "Recommendation", "Response"),
        ("1", "Chief constables should train everyone who rows.", answer),
        ("2", f"Chief constables should {asked}", answer),
    )

    assert (Flag.RESPONSE_DOES_NOT_ANSWER in found.flags) is is_flagged


def test_a_part_may_be_only_a_letter() -> None:
    found = table(
        ("Rec", "Part", "Recommendation", "Response"),
        ("3", "a", _ASKED, "Agreed."),
        ("", "b", "Fenwater Police should sell the rest.", "Agreed."),
    )

    assert [item.number for item in found.recommendations] == ["3a", "3b"]


def test_whom_a_row_is_for_may_stand_in_a_merged_cell() -> None:
    rows = (
        "<tr><th>No.</th><th>Recommendation</th><th>Made to</th><th>Response</th></tr>"
        "<tr><td>1</td><td>Count the boats.</td><td rowspan=2>Chief constables</td><td>Yes.</td>"
        "</tr><tr><td>2</td><td>Sell the rest.</td><td>Accepted.</td></tr>"
    )
    found = read_bytes("a.html", f"<!doctype html><main><table>{rows}</table></main>".encode())

    assert [item.addressees for item in found.recommendations] == [("chief constables",)] * 2


def test_an_answer_in_a_merged_cell_is_that_of_both_rows_and_no_repeated_one() -> None:
    rows = (
        "<tr><th>No.</th><th>Recommendation</th><th>Response</th></tr>"
        "<tr><td>1</td><td>Count the boats.</td><td rowspan=2>Agreed. It is done.</td></tr>"
        "<tr><td>2</td><td>Sell the rest.</td></tr>"
    )
    found = read_bytes("a.html", f"<!doctype html><main><table>{rows}</table></main>".encode())

    assert [item.response for item in found.recommendations] == ["Agreed. It is done."] * 2
    assert Flag.DUPLICATE_RESPONSE not in found.flags


@pytest.mark.parametrize(
    ("answer", "listed", "is_flagged"),
    [
        ("Agreed. The hall is booked on 3 June 2025.", "", False),
        ("Agreed. Boat Notice 19/2025 of 3 June 2025 says so.", "", True),
        ("Agreed. Boat Notice 19/2025 of 3 June 2025 will say so.", "", False),
        ("Agreed.", "Boat audit, 3 June 2025", True),
        ("Agreed.", "Boat policy, next review 3 June 2025", False),
        ("Agreed.", "Boat audit, 3 June 2024", False),
    ],
)
def test_only_a_document_that_is_there_can_be_of_too_late_a_day(
    answer: str, listed: str, *, is_flagged: bool
) -> None:
    found = table(
        ("Plan issued on 20 September 2024", "", "", ""),
        ("No.", "Recommendation", "Response", "Documents"),
        ("1", _ASKED, answer, listed),
    )

    assert (Flag.IMPOSSIBLE_CHRONOLOGY in found.flags) is is_flagged


def test_damaged_letters_are_put_right_in_merged_cells_too() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Plan")
        sheet.write_row(0, 0, ("No.", "Recommendation", "Made to", "Response"))
        sheet.write_row(1, 0, ("1", "Count the boats.", "", "Agreed."))
        sheet.write_row(2, 0, ("2", "Sell the rest.", "", "Agreed."))
        sheet.merge_range("C2:C3", "Directors of childrenâ€™s services")

    found = read_bytes("plan.xlsx", target.getvalue())

    assert {item.addressees for item in found.recommendations} == {
        ("directors of children’s services",)
    }
    assert Flag.REPAIRED_ENCODING in found.flags
