"""What an answer says about the recommendation itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.reading.dispositions import awaited_in, disposition_of
from breakwater.domain.reading.reading import Disposition
from breakwater.domain.reading.verdicts import verdict_of

ACCEPTED, PART, PRINCIPLE = (
    Disposition.ACCEPTED,
    Disposition.ACCEPTED_IN_PART,
    Disposition.ACCEPTED_IN_PRINCIPLE,
)
REFUSED, NOT_OURS = Disposition.NOT_ACCEPTED, Disposition.NOT_APPLICABLE
AWAITING, UNSTATED = Disposition.AWAITING_NATIONAL_POSITION, Disposition.NOT_STATED


@pytest.mark.parametrize(
    ("answer", "disposition"),
    [
        ("We accept this recommendation.", ACCEPTED),
        ("Accepted, and done.", ACCEPTED),
        ("Agree. All stations have one.", ACCEPTED),
        ("Training: We accept this recommendation.", ACCEPTED),
        ("Fenwater Police accepts.", ACCEPTED),
        ("The Commissioner agrees with this recommendation.", ACCEPTED),
        ("Accepted. We wait for the boats before we can finish.", ACCEPTED),
        ("Recommendation 5 we accept in part.", PART),
        ("The Constabulary accepts only part of this.", PART),
        ("We do not fully accept this recommendation.", PART),
        ("Agreed in principle, but not this year.", PRINCIPLE),
        ("I accept the AFI in principle.", PRINCIPLE),
        ("We do not accept this recommendation. We accept the findings.", REFUSED),
        ("We disagree.", REFUSED),
        ("With regret we reject it.", REFUSED),
        ("We have decided not to do this.", REFUSED),
        ("Not applicable to a force without a river.", NOT_OURS),
        ("This recommendation does not apply to us.", NOT_OURS),
        ("N/A – we have no river.", NOT_OURS),
        ("We welcome this recommendation and share its aim.", UNSTATED),
        ("We note this recommendation.", UNSTATED),
        ("We accept that our letters are hard to read.", UNSTATED),
        ("The criticism is accepted.", UNSTATED),
        ("I agree with the Chief Constable’s reasoning.", UNSTATED),
        ("A rota was agreed with one neighbour.", UNSTATED),
        ("Position reserved. The NPCC is to decide for all forces.", AWAITING),
        ("Our position is reserved until the Home Office has settled it.", AWAITING),
        ("The board will not take a position until NHS England has spoken.", AWAITING),
        ("I am able to accept recommendation 5 only in part.", PART),
        ("We expect to be able to accept this recommendation once it is published.", UNSTATED),
        ("Any decision awaits the NPCC lead’s advice.", AWAITING),
        ("Before we change anything we await the Home Office review.", AWAITING),
        ("The plan is being written, and is awaiting the NPCC template.", UNSTATED),
        ("We concur with this recommendation.", ACCEPTED),
        ("This is one that we accept only in part.", PART),
        ("She asked me to say that she accepts it so far as it concerns boats.", PART),
        ("We accept this recommendation, except for the last sentence.", PART),
        ("Not supported. The boats are not ours.", REFUSED),
        ("Fenwater Police does not support this recommendation.", REFUSED),
        ("We do not accept that this is needed.", REFUSED),
        ("We are supportive of this.", UNSTATED),
        ("Noted. In 2018 the force wrote that “we accept this recommendation”.", UNSTATED),
        ("We have nothing further to say until the NPCC’s review is complete.", AWAITING),
        ("The recommendation is accepted in its entirety.", ACCEPTED),
        ("Recommendations 3 and 5 are ones that we accept without reservation.", ACCEPTED),
        ("We are not persuaded by recommendation 6 and do not intend to act on it.", REFUSED),
        ("We agree with this recommendation, though the budget will not do it alone.", ACCEPTED),
        ("Recommendations 1 and 2 are accepted by both of us.", ACCEPTED),
        ("Accepted by the force.", ACCEPTED),
        ("We accept some, but not all, of this recommendation.", PART),
        ("We do not accept this recommendation in full.", PART),
        ("We support the recommendation in principle.", PRINCIPLE),
        ("I accept the principle of this but not its timing.", PRINCIPLE),
        ("It is not our intention to accept this recommendation.", REFUSED),
        ("We are not in a position to accept this recommendation.", REFUSED),
        ("We decline to accept this recommendation.", REFUSED),
        ("The recommendation has been rejected.", REFUSED),
        ("For others to answer: not applicable to a single force.", NOT_OURS),
        ("We shall not decide whether to accept this until the College has written.", AWAITING),
        ("Any decision awaits the new roof of the station.", UNSTATED),
        ("", UNSTATED),
    ],
)
def test_only_what_the_answer_says_of_the_recommendation_counts(
    answer: str, disposition: Disposition
) -> None:
    assert disposition_of(answer) is disposition


@pytest.mark.parametrize(
    ("text", "awaited"),
    [
        (
            "A contract awaits the model terms that the APCC is drafting.",
            "the model terms that the APCC is drafting",
        ),
        ("We are waiting for the new rules before we decide.", "the new rules"),
        ("Awaiting the board’s standard.", "the board’s standard"),
        ("We await the report, which is late.", "the report"),
        ("There were forty people waiting for a van.", None),
        ("Nothing is outstanding.", None),
    ],
)
def test_what_is_awaited_ends_at_the_next_stop(text: str, awaited: str | None) -> None:
    assert awaited_in(text) == awaited


@given(st.text(max_size=200))
def test_every_text_has_exactly_one_disposition(text: str) -> None:
    assert disposition_of(text) in Disposition


@pytest.mark.parametrize(
    ("cell", "disposition"),
    [
        ("Yes", ACCEPTED),
        ("Accepted in full", ACCEPTED),
        ("Partially", PART),
        ("Accept (in part)", PART),
        ("In principle", PRINCIPLE),
        ("No", REFUSED),
        ("Not accepted", REFUSED),
        ("N/A", NOT_OURS),
        ("Awaiting NPCC position", AWAITING),
        ("Noted", UNSTATED),
        ("Yes, when the boats have come.", None),
        ("", None),
    ],
)
def test_a_verdict_is_a_cell_that_says_nothing_else(
    cell: str, disposition: Disposition | None
) -> None:
    assert verdict_of(cell) is disposition
