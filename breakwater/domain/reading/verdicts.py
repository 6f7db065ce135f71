"""Answers of a word or two beside the answer in prose: "Accepted?  Yes", "Position  In part"."""

from collections.abc import Iterable

from breakwater.domain.reading.drafts import Draft, DraftAnswer
from breakwater.domain.reading.passages import joined, plain
from breakwater.domain.reading.reading import Disposition
from breakwater.domain.reading.vocabulary import Role, either, label_of, phrases

_LONGEST = 60


def verdict_of(words: str) -> Disposition | None:
    """The disposition that a cell consists of and nothing more, or None where it says more."""
    bare = plain(words).lower().strip(" .:;–—-")
    if not bare or len(bare) > _LONGEST:
        return None
    stated = (name for name in phrases("verdicts") if name != "labels")
    found = (name for name in stated if either("verdicts", name).fullmatch(bare))
    return next(map(Disposition, found), None)


def is_in_prose(draft: Draft) -> bool:
    """Whether anything was answered besides a verdict."""
    return any(answer.passages and not _is_verdict(answer) for answer in draft.answers)


def role_beside(role: Role | None, label: str, values: Iterable[str]) -> Role | None:
    """The role of a label or column: ``VERDICT`` where all that stands there is verdicts."""
    said = [value for value in values if plain(value)]
    may_judge = role in (Role.STATUS, Role.ANSWER, Role.VERDICT) and _is_asked(label)
    return Role.VERDICT if may_judge and said and all(map(verdict_of, said)) else role


def settled(draft: Draft) -> Draft:
    """The draft with its verdict known; where prose has a place beside it, that is the answer."""
    for answer in draft.answers:
        verdict = _verdict_in(answer)
        if verdict is not None:
            draft.verdict = verdict, answer.passages[0]
            others = [other for other in draft.answers if other is not answer]
            if others and not any(map(_is_verdict, others)):
                draft.answers = others
            break
    return draft


def _verdict_in(answer: DraftAnswer) -> Disposition | None:
    """What a word under a label such as "Accepted?" or "Position" says."""
    return verdict_of(joined(answer.passages)) if _is_asked(answer.label) else None


def _is_asked(label: str) -> bool:
    return bool(either("verdicts", "labels").search(label_of(label)))


def _is_verdict(answer: DraftAnswer) -> bool:
    return _verdict_in(answer) is not None
