"""Answers that no label announces, and one answer to all that a page quotes."""

from collections.abc import Iterable

from breakwater.domain.reading.dispositions import disposition_of
from breakwater.domain.reading.drafts import Draft, DraftAnswer
from breakwater.domain.reading.passages import Passage, Shape, joined
from breakwater.domain.reading.reading import Disposition
from breakwater.domain.reading.vocabulary import either

_FEWEST_QUOTED = 2


def with_unlabelled_answers(drafts: list[Draft], *, has_labels: bool) -> list[Draft]:
    """Where a document labels no answer at all, what follows each item's first paragraph is it.

    Words that follow only the last of several items, quoted one after another, answer none; under
    a label, they answer all of them or, where they take no position, none.
    """
    together = _answered_as_one(drafts)
    if together is not None:
        # What states nothing of them is no answer: somebody was only asked what he thinks.
        if disposition_of(joined(together.passages)) is Disposition.NOT_STATED:
            return []
        for draft in drafts:
            draft.answers, draft.has_place = [together], True
        return drafts
    found = [(draft, _unlabelled_answer(draft, has_labels)) for draft in drafts]
    if sum(bool(answer) for _, answer in found) * 2 <= len(found):
        return drafts
    for draft, answer in found:
        if answer:
            draft.text = draft.text[: -len(answer)]
            draft.answers.append(DraftAnswer("", answer))
            draft.has_place = True
    return drafts


def _answered_as_one(drafts: list[Draft]) -> DraftAnswer | None:
    """The one answer of a page that quotes recommendations one after another, and answers below."""
    *before, last = drafts or [Draft("", Passage("", ""))]
    are_quoted = all(
        draft.text and draft.text[0].text.startswith(("“", "‘", '"')) for draft in drafts
    )
    is_one = len(before) >= _FEWEST_QUOTED and len(last.answers) == 1 and last.is_answered
    return (
        last.answers[0] if is_one and are_quoted and not any(d.has_place for d in before) else None
    )


def _unlabelled_answer(draft: Draft, has_labels: bool) -> list[Passage]:
    if has_labels or draft.has_place or draft.answers:
        return []
    answer = draft.text[max(len(_quoted(draft.text)), 1) :]
    speaks = any(either("prose", "own_voice").search(passage.text) for passage in answer)
    return answer if speaks else []


def _quoted(text: Iterable[Passage]) -> list[Passage]:
    """The passages at the start that are set in italics or in quotation marks."""
    found = []
    for passage in text:
        is_italic = bool(passage.emphasis) and len(" ".join(passage.emphasis)) > 0.8 * len(
            passage.text
        )
        if (
            not is_italic
            and not passage.text.startswith(("“", '"', "‘"))
            and passage.shape is not Shape.ITEM
        ):
            break
        found.append(passage)
    return found
