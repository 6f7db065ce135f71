"""Entries of the inspectorate's old public register: shortcodes, often unbalanced."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from breakwater.domain.reading import dates
from breakwater.domain.reading.drafts import Draft, DraftAnswer
from breakwater.domain.reading.passages import Passage, Source, plain
from breakwater.domain.reading.vocabulary import either

# "[status]closed[/status]", or with what it says within: "{status: closed}", "{remark: force}".
_TAG = re.compile(
    r"[\[{]\s*(?P<end>/?)\s*"
    r"(?P<tag>on|status|comment|(?:state|remark|note)(?=\s*[:=\]}]))\b\s*[:=]?\s*"
    r"(?P<within>[^\[\]{}]{0,120})[\]}]",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(dates.DAY, re.IGNORECASE)
_TAGS = {"state": "status", "remark": "comment", "note": "comment"}
_TITLE = re.compile(
    r"^(?P<title>[^\[\]]{4,240}?)\s*\((?:no\.? |ref\.? |recommendation )?(?P<number>\d{2,7})\)$",
    re.IGNORECASE,
)
# Where all entries are of one report, a number alone begins each: "No. 20413", "Entry 20413:".
_NUMBER_ALONE = re.compile(
    r"^(?:register )?(?:(?:no|ref|rec)\.?|number|reference|recommendation|entry|item|#)"
    r"(?: (?:no\.?|number))?:? ?#?(?P<number>\d{2,7})[.:]?"
    r"(?: (?:keyed|entered|opened|added|made)\b.*)?$",
    re.IGNORECASE,
)


def is_register_log(source: Source) -> bool:
    """Whether a document is written in the register's shortcodes."""
    return sum(len(_TAG.findall(passage.text)) for passage in source.passages) >= 2


def drafts_in(source: Source) -> list[Draft]:
    """One item for each entry; its answers are the comments marked as the force's own."""
    return [
        _draft(title, number, heading, body) for title, number, heading, body in _entries(source)
    ]


def _entries(source: Source) -> Iterator[tuple[str | None, str, Passage, list[Passage]]]:
    current: tuple[str | None, str, Passage, list[Passage]] | None = None
    titled = any(_TITLE.match(passage.text) for passage in source.passages)
    for passage in source.passages:
        title = _TITLE.match(passage.text)
        begins = title or (None if titled else _NUMBER_ALONE.match(passage.text))
        if begins:
            if current:
                yield current
            current = plain(title["title"]) if title else None, begins["number"], passage, []
        elif current and passage.text:
            current[3].append(passage)
    if current:
        yield current


@dataclass(slots=True)
class _Log:
    """What the shortcodes of one entry say, in order."""

    text: list[Passage] = field(default_factory=list)
    comments: list[tuple[str | None, list[Passage]]] = field(default_factory=list)
    statuses: list[Passage] = field(default_factory=list)
    day: str | None = None
    is_open: bool = False

    def say(self, passage: Passage, tag: str) -> None:
        """Put the words after a tag where the tag says; a lone day belongs to no comment."""
        if tag == "":
            if self.comments:
                self.comments[-1][1].append(passage)
            elif not self.is_open:
                self.text.append(passage)
        elif tag == "status":
            self.statuses.extend([passage] if passage.text else [])
        else:
            day, rest = _parted_from_day(passage)
            self.day = day or self.day
            self.comments.append((self.day, [rest] if rest.text else []))


def _draft(title: str | None, number: str, heading: Passage, body: list[Passage]) -> Draft:
    log = _Log()
    for passage in body:
        for tag, words in _pieces(passage.text):
            if tag:
                log.is_open = True
            if words or tag:
                log.say(passage.saying(words), tag)
    draft = Draft(number, heading, text=log.text, has_place=True)
    draft.inspection = heading.saying(title) if title else None
    draft.status = log.statuses[-1] if log.statuses else None
    for day, comment in log.comments:
        own = _own_words(comment)
        if own is not None:
            draft.answers.append(DraftAnswer("", own, day, is_labelled=not own))
        else:
            draft.remarks.append(DraftAnswer("", comment, day))
    return draft


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The words of a passage with the tag before them; a closing tag counts as none of interest.

    A status, or whose comment it is, may stand within the tag.
    """
    start, tag, within = 0, "", ""
    for match in _TAG.finditer(text):
        yield tag, _with_mark(tag, within, plain(text[start : match.start()]))
        tag = match["tag"].lower()
        tag = "end" if match["end"] else _TAGS.get(tag, tag)
        within, start = plain(match["within"]), match.end()
    yield tag, _with_mark(tag, within, plain(text[start:]))


def _with_mark(tag: str, within: str, words: str) -> str:
    """The words after a tag that says a status or whose comment it is; their day stays first."""
    day = _DAY_FIRST.match(words)
    if not within or tag not in ("status", "comment"):
        return words
    if tag == "status":
        return within
    first, rest = (day[0], words[day.end() :]) if day else ("", words)
    return plain(f"{first} {within}: {rest}")


def _parted_from_day(passage: Passage) -> tuple[str | None, Passage]:
    """The day that a passage begins with, and its other words."""
    days = dates.days_in(passage.text)
    if days and days[0].start == 0:
        return days[0].iso, passage.saying(passage.text[days[0].end :])
    return None, passage


def _own_words(comment: list[Passage]) -> list[Passage] | None:
    """The comment without its mark, if it is marked as the force's own; else None."""
    if not comment:
        return None
    mark = either("prose", "force_mark").match(comment[0].text)
    if mark is None:
        return None
    first = comment[0].saying(comment[0].text[mark.end() :])
    return [first, *comment[1:]] if first.text else comment[1:]
