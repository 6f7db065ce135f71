"""Whether an answer speaks of what was asked at all, as far as its words can tell."""

import re
from functools import cache

from breakwater.domain.reading.dispositions import disposition_of
from breakwater.domain.reading.drafts import Draft
from breakwater.domain.reading.passages import joined, sentences
from breakwater.domain.reading.reading import Disposition
from breakwater.domain.reading.statuses import opening_status
from breakwater.domain.reading.vocabulary import Role, either, phrases, role_of

# A shorter answer says too little to be about something else.
_SHORTEST = 60
# "Searches" and "searched" begin alike.
_STEM = 4
# What asks for less than this many things may be answered in any words.
_FEWEST = 4


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
    wanted = _stems(asked)
    return not refers and len(wanted) >= _FEWEST and not wanted & _stems(joined(draft.replies))


def is_said_to_miss(draft: Draft) -> bool:
    """Whether it is said, in an answer or beside it, that it deals with something else."""
    spoken = (said for answer in (*draft.answers, *draft.remarks) for said in answer.passages)
    return any(
        either("relevance", "says_so").match(part)
        for said in spoken
        for part in sentences(said.text)
    )


def _stems(text: str) -> set[str]:
    """How the words begin; of words that mean alike ("telephone", "line") there is one."""
    alike = {stem: group[0] for group in _alike() for stem in group}
    words = (word for word in re.findall(r"[a-z]{3,}", text.lower()) if word not in _common())
    return {alike.get(word[:_STEM], word[:_STEM]) for word in words}


@cache
def _alike() -> tuple[list[str], ...]:
    return tuple(group.split() for group in phrases("relevance", "alike"))


@cache
def _common() -> frozenset[str]:
    return frozenset(phrases("relevance", "common"))
