"""Facts of the whole document: its own reference and its own day."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from breakwater.domain.reading import dates
from breakwater.domain.reading.dates import DAY
from breakwater.domain.reading.drafts import Draft
from breakwater.domain.reading.outside import Outside, is_day_alone
from breakwater.domain.reading.passages import Passage, plain, sentences
from breakwater.domain.reading.vocabulary import either

_CODE = r"(?P<code>(?=[A-Z0-9/._ -]*\d)[A-Z0-9][A-Z0-9/._-]*(?: [A-Z0-9][A-Z0-9/._-]*)*)(?![\w/])"
_REFERENCE = re.compile(
    r"(?:^|[.;] )(?i:our |sender’s |plan |document |file )?(?i:ref(?:erence)?)"
    r"(?i: no\.?| number)?\s*(?:[.:]| is)?\s+" + _CODE
)
_OUR_REFERENCE = re.compile(rf"\b(?i:our ref(?:erence)?)(?i: no\.?| number)?\s*[.:]? {_CODE}")
# Beside it on its line may stand whose letter it is: "TV/22-14 Office of the Chief Constable".
_CODE_AND_WORDS = re.compile(_CODE + r" (?=[A-Z][a-z])")
_OF_REPORT = re.compile(r"report|inspection|super-complaint|review|investigation", re.IGNORECASE)
_LONGEST_LINE = 200
_LONGEST_STATEMENT = 60
_POSITION_AT = re.compile(rf"\bposition (?:as )?(?:at|on) (?P<day>{DAY})", re.IGNORECASE)
_ON = r"(?:on |at |as at |of |:? )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
_OWN_WORDS = (
    r"(?:plan|response|reply|answer|letter|statement|comments|version|edition|position|document"
    r"|tracker|update|answers|replies|responses|submission|return|page)"
)
_STATED = re.compile(
    rf"\b(?:issued|posted|reviewed|updated|dated|position|correct|as at|as of|revised|agreed"
    rf"|signed off|approved|adopted|submitted|returned"
    rf"|(?:issue|version|edition|revision|draft|v)\.? ?[\d.]+)"
    rf"(?:,|:| –)? {_ON}(?P<day>{DAY})",
    re.IGNORECASE,
)
_OWN_DAY = re.compile(
    rf"(?:^|[.;,(] |\b(?:this|our|my|the|[a-z]+’s|action|second"
    rf"|joint) ){_OWN_WORDS}(?: \w+){{0,3}}? (?:published|issued|sent|submitted"
    rf"|made|approved|agreed|adopted|signed off|reviewed|revised|updated|completed)\b"
    rf"[^.;,]{{0,40}}? {_ON}(?P<day>{DAY})"
    rf"|\bThis (?:is (?:the|our|my|a) )?{_OWN_WORDS}\b[^.]*\. It (?:was|is) (?:first )?"
    rf"(?:published|issued|sent|agreed) {_ON}(?P<it>{DAY})"
    rf"|^(?:Sent|Submitted|Given) (?:to|under|by) [^.;]{{0,80}}? {_ON}(?P<sent>{DAY})"
    rf"|\bposition of [^.;,]{{3,60}}? {_ON}(?P<held>{DAY})",
    re.IGNORECASE,
)
_ANSWERED_ON = re.compile(
    rf"\b(?:responses?|repl(?:y|ies)|answers?|comments|plan|letter|position|statement"
    rf"|what we (?:say|said))\b[^.;]{{0,200}}?(?:[–—-]|\bon\b|\bdated\b"
    rf"|,|:) ?(?P<day>{DAY})",
    re.IGNORECASE,
)
_REPORTED_ON = re.compile(
    rf"^(?:[A-Z]\w+ )?(?:report|paper|update|briefing)s? (?:to|for) [^.;:]{{3,60}}?"
    rf"(?:,| [–—-]| of| on)? (?P<day>{DAY})\.?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A value and the passage it was read from."""

    value: str
    passage: Passage


