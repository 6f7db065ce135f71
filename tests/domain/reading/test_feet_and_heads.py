"""What stands around a document: the foot of a scraped page, the ends of the pages of a letter."""

import pytest

from breakwater.domain.reading.read import read_bytes
from breakwater.domain.reading.reading import Kind
from tests.domain.reading.making_pdfs import as_letter_over_two_pages

PAGE = """Harbour Police

Recommendation 1

Chief constables should look at every boat.

Our response

Accepted. Every boat has been looked at.
{foot}
Recommendation 14 of another report
"""


@pytest.mark.parametrize(
    "foot",
    ["Was this page useful?", "Did you find this page helpful?", "How useful was this page?"],
)
def test_below_the_question_about_the_page_stands_nothing_of_the_document(foot: str) -> None:
    reading = read_bytes("page.txt", PAGE.format(foot=foot).encode())

    (item,) = reading.recommendations
    assert item.response == "Accepted. Every boat has been looked at."


def test_a_sentence_runs_on_over_the_foot_and_head_that_part_it() -> None:
    reading = read_bytes("letter.pdf", as_letter_over_two_pages())

    (item,) = reading.recommendations
    assert item.response == "Accepted. Every boat of ours has been looked at by somebody."
    assert item.evidence == ()
    assert reading.reference == "FP/24/0093"


def test_what_a_list_of_files_quotes_is_answered_elsewhere() -> None:
    rows = "".join(
        f"<tr><td>{day} May 2024</td><td>Boats: an inspection</td>"
        f"<td>Our response (PDF, {day} KB)</td></tr>"
        for day in range(1, 5)
    )
    page = (
        "<main><h1>Reports and responses</h1><p>Each report makes recommendations to us, such as:"
        "</p><p>“Recommendation 3: Chief constables should look at every boat.”</p><p>We publish"
        f" our responses here.</p><table><tr><th>Date</th><th>Report</th><th>Response</th></tr>"
        f"{rows}"
        "</table></main>"
    )

    reading = read_bytes("index.html", page.encode())

    assert (reading.kind, reading.is_response, reading.recommendations) == (Kind.INDEX, False, ())
