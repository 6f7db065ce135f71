"""Works out the fields of one recommendation from what was gathered about it."""

import re
from collections.abc import Iterable, Sequence

from breakwater.domain.reading import bodies, dates, deadlines, headings, statuses
from breakwater.domain.reading.dispositions import awaited_in, disposition_of
from breakwater.domain.reading.drafts import Draft
from breakwater.domain.reading.evidence import evidence_in
from breakwater.domain.reading.passages import Passage, Shape, joined, plain
from breakwater.domain.reading.reading import Answer, Disposition, FieldSource, Recommendation

RESPONSE_LENGTH = 60
_LEADS_INTO_LIST = re.compile(
    r"(?:: ?[-–—]?|\b(?:should|must|to|include|including|includes|following|cover|that|say"
    r"|show)\s*[–—-]+)\s*[”’\"']?$"
)
_LETTERED = rf"(?<![\w./-]){headings.LETTERED}(?![\w/-])"
CITED = re.compile(
    rf"\brec(?:ommendation)?s?\.?\s+(?:no\.?\s*|numbers?\s*)?({headings.NUMBER}(?:(?:,? and |, "
    rf"| to |–|-| & | or ){headings.NUMBER})*)",
    re.IGNORECASE,
)


class _Sources:
    """The passage that each field was read from."""

    def __init__(self) -> None:
        self.found: list[FieldSource] = []

    def say(self, field: str, passage: Passage | None) -> None:
        if passage is not None:
            self.found.append(FieldSource(field, passage.text, passage.place))


def recommendation(
    draft: Draft, title: str | None, published_on: str | None, is_plan_of_review: bool
) -> Recommendation:
    """One recommendation; ``title`` and ``published_on`` are of the document's one report.

    ``is_plan_of_review`` says that a homicide review's lead agencies are its addressees.
    """
    sources = _Sources()
    sources.say("number", draft.heading)
    title, published_on = _own_report(draft, title, published_on)
    wording = _deadline(draft, sources)
    evidence = evidence_in(draft.replies, draft.documents)
    for _, passage in evidence:
        sources.say("evidence", passage)
    first = draft.first_answer
    response = joined(first)
    sources.say("response_begins", first[0] if first else None)
    return Recommendation(
        number=draft.number,
        addressees=_addressees(draft, is_plan_of_review, sources),
        cites=_cites(draft, sources),
        has_text=bool(draft.text),
        list_missing=list_is_missing(draft.text),
        deadline_wording=wording,
        due_on=deadlines.due_on(wording, published_on),
        response_begins=response[:RESPONSE_LENGTH].rstrip() or None,
        disposition=_disposition(draft, sources),
        awaits=_awaits(draft, sources),
        status_words=_status(draft, response, sources),
        evidence=tuple(found for found, _ in evidence),
        response=response or None,
        paragraphs=_words(draft.text),
        notes=_words(draft.notes),
        answers=tuple(_answers(draft)),
        inspection_title=title,
        inspection_published_on=published_on,
        sources=tuple(sources.found),
    )


def _disposition(draft: Draft, sources: _Sources) -> Disposition:
    """What a word by itself says of the recommendation; else what the answer does."""
    if draft.verdict is not None and draft.verdict[0] is not Disposition.NOT_STATED:
        sources.say("disposition", draft.verdict[1])
        return draft.verdict[0]
    said = draft.position or draft.first_answer
    sources.say("disposition", said[0] if said else None)
    return disposition_of(joined(said))


def list_is_missing(text: Sequence[Passage]) -> bool:
    """Whether a phrase that leads into a list ("They should:") is followed by none."""
    if not text:
        return False
    *before, last = text
    if _LEADS_INTO_LIST.search(last.text):
        return True
    return any(
        passage.text.endswith(":") and not _is_list_item(after)
        for passage, after in zip(before, text[1:], strict=False)
    )


def _is_list_item(passage: Passage) -> bool:
    begins = re.match(r"[a-z(\d“‘\"•]", passage.text)
    return passage.shape is Shape.ITEM or bool(begins) or passage.text.endswith((";", ",", "; and"))


def _own_report(
    draft: Draft, title: str | None, published_on: str | None
) -> tuple[str | None, str | None]:
    own_title = plain(draft.inspection.text) if draft.inspection else None
    own_day = dates.first_day(draft.published.text) if draft.published else None
    if own_day is None and own_title and draft.inspection:
        own_day = dates.first_day(draft.inspection.text)
    return own_title or title, own_day or published_on


