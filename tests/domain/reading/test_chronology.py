"""What an answer tells as done, and what it only says will be."""

import pytest

from breakwater.domain.reading.read import read_bytes
from breakwater.domain.reading.reading import Flag

PAGE = """Harbour Police

Plan issued: 7 June 2024

Recommendation 1

Chief constables should look at every boat.

Our response

{said}
"""


@pytest.mark.parametrize(
    ("said", "is_impossible"),
    [
        ("The first look was on a Friday and the lists were sent out on 21 June 2024.", True),
        ("We put the difficulty to the panel at its meeting on 21/06/2024.", True),
        ("We have moved the date of completion to 21 June 2024.", False),
        ("On 31 March 2024 we had set a limit of 30 June 2024.", False),
        ("It must have been sent on 21 June 2024.", True),
        ("The first look will be held on 21 June 2024.", False),
        ("Reports shall then be sent on 21 June 2024.", False),
        ("Officers trained last year start on 21 June 2024.", False),
        ("New lists have been ordered and arrive on 21 June 2024.", False),
        ("The first look is planned for 21 June 2024.", False),
        ("The lists were sent out on 21 May 2024.", False),
        ("After a visit on 20 May 2024, we issued Order 7 (4 May 2024).", True),
        ("After a visit on 20 May 2024, we issued Order 7 (24 May 2024).", False),
        ("After a visit on 20 May 2024, we read Order 7 (4 May 2024) again.", False),
    ],
)
def test_what_is_told_as_done_before_its_cause_or_after_the_telling_cannot_be(
    said: str, is_impossible: bool
) -> None:
    reading = read_bytes("plan.txt", PAGE.format(said=said).encode())

    assert [item.response for item in reading.recommendations] == [said]
    assert (Flag.IMPOSSIBLE_CHRONOLOGY in reading.flags) is is_impossible
