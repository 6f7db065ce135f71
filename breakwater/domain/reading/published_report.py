"""Reads a published report: the recommendations it sets out, before anybody has answered them."""

import re
from collections.abc import Sequence

from breakwater.domain.reading import blocks, dates, recommendations
from breakwater.domain.reading.dates import DAY
from breakwater.domain.reading.drafts import Draft, with_parents
from breakwater.domain.reading.outside import outside
from breakwater.domain.reading.passages import Passage, Source
from breakwater.domain.reading.read import source_of
from breakwater.domain.reading.reading import Kind, Reading

_PUBLISHED = re.compile(
    rf"\b(?:published|publication date|first published)\b\D{{0,30}}?(?P<day>{DAY})", re.IGNORECASE
)


def read_report(name: str, data: bytes) -> Reading:
    """The reading of a report: every numbered item whose text it sets out, and no answers.

    The title is its first heading (or first line); the day is the first it says it was published
    on. An item printed twice in the same words (a summary, then its chapter) is one item; where
    the words differ both stay, for a person to see. Raises ``PlainError`` like ``read_bytes``.
    """
    source = source_of(name, data)
    drafts = _set_out(source)
    title = _title(source)
    published_on = _published_on([*outside(source, drafts).lines])
    return Reading(
        is_response=False,
        kind=Kind.INDEX,
        reference=None,
        dated=None,
        inspection_title=title,
        inspection_published_on=published_on,
        responding_bodies=(),
        signatory_posts=(),
        recommendations=tuple(
            recommendations.recommendation(draft, title, published_on, is_plan_of_review=False)
            for draft in drafts
        ),
        flags=(),
    )


def _set_out(source: Source) -> list[Draft]:
    drafts = blocks.drafts_in(source)
    for draft in drafts:
        # With nobody answering, what looks like an answer is the rest of the recommendation.
        for answer in draft.answers:
            draft.text.extend(answer.passages)
        draft.answers, draft.has_place = [], True
    once: dict[tuple[str, str], Draft] = {}
    for draft in with_parents(drafts):
        words = " ".join(passage.text for passage in draft.text).lower()
        if words:
            once.setdefault((draft.number, words), draft)
    return list(once.values())


def _title(source: Source) -> str | None:
    passages = [passage for passage in source.passages if passage.text]
    first_heading = next((passage for passage in passages if passage.is_heading), None)
    title = first_heading or next(iter(passages), None)
    return title.text if title else None


def _published_on(lines: Sequence[Passage]) -> str | None:
    for line in lines:
        found = _PUBLISHED.search(line.text)
        if found:
            return dates.first_day(found["day"])
    return None
