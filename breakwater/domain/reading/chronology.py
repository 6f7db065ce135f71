"""Days that cannot all be right: an answer before its question, a result before its cause."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from breakwater.domain.reading import dates
from breakwater.domain.reading.dates import DAY, PrintedDay
from breakwater.domain.reading.drafts import Draft
from breakwater.domain.reading.evidence import evidence_in
from breakwater.domain.reading.outside import Outside
from breakwater.domain.reading.passages import Passage, joined, sentences
from breakwater.domain.reading.reading import Evidence

_ANSWERS_LETTER = re.compile(
    rf"\b(?:your (?:recent )?(?:letter|e-?mail|request)|writing to (?:us|me)|wrote to (?:us"
    rf"|me))\b[^.;]{{0,60}}?(?P<day>{DAY})",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"^(?:following (?:this|that|it|its|the)|as a (?:result|consequence)"
    r"|because of (?:this|that|the|what)"
    r"|the (?:results?|findings|outcome|evaluation|lessons|conclusions?)\b"
    r"|its (?:results?|findings)"
    r"|after (?:this|that|which)|in (?:response|consequence|answer)|"
    r"consequently|subsequently|therefore|afterwards|then\b|having (?:done|seen|read)|prompted by"
    r"|since then|once)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:after|following|in response to|as a result of|because of|once|prompted by"
    r"|in the light of|since|(?:that|which)\b[^.,;]{1,40}\bhad)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:before|led (?:to|us|me|the)|which led|prompted|ahead of|resulted in|gave rise to)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:was|were|been|completed?|issued|sent|signed|published|agreed|approved|held|began|started|finished"
    r"|went|came|took|met|received|closed|launched|opened|ran|gave|told|wrote|introduced|installed"
    r"|delivered|trained|visited|replaced|appointed|put|heard|spoke|saw|attended|presented"
    r"|discussed|since)\b",
    re.IGNORECASE,
)
# "Will then be held": whatever follows is not done yet.
_NOT_YET = re.compile(
    r"\b(?:will|shall|would|should|could|may|might|must|can|to)(?: (?!have\b)\w+){0,3} $",
    re.IGNORECASE,
)
_STILL_TO_COME = re.compile(
    r"\b(?:will|shall|to be|due|until|from|planned|expect(?:s|ed)?|next|should|is to|are to|would"
    r"|hope|ending|ends|runs? to|expires?|review|starts?|begins?|opens?|arrives?|comes?|goes"
    r"|meets?|takes?)\b|\b(?:by|before) $",
    re.IGNORECASE,
)
_BECAUSE_OF_REPORT = re.compile(
    r"\b(?:because of|in (?:direct )?response to|as a (?:direct )?result of|prompted by"
    r"|in answer to|in the light of|in consequence of|having read|after reading|acting on|after)"
    r" (?:what )?(?:the|this|that|its|your|these|inspectors’) (?:inspection )?"
    r"(?:report|super-complaint|recommendations?|publication|findings)\b",
    re.IGNORECASE,
)
# "After a conference on …, we issued an order (…)": what was made then is of a later day.
_FIRST = re.compile(
    r"(?:after|following|once|as a (?:direct )?(?:result|consequence) of|in response to|because of"
    r"|prompted by)\b",
    re.IGNORECASE,
)
_MADE = re.compile(
    r",\s(?:we|i|it|they|the force|the constabulary)\b(?: \w+){0,2} (?:issued|sent|published"
    r"|introduced|launched|began|started|opened|wrote|told|gave|set up|put in place|made)\b",
    re.IGNORECASE,
)
_COUNTS_FROM = re.compile(r"\b(?:since|from|of)\b", re.IGNORECASE)
_NEAR = 70


def is_impossible(
    drafts: Sequence[Draft], out: Outside, dated: str | None, published_on: str | None
) -> bool:
    """Whether any two days of the document contradict one another, or one is in no calendar."""
    if dated and dates.real_day(dated) is None:
        return True
    if dated and published_on and dated < published_on:
        return True
    if dated and any(day > dated for day in _letters_answered(out)):
        return True
    return any(_is_impossible_answer(draft, dated, published_on) for draft in drafts)


def _letters_answered(out: Outside) -> Iterator[str]:
    for line in out.lines:
        for match in _ANSWERS_LETTER.finditer(line.text):
            yield dates.first_day(match["day"]) or ""


def _is_impossible_answer(draft: Draft, dated: str | None, published_on: str | None) -> bool:
    spoken = [*draft.answers, *draft.remarks]
    said = [(joined(answer.passages), answer.dated or dated) for answer in spoken]
    said += [(joined(draft.outcome), dated)]
    days = [
        answer.dated
        for answer in draft.answers
        if answer.dated and answer.passages and not _COUNTS_FROM.search(answer.label)
    ]
    if published_on and days and min(days) < published_on:
        return True
    if any(_results_before_cause(text) for text, _ in said):
        return True
    if published_on and any(_is_result_of_later_report(text, published_on) for text, _ in said):
        return True
    listed = [sentence for line in draft.documents for sentence in _of_now(line.text)]
    if dated and _are_later(evidence_in([], listed), dated):
        return True
    return any(
        _is_reported_before_done(text, day) or _are_later(evidence_in(_of_now(text), []), day)
        for text, day in said
        if day
    )


def _is_result_of_later_report(text: str, published_on: str) -> bool:
    """Whether something is told as done because of a report that was not yet published."""
    return any(
        day.iso < published_on
        for sentence in sentences(text)
        if _BECAUSE_OF_REPORT.search(sentence)
        for day in dates.days_in(sentence)
        if _last_done(sentence[max(0, day.start - _NEAR) : day.start]) >= 0
    )


def _is_reported_before_done(text: str, said_on: str) -> bool:
    """Whether something is told as done on a day after the telling."""
    for sentence in sentences(text):
        for day in dates.days_in(sentence):
            before = sentence[max(0, day.start - _NEAR) : day.start]
            if day.iso > said_on and _last_done(before) > _last(_STILL_TO_COME, before):
                return True
    return False


def _of_now(text: str) -> list[Passage]:
    """The sentences that speak of nothing still to come."""
    return [Passage(part, "") for part in sentences(text) if not _STILL_TO_COME.search(part)]


def _are_later(documents: Sequence[tuple[Evidence, Passage]], said_on: str) -> bool:
    """Whether a document is named as there that is of a day after the telling."""
    return any(document.dated and document.dated > said_on for document, _ in documents)


def _last_done(text: str) -> int:
    """Where the last thing told as done begins, or -1."""
    done = (match.start() for match in _DONE.finditer(text))
    return max((start for start in done if not _NOT_YET.search(text[:start])), default=-1)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _results_before_cause(text: str) -> bool:
    previous: list[str] = []
    for sentence in sentences(text):
        days = dates.days_in(sentence)
        if (
            previous
            and days
            and _THEN.match(sentence)
            and min(day.iso for day in days) < max(previous)
        ):
            return True
        if any(result < cause for cause, result in _pairs(sentence, days)):
            return True
        if _is_made_before_cause(sentence, days):
            return True
        previous = [day.iso for day in days] or _months(sentence) or (previous if not days else [])
    return False


def _is_made_before_cause(sentence: str, days: Sequence[PrintedDay]) -> bool:
    if len(days) < 2 or not _FIRST.match(sentence) or days[1].iso >= days[0].iso:
        return False
    return bool(_MADE.search(sentence[days[0].end : days[1].start]))


def _pairs(sentence: str, days: Sequence[PrintedDay]) -> Iterable[tuple[str, str]]:
    """Cause and result, where the words between two days of a sentence say which is which."""
    for first, second in pairwise(days):
        between = sentence[first.end : second.start]
        if _is_linked_by(_AFTER, between):
            yield second.iso, first.iso
        elif _is_linked_by(_BEFORE, between):
            yield first.iso, second.iso


def _is_linked_by(words: re.Pattern[str], between: str) -> bool:
    """Whether such a word stands between two days with no new clause after it."""
    found = list(words.finditer(between))
    return bool(found) and not re.search(r"[,;]| and ", between[found[-1].end() :])


def _months(sentence: str) -> list[str]:
    """A month told as a cause counts from its first day."""
    month = dates.month_in(sentence)
    return [f"{month[0]:04}-{month[1]:02}-01"] if month else []
