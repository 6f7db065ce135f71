"""The report that a document answers: its title, and the day it was published."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from breakwater.domain.reading import bodies, dates
from breakwater.domain.reading.dates import DAY
from breakwater.domain.reading.drafts import Draft
from breakwater.domain.reading.facts import Fact
from breakwater.domain.reading.outside import Outside
from breakwater.domain.reading.passages import Passage, plain
from breakwater.domain.reading.vocabulary import document_label, either, label_of

_PUBLISHED = r"(?:published|released|came out|appeared)"
_SHORTEST_TITLE = 8
_LEAD_IN = (
    r"(?:\b(?:answer|response|reply|follow-up|update|progress|replies|responses) (?:to"
    r"|on)(?-i: the)?(?: (?:report|inspection|super-complaint|review))?"
    r"|\b(?:arising|actions?|recommendations) from(?: the report)?"
    r"|\brecommendations?(?: [\d., and]+)? (?:of|in|from)"
    r"|\breport(?: called| entitled|,)?|\b(?:have )?(?:today )?published(?: today)?"
    r"|\bplan for|\bin respect of"
    r"|\binspection(?: report)?|\b(?:respond|reply|answer|writ)ing(?: to| about)?|\banswers|\babout"
    r"|\bconcerning|\bregarding"
    r"|\b(?:letter|comments|views?|statement|response|answer)"
    r"(?: (?:under|of|by|from) [^.:]{3,60}?)? (?:on|about|to)"
    r"|\bPosition on)"
)
_END = (
    rf"(?=,? (?:\(?(?:which|that) (?:was |we )?|was |were |and |as )?(?:first "
    rf"|today )?{_PUBLISHED}\b|,? which\b"
    rf"| \(|[.;](?:\s|$)|, each\b|, (?:has|have|is|are|made|makes|asks?)\b|,? (?:was|were) "
    rf"| on {DAY}"
    r"| [–—] (?:(?:our|the|joint|force) )?(?:position|response|action|progress|plan|answer|reply)"
    r"|$)"
)
_A_KIND_OF_REPORT = (
    r"an? (?:[\w’-]+ ){0,3}?(?:inspection|super-complaint|review|report|investigation)\b"
)
# What reports are called: a name, then what sort of thing it is.
_KIND_OF_REPORT = (
    r"(?:an?|the)? ?(?:[\w’-]+ ){0,6}?(?:inspection|super-complaint|review|report|investigation)\b"
)
_TITLE_ALONE = re.compile(
    r"^(?:(?:hmic(?:frs)?|iopc|inspectorate)(?: report| inspection)?: )?"
    rf"(?P<title>[A-Z](?:[^.:?()]{{2,80}}[:?] {_KIND_OF_REPORT}"
    rf"|[^.:?()‘“]{{2,60}} [–—] {_A_KIND_OF_REPORT}"
    rf"|[^.:?()‘“]{{2,60}}, {_A_KIND_OF_REPORT})[^.()]*?){_END}",
    re.IGNORECASE,
)
# The same within a sentence: the capitalised words just before the colon.
_NAMED_KIND = re.compile(
    rf"(?<![\w’'-])(?P<title>[A-Z][\w’'-]*(?: (?:[A-Z\d][\w’'-]*"
    rf"|a|an|and|at|for|from|in|is|it|no|not|of|on|or|the|to|with)){{0,10}}"
    rf"(?<![a-z]\W)(?:[?]?: {_KIND_OF_REPORT}|, {_A_KIND_OF_REPORT})[^.()]*?){_END}"
)
_BEGINS_SENTENCE = re.compile(
    r"(?:(?:Progress|Update|Progress report|Progress update|Report|Action plan) (?:on|for)"
    r"|Answering|Answers? to|Responding to|Response to|Replying to|Reply to|Comments on"
    r"|On|About|Our|In) (?=[A-Z])"
)
# The heading of a report that is told by what it asks: "Slow to See: how forces use …".
_ASKS = re.compile(
    rf"^(?P<title>[A-Z][^:.?()]{{2,60}}[:?] (?:how|what|why|when|where|who) [^.()]{{8,120}}?){_END}"
)
_HEAD_LINES = 8
# What a mail says that it is about may be its own words for it.
_OF_A_MAIL = ("subject", "re")
_IS_OUR_PLAN = re.compile(
    r"\b(?:action|improvement|delivery|response) plan$|: (?:how|what) (?:we|our)\b"
    r"|: (?:(?:our|a|the|joint|force) )*(?:response|reply|answer|comments) (?:to|on)\b",
    re.IGNORECASE,
)
_LONGEST_SUBJECT = 140
_INTRODUCES = re.compile(r"(?:[‘“]|\b(?:published|released|called|entitled|titled|named) )$")
_ABOUT_MAIL = re.compile(
    r"^(?:(?:re|fw|fwd):\s*)+|\s*\[[^\]]*\]|\s+[-–—]\s+(?:recommendations?|our|response|reply)\b.*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    rf"(?:{_LEAD_IN} |^)[‘“\"](?P<title>[A-Z][^”\"]{{2,200}}?)[,.]?(?:’(?!\w)|[”\"])", re.IGNORECASE
)
_QUOTED_KIND = re.compile(
    rf"[‘“](?P<title>[A-Z][^”‘“]{{2,200}}?)[,.]?(?:’(?!\w)|”),? "
    rf"(?:{_A_KIND_OF_REPORT}|{_PUBLISHED}\b)",
    re.IGNORECASE,
)
_AFTER_LEAD_IN = re.compile(rf"(?i:{_LEAD_IN}):? (?P<title>[A-Z][^“”()]{{3,240}}?)(?i:{_END})")
_BEFORE_PUBLISHED = re.compile(
    rf"^(?P<title>[A-Z][^()]{{3,220}}?)(?:,? (?:was|were) (?:first )?{_PUBLISHED}| \({_PUBLISHED}"
    rf"|\. (?:The )?[Rr]eport {_PUBLISHED}|, {_PUBLISHED} (?=by|on))\b"
)
_REVIEW = re.compile(
    r"(?P<title>(?:Domestic Homicide Review|Domestic Abuse[- ]Related Death Review|DHR|DARDR)"
    r"(?:s?\s?[:–—-]| into| of)? [^.,;()]{2,90}?)(?=[.,;()]|\s[–—-]\s|$| was\b| is\b)"
)
_DAY_PUBLISHED = re.compile(
    rf"\b(?:{_PUBLISHED}\b(?:[^.;]{{0,90}}?|[^.;]{{0,220}}? on (?:\w+day,? )?)"
    rf"|publication on (?:\w+day,? )?|report (?:of|dated) )(?P<day>{DAY})",
    re.IGNORECASE,
)
_PUBLISHED_TODAY = re.compile(
    r"\b(?:published (?:today|this (?:morning|afternoon))|(?:today|this morning) published)\b",
    re.IGNORECASE,
)
# "Report: Short of Time: a review (8 November 2018)": a title in a labelled line, and its day.
_DAY_BESIDE = re.compile(
    rf"^(?:report|inspection|review)\b[^:()]{{0,20}}: [^()]+ \((?P<day>{DAY})\)", re.IGNORECASE
)
# "This page gives our answer. It was published on …": the page was.
_IS_IT = re.compile(
    r"\bThis (?:is (?:the|our|my|a) )?"
    r"(?:page|plan|response|answer|document|letter|statement)\b[^.]*\. It (?:was|is) $"
)
_OF_REPORT = re.compile(
    r"\b(?:report|inspection|super-complaint|investigation|review)\b", re.IGNORECASE
)
_ON_DAY_PUBLISHED = re.compile(
    rf"\bon (?P<day>{DAY})[^.;]{{0,400}}?\b{_PUBLISHED}\b", re.IGNORECASE
)


def report(
    out: Outside, drafts: Sequence[Draft], is_review: bool, day: str | None
) -> tuple[Fact | None, Fact | None]:
    """The title of the one report answered and its day of publication; neither where several."""
    beside_rows = {
        plain(draft.inspection.text): draft.inspection for draft in drafts if draft.inspection
    }
    if (
        len(beside_rows) > 1
        or len({fact.value for _, fact in _labelled(out)}) > 1
        or len(_quoted_reports(out)) > 1
    ):
        return None, None
    if beside_rows:
        name, passage = beside_rows.popitem()
        days = (draft.published for draft in drafts if draft.published)
        own = next((Fact(iso, cell) for cell in days if (iso := dates.first_day(cell.text))), None)
        title: Fact | None = Fact(name, passage)
        return title, own or _published(out, title, day)
    title = next(_titles(out, is_review), None)
    title = _as_in_text(_whole(title, out, is_review), out) if title else None
    return title, _published(out, title, day)


def _whole(title: Fact, out: Outside, is_review: bool) -> Fact:
    """A title that goes on in the next line of its heading, as another line gives it whole."""
    below = next((after for line, after in pairwise(out.lines) if line is title.passage), None)
    if below is None or not (title.passage.is_heading and below.is_heading):
        return title
    words = f"{title.value} {below.text}"
    return next((fact for fact in _titles(out, is_review) if fact.value.startswith(words)), title)


def title_alone(line: Passage) -> Passage | None:
    """The title that a line above a table is, where it says what sort of report it is."""
    found = next(_matches([line], _TITLE_ALONE), None)
    return line.saying(found.value) if found else None


def _as_in_text(title: Fact, out: Outside) -> Fact:
    """A title set in capitals as a sentence writes it, if one does."""
    if not title.value.isupper():
        return title
    for line in out.lines:
        found = re.search(re.escape(title.value), line.text, re.IGNORECASE)
        if found and not found[0].isupper():
            return Fact(found[0], line)
    return title


def _titles(out: Outside, is_review: bool) -> Iterator[Fact]:
    """Every way in which the title is given, the plainest first."""
    yield from (fact for label, fact in _labelled(out) if label_of(label) not in _OF_A_MAIL)
    if is_review:
        yield from _matches(out.lines, _REVIEW)
    for line in out.lines:
        if (
            line.emphasis
            and either("prose", "names_report").search(line.text)
            and len(line.emphasis[0]) > 4
        ):
            yield Fact(plain(line.emphasis[0]).strip(" .,"), line)
    yield from _matches(out.lines, _TITLE_ALONE)
    yield from _matches(out.lines, _NAMED_KIND)
    yield from (fact for label, fact in _labelled(out) if label_of(label) in _OF_A_MAIL)
    yield from _matches([line for line in out.lines[:_HEAD_LINES] if line.is_heading], _ASKS)
    yield from _matches(out.lines, _QUOTED, is_quoted=True)
    yield from _matches(out.lines, _QUOTED_KIND, is_quoted=True)
    yield from _matches([line for line in out.lines if not line.is_heading], _AFTER_LEAD_IN)
    yield from _matches(out.lines, _AFTER_LEAD_IN)
    yield from _matches(out.lines, _BEFORE_PUBLISHED)
    yield from _subject_lines(out)
    yield from _lines_above_publication(out)


def _matches(
    lines: Sequence[Passage], pattern: re.Pattern[str], is_quoted: bool = False
) -> Iterator[Fact]:
    for line in lines:
        for match in pattern.finditer(line.text):
            named = _unquoted(plain(match["title"]))
            before = line.text[: match.start("title")]
            is_marked = is_quoted or bool(_INTRODUCES.search(before))
            is_name = is_marked and _is_in_capitals(re.split(r"[:?,]", named)[0])
            title = named if is_name else _without_lead_in(named)
            title = _closed(title, line.text[: line.text.find(title)])
            if is_name or _may_be_title(title):
                yield Fact(title, line)


def _closed(title: str, before: str) -> str:
    """A title that a quotation mark opens ends where that mark is closed."""
    for opening, closing in (("‘", "’"), ("“", "”")):
        end = re.search(rf"{closing}(?!\w)", title)
        if before.endswith(opening) and end and opening not in title:
            return title[: end.start()]
    return title


def _is_in_capitals(title: str) -> bool:
    """Whether a name begins with a small word and sets the others in capitals: "In Their Care"."""
    words = title.split()
    long = [word for word in words[1:] if len(word) > 3]
    is_small = words[0].lower() in ("in", "on", "by", "it", "as", "at", "when", "we", "i", "our")
    return is_small and bool(long) and all(word[0].isupper() for word in long)


def _unquoted(title: str) -> str:
    """The title without the marks around it, or one at its end that has no fellow before it."""
    bare = title.strip(" ,")
    for opening, closing in (("‘", "’"), ("“", "”")):
        if bare.startswith(opening) and bare.find(closing) == len(bare) - 1:
            bare = bare[1:-1].rstrip(" ,.")
        if bare.endswith(closing) and opening not in bare:
            bare = bare[:-1].rstrip(" ,")
    return bare


def _without_lead_in(title: str) -> str:
    """The title alone, where a search from the line's beginning took words before it."""
    title = re.sub(r"^.*?\bAct (?:19|20)\d\d,? (?:on|about|to) (?=[A-Z])", "", title)
    title = _BEGINS_SENTENCE.sub("", title, count=1) if _BEGINS_SENTENCE.match(title) else title
    match = re.match(rf"^[^:]*?(?i:{_LEAD_IN}) [‘“\"]?(?P<title>[A-Z].*:.*?)[’”\"]?$", title)
    return match["title"] if match else title


