"""Headings, labels, bodies and the flags that need no whole document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.reading import bodies, headings
from breakwater.domain.reading.flags import numbers_are_missing
from breakwater.domain.reading.passages import Passage, Shape
from breakwater.domain.reading.recommendations import cited_in, list_is_missing
from breakwater.domain.reading.statuses import opening_status, self_assessment_in
from breakwater.domain.reading.vocabulary import Role, role_of


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Recommendation 1. To chief constables", "1"),
        ("Recommendation 1.To chief constables", "1"),
        ("1: To chief constables", "1"),
        ("Recommendation No. 4", "4"),
        ("Rec 12 – To the NPCC", "12"),
        ("7.1 - Evidence that it works", "7.1"),
        ("21.10.1 The council should act", "21.10.1"),
        ("1.The force should act", "1"),
        ("Area for improvement 2", "AFI 2"),
        ("Training (recommendation 9)", "9"),
        ("Area for improvement (1)", "AFI 1"),
        ("Recommendation 9 | To chief constables", "9"),
        ("Recommendation 3, to chief constables", "3"),
        ("Recommendation 6(a). Act", "6(a)"),
        ("recommendation 4.", None),
        ("Recommendation 4 was made to the Home Office.", None),
        ("Recommendation 5 we accept in part.", None),
        ("14:20 05/12/2024", None),
        ("In 2024 we did much.", None),
    ],
)
def test_a_line_begins_an_item_only_as_a_heading_does(line: str, number: str | None) -> None:
    found = headings.numbered(Passage(line, ""))

    assert (found.number if found else None) == number


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("Recommendation 1 Children in care", "1"),
        ("3. Recommendation 2", "2"),
        ("R4 To chief constables", "R4"),
        ("R7.1", "R7.1"),
        ("2. Introduction", "2"),
        ("Rope and tackle", None),
    ],
)
def test_a_heading_may_say_its_section_and_its_topic_beside_the_number(
    heading: str, number: str | None
) -> None:
    found = headings.numbered(Passage(heading, "", Shape.HEADING, 2))

    assert (found.number if found else None) == number


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Force response", Role.ANSWER),
        ("FORCE RESPONSE:", Role.ANSWER),
        ("OPCC comment:", Role.ANSWER),
        ("Chief Constable’s comments", Role.ANSWER),
        ("Initial response\n22/11/2024", Role.ANSWER),
        ("First force position 19th November 2024", Role.ANSWER),
        ("Force update:", Role.UPDATE),
        ("Rec  No.", Role.NUMBER),
        ("Recomendation", Role.TEXT),
        ("Sub recommendation", Role.SUBRECOMMENDATION),
        ("What we must be able to show:", Role.TEXT),
        ("Recommendation owner:", Role.ADDRESSEE),
        ("Lead agency", Role.AGENCY),
        ("RAG", Role.STATUS),
        ("Date of completion and outcome", Role.OUTCOME),
        ("Supporting documents:", Role.DOCUMENTS),
        ("Police and Crime Commissioner’s comments", Role.ANSWER),
        ("Summary of force response", Role.ANSWER),
        ("Response and action plan", Role.ANSWER),
        ("Evidence / documents", Role.DOCUMENTS),
        ("Accepted?", Role.VERDICT),
        ("Notes to recommendation 1", Role.NOTES),
        ("Changing practice", None),
        ("Commissioning", None),
    ],
)
def test_a_label_plays_the_role_its_words_give_it(label: str, role: Role | None) -> None:
    assert role_of(label) is role


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Chief Constables", ("chief constables",)),
        (
            "chief constables and police and crime commissioners (or equivalents)",
            ("chief constables", "police and crime commissioners"),
        ),
        (
            "Chief constables of forces that share a team and a plan",
            ("chief constables of forces that share a team and a plan",),
        ),
        ("the Home Office and the NPCC", ("home office", "npcc")),
        ("Forces and the Forensic Regulator", ("forces", "forensic regulator")),
        (
            "Marle Police, Marle County Council and Fen Ambulance Trust",
            ("marle police", "marle county council", "fen ambulance trust"),
        ),
        ("Marle and District Probation", ("marle and district probation",)),
        (
            "Marle Borough\nCouncil and Fenwater\nPolice",
            ("marle borough council", "fenwater police"),
        ),
        ("Chief constables\nDirectors of care", ("chief constables", "directors of care")),
    ],
)
def test_bodies_are_parted_but_names_are_not(printed: str, expected: tuple[str, ...]) -> None:
    assert bodies.split(printed) == expected


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("By 1 May 2024, chief constables should act.", "chief constables"),
        ("Chief constables should, with care, act.", "Chief constables"),
        ("Fenwater Constabulary should immediately act.", "Fenwater Constabulary"),
        ("Tell the inspectorate what was done.", None),
        ("At busy times, detainees wait too long.", None),
    ],
)
def test_the_subject_of_a_recommendation_is_whom_it_is_made_to(
    text: str, subject: str | None
) -> None:
    assert bodies.subject_of(text) == subject


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("pending the outcome of recommendation 2 and recommendation 4", ["2", "4"]),
        ("with reference to recommendations 3 and 9", ["3", "9"]),
        ("recommendations 10 to 13", ["10", "11", "12", "13"]),
        ("nothing of the kind in 2023", []),
    ],
)
def test_other_recommendations_are_cited_in_order(text: str, numbers: list[str]) -> None:
    assert cited_in(text) == numbers


@pytest.mark.parametrize(
    ("numbers", "are_missing"),
    [
        (["1", "2", "3"], False),
        (["4", "5", "6"], False),
        (["1", "3"], True),
        (["7.1", "7.10"], True),
        (["1", "2", "AFI 1", "AFI 2"], False),
        (["1", "2", "AFI 1", "AFI 3"], True),
        ([], False),
    ],
)
def test_a_gap_at_any_level_is_a_missing_number(numbers: list[str], are_missing: bool) -> None:
    assert numbers_are_missing(numbers) is are_missing


@given(st.integers(1, 50), st.integers(0, 40))
def test_a_run_of_numbers_has_no_gap_wherever_it_begins(first: int, length: int) -> None:
    run = [str(number) for number in range(first, first + length)]

    assert not numbers_are_missing(run)


def test_a_list_is_missing_where_its_lead_in_is_the_last_word() -> None:
    lead_in, item = Passage("They should:", ""), Passage("buy a boat;", "", Shape.ITEM)

    assert list_is_missing([lead_in])
    assert not list_is_missing([lead_in, item])
    assert not list_is_missing([])


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("Our own assessment is that we partially comply. More follows.", "partially comply"),
        ("We assess that we are mostly compliant.", "mostly compliant"),
        ("Our assessment is that we comply in most respects.", "comply in most respects"),
    ],
)
def test_a_self_assessment_is_what_follows_we_or_we_are(answer: str, words: str) -> None:
    assert self_assessment_in(answer) == words


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        ("Completed 16/02/2024. Letter sent.", "Completed"),
        ("Complete – 15/08/2022.", "Complete"),
        ("Not started. Awaiting the board.", "Not started"),
        ("Completed June 2022", "Completed"),
        ("Completed forms are kept.", None),
        ("Closing remarks.", None),
    ],
)
def test_the_status_that_opens_an_outcome_is_kept_as_printed(
    outcome: str, status: str | None
) -> None:
    assert opening_status(outcome) == status
