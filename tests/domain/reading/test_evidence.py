"""Documents that an answer points to."""

import pytest

from breakwater.domain.reading.evidence import evidence_in
from breakwater.domain.reading.passages import Passage


def found(replies: str, documents: str = "") -> list[tuple[str | None, str | None]]:
    """The references and days of the documents found."""
    listed = [Passage(documents, "")] if documents else []
    return [
        (evidence.reference, evidence.dated)
        for evidence, _ in evidence_in([Passage(replies, "")], listed)
    ]


@pytest.mark.parametrize(
    ("answer", "documents"),
    [
        ("See Custody Instruction CI/2023/18 (04/09/23).", [("CI/2023/18", "2023-09-04")]),
        ("In Force Order 07/23 of 20 January 2023.", [("Force Order 07/23", "2023-01-20")]),
        ("Rewritten as Policy PS-14 (issue 6, 09/09/2024).", [("PS-14", "2024-09-09")]),
        ("See Daily Orders of 3 March 2023.", [("Daily Orders", "2023-03-03")]),
        ("Finished. Force Policy 118 (02/09/2024) says so.", [("Force Policy 118", "2024-09-02")]),
        (
            "It ended on 23 April and Boat Notice 19/2019 (24 April 2019) says so.",
            [("Boat Notice 19/2019", "2019-04-24")],
        ),
        ("As Force Bulletin 18/03/21 said.", [("Force Bulletin", "2021-03-18")]),
        (
            "Two notices, 14/01/22 – Wet ropes, and 21/03/22 – Dry ropes.",
            [("Wet ropes", "2022-01-14"), ("Dry ropes", "2022-03-21")],
        ),
        ("Sent on 9 January 2023 in letter HW/PSD/0093.", [("HW/PSD/0093", "2023-01-09")]),
        ("Sent on 2 February 2023 (reference AP/HO/0223).", [("AP/HO/0223", "2023-02-02")]),
        ("See CRI/ToR/3, 4 November 2013.", [("CRI/ToR/3", "2013-11-04")]),
        ("It is on the HMIC/DHR sheet of the 4P plan for 2023/24.", []),
        ("The board met on 14/05/2025.", []),
        ("A survey of 2 May 2022 was kind to us.", []),
    ],
)
def test_a_code_or_a_day_makes_a_document_that_can_be_asked_for(
    answer: str, documents: list[tuple[str, str]]
) -> None:
    assert found(answer) == documents


@pytest.mark.parametrize(
    ("cell", "documents"),
    [
        ("Letters VL1, VL2 and VL3", [("VL1", None), ("VL2", None), ("VL3", None)]),
        (
            "Training return TR-0092 (14/11/24); lesson plan, version 3",
            [("TR-0092", "2024-11-14"), ("lesson plan, version 3", None)],
        ),
        ("Boat audit, 28/04/2022", [("Boat audit", "2022-04-28")]),
        ("Not applicable – function of the system", []),
        ("None yet", []),
    ],
)
def test_a_listed_document_needs_no_code(cell: str, documents: list[tuple[str, str]]) -> None:
    assert found("", cell) == documents


def test_a_document_named_in_the_answer_and_listed_again_is_one() -> None:
    assert found("See TR-0092 (14/11/24).", "TR-0092") == [("TR-0092", "2024-11-14")]