def reference(out: Outside, around: Sequence[str]) -> Fact | None:
    """The sender's own reference; it may stand only at the head of the pages (``around``)."""
    for value in out.fact("reference"):
        words = plain(re.split(rf"\s{DAY}", value.text)[0]).rstrip(".,;")
        words = re.split(r"\s+\|\s+", words)[0]
        beside = _CODE_AND_WORDS.match(words)
        words = beside["code"] if beside else words
        if any(letter.isdigit() for letter in words) or "/" in words:
            return Fact(words, value)
    for line in out.lines:
        match = _REFERENCE.search(line.text)
        if match:
            return Fact(match["code"].rstrip(".,;"), line)
    heads = ((_OUR_REFERENCE.search(head), head) for head in around)
    return next(
        (Fact(match["code"], Passage(head, "around")) for match, head in heads if match), None
    )


def days(out: Outside, drafts: Sequence[Draft]) -> list[Fact]:
    """What may be the day of the answer, what says it most plainly first.

    A footer's "last updated" is never among them.
    """
    ways = (_labelled_days, _letter_days, _own_days, _days_alone, _answer_days)
    return [*(fact for way in ways for fact in way(out)), *_column_days(drafts)]


def days_published(out: Outside, published: Fact | None) -> list[Fact]:
    """The day under "Published", where the report was published on another: the answer was."""
    found = [
        Fact(day, cell)
        for fact, label, cell in out.facts
        if fact == "published"
        and not _OF_REPORT.search(label)
        and (day := dates.first_day(cell.text))
    ]
    return [day for day in found if published and day.value != published.value]


def day_of_answer(days: Sequence[Fact], published: Fact | None) -> Fact | None:
    """The first of the days; one that is the report's day of publication only where no other is."""
    own = (day for day in days if published is None or not _is_of_report(day, published))
    first = next(iter(days), None)
    is_reports = first and published and _is_of_report(first, published)
    return next(own, first) if is_reports else first


def _is_of_report(day: Fact, published: Fact) -> bool:
    """Whether a day is only the report's own, said again; a line may say when of both."""
    return day.passage.place == published.passage.place and day.value == published.value


def _labelled_days(out: Outside) -> Iterator[Fact]:
    for value in out.fact("dated"):
        day = dates.first_day(value.text)
        if day:
            yield Fact(day, value)


def _letter_days(out: Outside) -> Iterator[Fact]:
    """The day that stands by itself above a letter's greeting, the nearest to it."""
    for index, line in enumerate(out.lines):
        if line.text.startswith("Dear "):
            above = [held for held in out.lines[:index] if is_day_alone(held.text)]
            days = [(held, dates.first_day(held.text)) for held in above]
            yield from (Fact(day, held) for held, day in reversed(days) if day)
            return


def _own_days(out: Outside) -> Iterator[Fact]:
    for pattern in (_STATED, _OWN_DAY):
        for line in out.lines:
            match = _stated_in(line.text) if pattern is _STATED else pattern.search(line.text)
            if match and not either("prose", "not_our_day").search(
                _sentence_up_to(match.string, match)
            ):
                day = next(filter(None, match.groupdict().values()), "")
                yield Fact(dates.first_day(day) or "", line)


def _stated_in(line: str) -> re.Match[str] | None:
    """Where a short line, or a sentence of a few words in a longer one, states the day."""
    if len(line) <= _LONGEST_LINE:
        return _STATED.search(line)
    short = (part for part in sentences(line) if len(part) <= _LONGEST_STATEMENT)
    return next(filter(None, map(_STATED.search, short)), None) or _POSITION_AT.search(line)


def _sentence_up_to(text: str, match: re.Match[str]) -> str:
    """The words of a match with those before it in its sentence."""
    return text[text.rfind(". ", 0, match.start() + 2) + 1 : match.end()]


def _days_alone(out: Outside) -> Iterator[Fact]:
    for line in out.lines:
        for piece in re.split(r"\s[|•·]\s", line.text):
            day = dates.first_day(piece)
            if day and is_day_alone(piece):
                yield Fact(day, line)


def _answer_days(out: Outside) -> Iterator[Fact]:
    for line in out.lines:
        match = _ANSWERED_ON.search(line.text) or _REPORTED_ON.search(line.text)
        if match and not either("prose", "not_our_day").search(line.text):
            yield Fact(dates.first_day(match["day"]) or "", line)


def _column_days(drafts: Iterable[Draft]) -> Iterator[Fact]:
    """The day above the latest column of answers: the position that the table states."""
    answers = [(answer, draft) for draft in drafts for answer in draft.answers if answer.dated]
    if answers:
        latest, draft = max(answers, key=lambda pair: pair[0].dated or "")
        yield Fact(latest.dated or "", draft.heading.saying(latest.label))