def _addressees(draft: Draft, is_plan_of_review: bool, sources: _Sources) -> tuple[str, ...]:
    agency = draft.agency
    if (
        agency is not None
        and not is_plan_of_review
        and not bodies.names_known_body(plain(agency.text))
    ):
        agency = None
    for passage in (draft.addressed, draft.owner, agency):
        if passage is not None and plain(passage.text):
            sources.say("addressees", passage)
            return bodies.split(passage.text)
    for passage in (*draft.text, *draft.parent):
        subject = bodies.subject_of(passage.text)
        if subject:
            sources.say("addressees", passage)
            return bodies.split(subject)
    return ()


def _cites(draft: Draft, sources: _Sources) -> tuple[str, ...]:
    cited: dict[str, None] = {}
    for passage in draft.text:
        numbers = [
            number for number in cited_in(passage.text, draft.number) if number != draft.number
        ]
        if numbers:
            sources.say("cites", passage)
        cited.update(dict.fromkeys(numbers))
    return tuple(cited)


def cited_in(text: str, own: str = "") -> list[str]:
    """The numbers of the recommendations a text names, in order; "10 to 13" names four.

    A number of several parts ("21.13.1") needs no word before it where the item's own has parts.
    """
    found: list[tuple[int, str]] = []
    for match in CITED.finditer(text):
        found.extend((match.start(), number) for number in _listed(match[1]))
    if "." in own:
        chapter, depth = own.partition(".")[0], own.count(".")
        same = rf"\d{{1,3}}(?:\.\d{{1,3}}){{{depth}}}|{chapter}(?:\.\d{{1,3}})+"
        bare = rf"(?<![\w./£])(?:{same})(?![\w/%]|\.\d| (?:per cent|million|hours|miles))"
        found.extend((match.start(), match[0]) for match in re.finditer(bare, text))
    if re.match(r"R\d", own):
        found.extend((match.start(), match[0]) for match in re.finditer(_LETTERED, text))
    return list(dict.fromkeys(number for _, number in sorted(found, key=lambda pair: pair[0])))


def _listed(numbers: str) -> Iterable[str]:
    parts = re.split(r"(,? and |, | to |–|-| & | or )", numbers)
    for index, part in enumerate(parts[::2]):
        is_range = index and parts[2 * index - 1].strip() in ("to", "–", "-")
        previous = parts[2 * index - 2] if index else ""
        if (
            is_range
            and previous.isdigit()
            and part.isdigit()
            and 0 < int(part) - int(previous) < 100
        ):
            yield from (str(number) for number in range(int(previous) + 1, int(part) + 1))
        else:
            yield part


def _deadline(draft: Draft, sources: _Sources) -> str | None:
    for passage in (*draft.text, *draft.parent):
        wording = deadlines.wording_in(passage.text)
        if wording:
            sources.say("deadline_wording", passage)
            return wording
    if draft.target is None or statuses.is_blank(draft.target.text):
        return None
    sources.say("deadline_wording", draft.target)
    return plain(draft.target.text)


def _awaits(draft: Draft, sources: _Sources) -> str | None:
    for passage in draft.position or draft.replies:
        awaited = awaited_in(passage.text)
        if awaited:
            sources.say("awaits", passage)
            return awaited
    return None


def _status(draft: Draft, response: str, sources: _Sources) -> str | None:
    if draft.status is not None and not statuses.is_blank(draft.status.text):
        sources.say("status_words", draft.status)
        return plain(draft.status.text)
    assessed = statuses.self_assessment_in(response)
    if assessed:
        sources.say("status_words", draft.first_answer[0])
        return assessed
    for passages in (draft.outcome, draft.first_answer):
        opening = statuses.opening_status(joined(passages))
        if opening:
            sources.say("status_words", passages[0])
            return opening
    return None


def _answers(draft: Draft) -> Iterable[Answer]:
    for answer in draft.answers:
        if not (answer.passages or answer.is_labelled or answer.label):
            continue
        yield Answer(answer.label or None, answer.dated, _words(answer.passages))
    if draft.outcome:
        yield Answer("Outcome", None, _words(draft.outcome))


def _words(passages: Iterable[Passage]) -> tuple[str, ...]:
    return tuple(passage.text for passage in passages)
