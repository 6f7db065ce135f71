"""Ordinary words that look like a mark of something: nothing that was answered is lost for them."""

import pytest

from breakwater.domain.reading.read import read_bytes
from breakwater.domain.reading.reading import Flag, Kind

_PLAN = """Harbour Police

Recommendation 1

Chief constables should {asked}.

Our response

{said}

Recommendation 2

Chief constables should sell what does not float.

Our response

Agreed. Nothing is left.
"""
_LETTER = """Our ref: HP/24/1

Dear Inspector

{said}

Yours sincerely

A.B.
Chief Constable, Harbour Police
"""


def _read(template: str, **words: str) -> list[tuple[str, str]]:
    reading = read_bytes("page.txt", template.format(**words).encode())
    return [(item.number, str(item.disposition)) for item in reading.recommendations]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("look at every boat [note 1] and mooring [note 2]", "Accepted. We did [on request]."),
        ("say for each boat [state which] who owns it [state which]", "Accepted. We do."),
        ("ask whether it floats", "Accepted.\nDid you find this boat easy to board? We asked all."),
        ("look at every boat", "Accepted. Next post to be filled is that of the harbour master."),
    ],
)
def test_a_plan_keeps_what_it_answers(asked: str, said: str) -> None:
    assert _read(_PLAN, asked=asked, said=said) == [("1", "accepted"), ("2", "accepted")]


@pytest.mark.parametrize(
    "said",
    [
        "We accept recommendations 1 and 2, but recommendation 3 was made to the Home Office.",
        (
            "We accept recommendations 1 and 2. Enclosed: our training plan (PDF), the letter to"
            " staff (PDF) and our search plan (Word)."
        ),
    ],
)
def test_a_letter_keeps_its_positions_beside_what_is_for_others(said: str) -> None:
    assert _read(_LETTER, said=said) == [("1", "accepted"), ("2", "accepted")]


def test_an_answer_in_a_list_is_no_recommendation_told() -> None:
    reading = read_bytes(
        "letter.html",
        b"<p>Dear Inspector</p><p>You asked about recommendations 1 and 2.</p><ul>"
        b"<li>Recommendation 1: accepted. We will train the rest within three months.</li>"
        b"<li>Recommendation 2: we"
        b" accept it in part.</li></ul><p>Yours sincerely</p>",
    )

    assert [
        (item.number, item.has_text, item.deadline_wording) for item in reading.recommendations
    ] == [
        ("1", False, None),
        ("2", False, None),
    ]


@pytest.mark.parametrize(
    ("said", "is_flagged"),
    [
        ("The national guidance says nothing about boats, so we wrote a boat order.", False),
        ("Every boat was looked at. This answer does not deal with the mooring.", True),
    ],
)
def test_only_what_speaks_of_the_answer_calls_it_none(said: str, *, is_flagged: bool) -> None:
    page = _PLAN.format(asked="look at every boat", said=said)

    reading = read_bytes("page.txt", page.encode())

    assert reading.kind is Kind.ACTION_PLAN
    assert (Flag.RESPONSE_DOES_NOT_ANSWER in reading.flags) is is_flagged
