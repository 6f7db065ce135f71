"""Letters that answer without headings: what belongs to which number."""

import pytest

from breakwater.domain.reading.read import read_bytes
from breakwater.domain.reading.reading import Disposition, Flag, Reading

_HEAD = """Fenwater Police
Your ref: HMI/9
Our ref: FP/23-188
30th May 2023
Dear Inspector
Safe on Water: an inspection of moorings
"""
_CLOSE = "Yours sincerely\nA.B.\nChief Constable\n"


def letter(*paragraphs: str) -> Reading:
    words = "\n\n".join((_HEAD, *paragraphs, _CLOSE))
    return read_bytes("letter.txt", words.encode())


def test_the_reference_is_the_senders_own_wherever_it_stands() -> None:
    assert letter("We accept recommendation 1.").reference == "FP/23-188"


def test_whom_each_number_was_made_to_is_said_beside_it() -> None:
    found = letter(
        "You asked about the two that were made to chief constables (recommendations 2 and 3) and"
        " the one made to police and crime commissioners (recommendation 9).",
        "We accept recommendations 2 and 3.",
        "We cannot accept recommendation 9.",
    )

    assert [(item.number, item.addressees) for item in found.recommendations] == [
        ("2", ("chief constables",)),
        ("3", ("chief constables",)),
        ("9", ("police and crime commissioners",)),
    ]


@pytest.mark.parametrize(
    "set_out",
    [
        (
            "Recommendation 6 reads as follows.",
            "By 30 April 2024, chief constables should, with recommendation 2, count the boats.",
        ),
        (
            "The longest of them says:",
            "“6. By 30 April 2024, chief constables should, with recommendation 2, count them.”",
        ),
    ],
    ids=["below a sentence", "in quotation marks"],
)
def test_a_recommendation_that_is_set_out_has_a_text_and_the_words_below_answer_it(
    set_out: tuple[str, str],
) -> None:
    found = letter(
        "You asked about recommendations 2 and 6, made to chief constables.",
        "We accept recommendation 2.",
        *set_out,
        "This we accept in principle, because we have no boat.",
    )
    item = found.recommendations[1]

    assert (item.number, item.has_text, item.cites) == ("6", True, ("2",))
    assert (item.deadline_wording, item.due_on) == ("By 30 April 2024", "2024-04-30")
    assert item.response == "This we accept in principle, because we have no boat."
    assert item.disposition is Disposition.ACCEPTED_IN_PRINCIPLE


def test_what_a_paragraph_says_of_one_number_is_not_said_of_the_other() -> None:
    found = letter(
        "We accept recommendation 2 in full. Recommendation 9 we accept in principle; for that we"
        " await the maker’s timetable.",
    )

    assert [item.awaits for item in found.recommendations] == [None, "the maker’s timetable"]


def test_a_number_of_another_years_review_is_in_passing() -> None:
    found = letter(
        "We accept recommendation 2.",
        "We have not lost sight of recommendation 4 of the mooring review of 2019.",
    )

    assert [item.number for item in found.recommendations] == ["2"]


def test_a_position_comes_before_sympathy_and_may_be_one_of_being_able() -> None:
    found = letter(
        "I have sympathy with what lies behind recommendation 5, and our officers see why.",
        "I am, however, able to accept recommendation 5 only in part.",
    )

    assert found.recommendations[0].disposition is Disposition.ACCEPTED_IN_PART


def test_a_heading_at_the_end_of_a_letter_may_be_empty() -> None:
    body = "".join(
        f"<p>{line}</p>"
        for line in ("Dear Inspector", "We accept recommendation 1.", "Yours sincerely")
    )
    with_one = f"<!doctype html><main>{body}<h3>Notes to editors</h3></main>"
    without = f"<!doctype html><main>{body}</main>"

    assert Flag.EMPTY_HEADING in read_bytes("a.html", with_one.encode()).flags
    assert Flag.EMPTY_HEADING not in read_bytes("a.html", without.encode()).flags


def test_a_recommendation_told_in_other_words_has_them_for_its_text() -> None:
    found = letter(
        "Recommendation 7, you will remember, would have us count within two months.",
        "We accept recommendation 7.",
    )
    item = found.recommendations[0]

    assert item.paragraphs == ("us count within two months.",)
    assert (item.deadline_wording, item.response) == (
        "within two months",
        "We accept recommendation 7.",
    )


def test_what_an_older_report_recommended_is_in_passing() -> None:
    found = letter(
        "We accept recommendation 2.",
        "You mention what we wrote about recommendation 12 of an older report.",
    )

    assert [item.number for item in found.recommendations] == ["2"]
