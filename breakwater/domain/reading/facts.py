"""Facts of the whole document: its reference, its day, and the report it answers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from breakwater.domain.reading import bodies, dates
from breakwater.domain.reading.dates import DAY
from breakwater.domain.reading.drafts import Draft
from breakwater.domain.reading.outside import Outside, is_day_alone
from breakwater.domain.reading.passages import Passage, plain
from breakwater.domain.reading.vocabulary import Role, either, role_of

# "Other reference", "Date", as they follow one another on a single line of a letter's head.
_NEXT_LABEL = re.compile(r"\s{2,}|\s+(?=(?:your|our) ref|date\b|please ask)|\t", re.IGNORECASE)
_LONGEST_LINE = 160
_END_OF_TITLE = (
    r"(?=,? (?:\(?(?:which|that) (?:was |we )?|was |and |as )?(?:first )?(?:published|issued|released)\b"
    r"|,? which\b| \(|[.;](?:\s|$)|,? (?:has|have|was|is|were|are|made|makes|found|asks?)\b|$)"
)
_LEAD_IN = (
    r"(?:\b(?:in |our |an? |the )?(?:answer|response|reply|follow-up|update|progress) (?:to|on)(?: the)?(?: (?:report|inspection|super-complaint|review))?"
    r"|\barising from(?: the report)?|\breport(?: called| entitled|,)?|\bpublished|\bplan for|\bin respect of|\binspection(?: report)?|\bresponding to|\banswers)"
)
_QUOTED_TITLE = re.compile(
    rf"(?:{_LEAD_IN} |^)[‘“](?P<title>[A-Z][^’”]{{2,200}}?(?:’s? [^’”]+?)*)[,.]?[’”]", re.IGNORECASE
)
_PLAIN_TITLE = re.compile(rf"(?i:{_LEAD_IN}):? (?P<title>[A-Z][^“”()]{{3,240}}?){_END_OF_TITLE}")
_REVIEW_TITLE = re.compile(
    r"(?P<title>(?:Domestic Homicide Review|Domestic Abuse Related Death Review|DHR|DARDR)"
    r"(?:s?\s?[:–—-]| into| of)[^.,;()]{2,90}?)(?=[.,;()]|\s[–—-]\s|$| was\b| is\b)"
)
_REPORT_PUBLISHED = re.compile(
    rf"(?:\b(?:report|inspection|review|super-complaint|complaint|document|which|it|that)\b[^.;]{{0,220}}?|\(|, )"
    rf"(?:was )?(?:first )?published\b[^.;()]{{0,60}}?(?P<day>{DAY})",
    re.IGNORECASE,
)
_ON_DAY_PUBLISHED = re.compile(
    rf"\bon (?P<day>{DAY})[^.;]{{0,400}}?\b(?:published|issued)\b", re.IGNORECASE
)
_OWN_PUBLICATION = re.compile(
    r"\b(?:plan|response|page|letter|statement|answer|we|version)(?: (?:was|is|were|will be|are))? (?:first )?published\b",
    re.IGNORECASE,
)
_STATED = re.compile(
    rf"\b(?:issued|reviewed|updated|dated|position|correct|as|revised|agreed|approved)(?: (?:as )?(?:at|on|of))?:? (?P<day>{DAY})",
    re.IGNORECASE,
)
_ANSWERED_ON = re.compile(
    rf"\b(?:response|reply|answer|comments|plan|letter)\b[^.;]{{0,200}}?(?:[–—-]|\bon\b|\bdated\b|,|:) ?(?P<day>{DAY})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A value and the passage it was read from."""

    value: str
    passage: Passage


def reference(out: Outside) -> Fact | None:
    """The sender's own reference."""
    for value in out.fact("reference"):
        words = plain(_NEXT_LABEL.split(value.text)[0]).rstrip(".,;")
        if any(letter.isdigit() for letter in words) or "/" in words:
            return Fact(words, value)
    return None


def dated(out: Outside, drafts: Sequence[Draft]) -> Fact | None:
    """The day of the answer, by what says it most plainly; a footer's "last updated" never does."""
    for found in (
        _labelled_days(out),
        _stated_days(out),
        _days_alone(out),
        _answer_days(out),
        _column_days(drafts),
    ):
        for fact in found:
            return fact
    return None


