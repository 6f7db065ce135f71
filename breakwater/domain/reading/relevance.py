"""Whether an answer speaks of what was asked at all, as far as its words can tell."""

import re
from functools import cache

from breakwater.domain.reading.dispositions import disposition_of
from breakwater.domain.reading.drafts import Draft
from breakwater.domain.reading.passages import joined
from breakwater.domain.reading.reading import Disposition
from breakwater.domain.reading.statuses import opening_status
from breakwater.domain.reading.vocabulary import Role, either, phrases, role_of

# A shorter answer says too little to be about something else.
_SHORTEST = 60
# "Searches" and "searched" begin alike.
_STEM = 4


def is_beside_the_point(draft: Draft) -> bool:
    """Whether an answer shares no word with its recommendation and refers to none of it.

    What states a position, a status or what is to be done is an answer whatever its words are, and
    so is an action of a plan.
    Meant as a doubt for a person, never as a finding.
    """
    asked, answer = joined([*draft.text, *draft.parent]), joined(draft.first_answer)
    if not asked or len(answer) < _SHORTEST or draft.verdict is not None:
        return False
    if any(role_of(said.label) is Role.ACTION for said in draft.answers):
        return False
    if disposition_of(answer) is not Disposition.NOT_STATED or opening_status(answer):
        return False
    refers = either("relevance", "refers").search(answer)
    return not refers and not _stems(asked) & _stems(joined(draft.replies))


def _stems(text: str) -> set[str]:
    words = re.findall(r"[a-z]{3,}", text.lower())
    return {word[:_STEM] for word in words if word not in _common()}


@cache
def _common() -> frozenset[str]:
    return frozenset(phrases("relevance", "common"))
