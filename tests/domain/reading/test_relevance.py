"""Answers that plainly speak of something else; a doubt, so it must be raised seldom."""

import pytest

from breakwater.domain.reading.drafts import Draft, DraftAnswer
from breakwater.domain.reading.passages import Passage
from breakwater.domain.reading.relevance import is_beside_the_point

_ASKED = "Chief constables should write down every month how many boats are lost."


@pytest.mark.parametrize(
    ("answer", "is_beside"),
    [
        (
            "The front counter was painted in May, and visitors are kind about it.",
            True,
        ),
        ("Painted in May.", False),
        ("Every boat that went missing since the spring has been found by its own crew.", False),
        (
            "We accept it. The counter was painted in May, and visitors are kind.",
            False,
        ),
        (
            "Complete. The counter was painted in May, and visitors are very kind.",
            False,
        ),
        (
            "The front counter will be painted in May, and visitors may be kind.",
            False,
        ),
        ("We share this view, and the harbour master has known so for a long time already.", False),
    ],
)
def test_only_what_shares_no_word_and_refers_to_nothing_is_beside_the_point(
    answer: str, *, is_beside: bool
) -> None:
    draft = Draft("1", Passage("Recommendation 1", ""), text=[Passage(_ASKED, "")])
    draft.answers.append(DraftAnswer("Response", [Passage(answer, "")]))

    assert is_beside_the_point(draft) is is_beside


def test_without_a_text_nothing_is_known() -> None:
    draft = Draft("1", Passage("Recommendation 1", ""))
    draft.answers.append(DraftAnswer("Response", [Passage("The counter was painted. " * 4, "")]))

    assert not is_beside_the_point(draft)