def _labelled(out: Outside) -> Iterator[tuple[str, Fact]]:
    """Each title under a label, with that label."""
    for label, value in ((label, value) for fact, label, value in out.facts if fact == "title"):
        named = _ABOUT_MAIL.sub("", plain(value.text))
        words = _unquoted(re.split(rf"\. (?i:{_PUBLISHED})\b| Published(?=:| by| on)", named)[0])
        if (
            words[:1].isupper()
            and len(words) > 5
            and dates.first_day(words) is None
            and document_label(words) is None
        ):
            yield label, Fact(words, value)


def _quoted_reports(out: Outside) -> set[str]:
    """Reports named in quotation marks, each with its own day: a release may be about several."""
    each = rf"‘([A-Z][^’]{{3,120}})’(?:,[^.;‘]{{0,80}},)? (?:{_PUBLISHED} )?on \d"
    return {title for line in out.lines for title in re.findall(each, line.text)}


def _subject_lines(out: Outside) -> Iterator[Fact]:
    """The line between the greeting and the first paragraph of a letter."""
    for greeting, line in zip(out.lines, out.lines[1:], strict=False):
        if not greeting.text.startswith("Dear "):
            continue
        quoted = re.search(r"[‘“](?P<title>[A-Z].{2,200}?)(?:’|”)$", line.text)
        if quoted:
            yield Fact(quoted["title"], line)
        elif _is_subject(line) and _may_be_title(line.text):
            yield Fact(line.text, line)