def report(
    out: Outside, drafts: Sequence[Draft], is_review: bool, day: str | None
) -> tuple[Fact | None, Fact | None]:
    """The title of the one report answered and its day of publication; neither where several."""
    titles = {plain(draft.inspection.text) for draft in drafts if draft.inspection}
    if len(titles) > 1:
        return None, None
    if titles:
        first = next(draft for draft in drafts if draft.inspection)
        title = Fact(titles.pop(), first.inspection or first.heading)
        days = [
            Fact(iso, d.published)
            for d in drafts
            if d.published and (iso := dates.first_day(d.published.text))
        ]
        return title, days[0] if days else _published(out, title, day)
    found = list(dict.fromkeys(fact.value for fact in _labelled_titles(out)))
    if len(found) > 1:
        return None, None
    best = next(_titles(out, is_review), None)
    return best, _published(out, best, day)


def _labelled_days(out: Outside) -> Iterator[Fact]:
    for value in out.fact("dated"):
        day = dates.first_day(value.text)
        if day:
            yield Fact(day, value)


def _stated_days(out: Outside) -> Iterator[Fact]:
    for line in out.lines:
        match = _STATED.search(line.text) if len(line.text) <= _LONGEST_LINE else None
        if match and not re.search(r"\byour letter\b|\bthank you\b", line.text, re.IGNORECASE):
            yield Fact(dates.first_day(match["day"]) or "", line)


def _days_alone(out: Outside) -> Iterator[Fact]:
    for line in out.lines:
        day = dates.first_day(line.text)
        if day and is_day_alone(line.text):
            yield Fact(day, line)
    for _, label, value in out.facts:
        day = dates.first_day(value.text)
        if (
            day
            and re.fullmatch(r"(?:date )?published(?: on)?|posted(?: on)?", label, re.IGNORECASE)
            and not list(out.fact("title"))
        ):
            yield Fact(day, value)


def _answer_days(out: Outside) -> Iterator[Fact]:
    for line in out.lines:
        match = _ANSWERED_ON.search(line.text)
        if match and not re.search(
            r"\byour letter\b|\bthank you\b|\bwill be\b|\breport\b[^.]{0,30}published",
            line.text,
            re.IGNORECASE,
        ):
            yield Fact(dates.first_day(match["day"]) or "", line)


def _column_days(drafts: Iterable[Draft]) -> Iterator[Fact]:
    for draft in drafts:
        for answer in draft.answers:
            if answer.dated:
                yield Fact(answer.dated, draft.heading.saying(answer.label))


def _titles(out: Outside, is_review: bool) -> Iterator[Fact]:
    yield from _labelled_titles(out)
    if is_review:
        yield from (
            Fact(plain(m["title"]), line)
            for line in out.lines
            for m in [_REVIEW_TITLE.search(line.text)]
            if m
        )
    for line in out.lines:
        if line.emphasis and either("prose", "names_report").search(line.text):
            yield Fact(plain(line.emphasis[0]).strip(" .,"), line)
    for line in out.lines:
        match = _QUOTED_TITLE.search(line.text)
        if match:
            yield Fact(plain(match["title"]), line)
    for line in out.lines:
        for match in _PLAIN_TITLE.finditer(line.text):
            if _may_be_title(match["title"]):
                yield Fact(plain(match["title"]).rstrip(" ,"), line)


def _labelled_titles(out: Outside) -> Iterator[Fact]:
    for value in out.fact("title"):
        words = plain(value.text)
        if words[:1].isupper() and len(words) > 5 and dates.first_day(words) is None:
            yield Fact(words, value)


def _may_be_title(words: str) -> bool:
    return (
        not either("prose", "never_a_title").match(words)
        and dates.first_day(words[:30]) is None
        and not bodies.is_only_bodies(words)
        and role_of(words) not in set(Role)
    )


def _published(out: Outside, title: Fact | None, day: str | None) -> Fact | None:
    for value in out.fact("published"):
        iso = dates.first_day(value.text)
        if iso and (list(out.fact("title")) or not _is_bare_published(out, value)):
            return Fact(iso, value)
    lines = [*([title.passage] if title else []), *out.lines]
    for line in lines:
        if (
            title
            and title.value in line.text
            and re.search(r"\bpublished today\b", line.text, re.IGNORECASE)
            and day
        ):
            return Fact(day, line)
        for pattern in (_REPORT_PUBLISHED, _ON_DAY_PUBLISHED):
            match = pattern.search(line.text)
            if match and not _OWN_PUBLICATION.search(match[0]):
                return Fact(dates.first_day(match["day"]) or "", line)
    return None


def _is_bare_published(out: Outside, value: Passage) -> bool:
    return any(
        held is value and re.fullmatch(r"(?:date )?published(?: on)?", label, re.IGNORECASE)
        for _, label, held in out.facts
    )
