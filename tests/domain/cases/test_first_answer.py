"""How long somebody waited: each end of each step."""

from datetime import timedelta

import pytest

from breakwater.domain.cases.first_answer import FirstAnswer, first_answer

_MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("waited", "expected"),
    [
        (timedelta(0), FirstAnswer.DAY),
        (timedelta(days=1), FirstAnswer.DAY),
        (timedelta(days=1) + _MOMENT, FirstAnswer.THREE_DAYS),
        (timedelta(days=3), FirstAnswer.THREE_DAYS),
        (timedelta(days=3) + _MOMENT, FirstAnswer.LATER),
        (timedelta(days=9999), FirstAnswer.LATER),
    ],
)
def test_the_step(waited: timedelta, expected: FirstAnswer) -> None:
    assert first_answer(waited) is expected