def _is_subject(line: Passage) -> bool:
    is_name = len(line.text) <= _LONGEST_SUBJECT and not line.text.endswith((".", ",", ":", ";"))
    return line.is_heading or (is_name and ":" in line.text)


def _lines_above_publication(out: Outside) -> Iterator[Fact]:
    """The line above one that says only when the report was published."""
    for line, below in pairwise(out.lines):
        is_stamp = re.fullmatch(
            rf"(?:(?:the )?report )?{_PUBLISHED}:?(?: on)? {DAY}\.?", below.text, re.IGNORECASE
        )
        if (
            is_stamp
            and len(line.text) > _SHORTEST_TITLE
            and not line.text.endswith(".")
            and _may_be_title(line.text)
        ):
            yield Fact(line.text, line)


def _may_be_title(words: str) -> bool:
    is_day = dates.first_day(words[:30]) is not None
    return not (
        is_day
        or either("prose", "never_a_title").match(words)
        or _IS_OUR_PLAN.search(words)
        or bodies.is_only_bodies(words)
    )


def _published(out: Outside, title: Fact | None, day: str | None) -> Fact | None:
    """The day of publication: of a report by its label, then in a sentence, then of who knows what.

    "Published: 10 March" by itself may be the day of the answer, so a sentence goes before it.
    """
    labelled = [
        (label, Fact(iso, value))
        for fact, label, value in out.facts
        if fact == "published" and (iso := dates.first_day(value.text))
    ]
    of_report = (found for label, found in labelled if _OF_REPORT.search(label))
    only_labels = {found.passage.place for _, found in labelled}
    lines = [*([title.passage] if title else []), *out.lines]
    said = (found for line in lines if line.place not in only_labels for found in _said(line, day))
    others = (found for _, found in labelled)
    return next(chain(of_report, said, others), None)


def _said(line: Passage, day: str | None) -> Iterator[Fact]:
    if day and _PUBLISHED_TODAY.search(line.text):
        yield Fact(day, line)
    for pattern in (_DAY_PUBLISHED, _ON_DAY_PUBLISHED, _DAY_BESIDE):
        for match in pattern.finditer(line.text):
            if not _is_of_answer(line.text[: match.start()]) and match["day"]:
                yield Fact(dates.first_day(match["day"]) or "", line)


def _is_of_answer(before: str) -> bool:
    """Whether what was published is the answer itself, by the words just before the verb."""
    return bool(
        re.search(
            r"\b(?:plan|response|page|letter|statement|answer|version|edition|we|results?"
            r"|figures?)(?:,? which)?(?: was| is| were| are|:| will be| has been)?(?: first)? ?$",
            before,
            re.IGNORECASE,
        )
        or _IS_IT.search(before)
    )
