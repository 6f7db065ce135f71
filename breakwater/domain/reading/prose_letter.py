"""Letters that answer in prose: which numbers they answer, and in which paragraph."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from breakwater.domain.reading import bodies, headings, tables
from breakwater.domain.reading.dispositions import disposition_of
from breakwater.domain.reading.drafts import Draft, DraftAnswer
from breakwater.domain.reading.passages import (
    Part,
    Passage,
    Shape,
    Source,
    Table,
    joined,
    plain,
    sentences,
)
from breakwater.domain.reading.reading import Disposition
from breakwater.domain.reading.recommendations import CITED, cited_in
from breakwater.domain.reading.vocabulary import either

_CLAUSE = re.compile(
    r";|,? (?:but|while|whereas|though|and) (?=(?:we|i|the|do|does|cannot|accept|reject|not"
    r"|recommendation)\b)",
    re.IGNORECASE,
)


# A recommendation set out: "“2. Within three months …”"; or below "Recommendation 2 reads:".
_QUOTED = re.compile(
    rf"[“\"‘'](?:Recommendation )?(?P<number>{headings.NUMBER})[.:)]\s+(?P<text>.+?)[”\"’']?$"
)
_WITHIN = re.compile(
    rf"Recommendation (?P<number>{headings.NUMBER}) (?:reads|says|asks|is|was)[:,]? "
    r"“(?P<text>[^”]+)”\.?$"
)
# Or told in other words: "Recommendation 7, you will remember, would have us write".
_RESTATED = re.compile(
    rf"Recommendation (?P<number>{headings.NUMBER}),?(?: [^,.;]{{1,40}},)?"
    r" (?:would have|asks?|asked|calls? (?:on|for)|wants?|requires?|(?:is|was) that|was to|tells?)"
    r" (?P<text>.+)$"
)
# Or in a list: "they ask chief constables to:", and "Recommendation 3 – print, within …" below.
_LISTED = re.compile(
    rf"Rec(?:ommendation|\.)? (?P<number>{headings.NUMBER})(?:\s*[–—-]|[.:])\s+(?P<text>.+)$"
)
_ASKED = re.compile(
    r"(?:\b(?:asks?|asked|tells?|told|requires?|required) |\bthat )(?P<who>[^.,;:]{2,160}?)"
    r" (?:to|should|must|ought to):$"
)
_INTRODUCES = re.compile(
    r"\b(?:reads?|says?|said|asks?|asked|follows|in (?:these|the following) words)"
    r"(?: (?:as follows|this|that|in full))?[.:]$",
    re.IGNORECASE,
)
# "Your letter mentions recommendation 4. It was made to …".
_ON_IT = re.compile(r"(?:It|That|This|They|These|Those)\b")
# Between a number and "made to" stands no more than ", which was".
_NEAR = 20
_MADE_TO = re.compile(
    r"\b(?:makes?|made|addressed|directed|put|given|aimed|meant|intended) (?:to|at|for) "
    r"(?P<who>[^().,;:]+)"
)


def is_letter(passages: Sequence[Passage]) -> bool:
    """Whether a document greets, signs off, or names its sender as a letter does."""
    return any(either("prose", "letter").match(passage.text) for passage in passages)


def drafts_in(source: Source) -> list[Draft]:
    """One item for each number that the letter answers, in the order it first names them."""
    passages = [passage for passage in source.passages if passage.text]
    announced, addressed = _announced(passages)
    positions = dict(_positions(passages))
    quoted = dict(_quotations(passages))
    addressed = _asked_in_lists(passages) | addressed
    for_others = {number for passage in passages for number in _left_to_others(passage)}
    spoken = dict(_taken_up(passages))
    made_to = _made_to_all(passages)
    numbers = dict.fromkeys((*announced, *_in_order(passages, {*positions, *spoken, *quoted})))
    drafts = []
    for number in numbers:
        text, reply = quoted.get(number, ([], None))
        answer = positions.get(number) or spoken.get(number) or reply
        answer = answer or _spoken_of(number, passages, [announced.get(number), *text])
        if answer is None or (number in for_others and number not in positions):
            continue
        paragraph, sentence = answer
        draft = Draft(
            number,
            announced.get(number, paragraph),
            addressed.get(number) or made_to,
            text=text,
            has_place=True,
        )
        draft.answers.append(DraftAnswer("", [paragraph]))
        draft.position = [sentence, *_goes_with(sentence, paragraph, number)]
        drafts.append(draft)
    return drafts


def with_those_in_prose(source: Source, drafts: Sequence[Draft]) -> list[Draft]:
    """The items of a letter that sets some of them out, and those that it answers in prose."""
    if not drafts:
        return drafts_in(source)
    claimed = {id(passage) for draft in drafts for passage in draft.claimed}
    numbers = {draft.number for draft in drafts}
    parts = [part for part in source.parts if id(part) not in claimed]
    rest = Source(tuple(parts), source.around, is_laid_out=source.is_laid_out)
    in_prose = [
        draft
        for draft in drafts_in(rest)
        if draft.number not in numbers
        and not either("prose", "of_another_report").search(joined(draft.position))
    ]
    first = next(
        (at for at, part in enumerate(source.parts) if id(part) in claimed or _holds_items(part)),
        len(source.parts),
    )
    above = {id(part) for part in source.parts[:first]}
    before = [draft for draft in in_prose if id(draft.first_answer[0]) in above]
    after = [draft for draft in in_prose if id(draft.first_answer[0]) not in above]
    return [*before, *drafts, *after]


def _holds_items(part: Part) -> bool:
    return isinstance(part, Table) and bool(tables.drafts_in(part))


def _announced(passages: Sequence[Passage]) -> tuple[dict[str, Passage], dict[str, Passage]]:
    """The numbers the letter says it is about, and whom each of them was made to."""
    announced: dict[str, Passage] = {}
    addressed: dict[str, Passage] = {}
    for passage in passages:
        for sentence in sentences(passage.text):
            if _is_for_others(sentence):
                continue
            announces = bool(either("prose", "announces").search(sentence))
            for number, who in _made_to_each(sentence, is_loose=announces):
                if bodies.begins_with_body(who):
                    addressed.setdefault(number, passage.saying(who))
            if announces:
                announced |= {n: passage for n in cited_in(sentence) if n not in announced}
    return announced, addressed


def _made_to_each(sentence: str, *, is_loose: bool) -> Iterator[tuple[str, str]]:
    """Each number of a sentence with whom it was made to: "those made to the force (1 and 2)".

    ``is_loose`` is for a sentence that says what the letter is about: there any of them is meant.
    """
    made_to = list(_MADE_TO.finditer(sentence))
    for cited in CITED.finditer(sentence):
        before = next((one for one in reversed(made_to) if one.end() <= cited.start()), None)
        after = next((one for one in made_to if one.start() >= cited.end()), None)
        is_beside = before and sentence[before.end() : cited.start()].strip() in ("", "(")
        is_near = after and after.start() - cited.end() <= _NEAR
        found = before if is_beside else after if is_near else None
        found = found or ((before or after) if is_loose else None)
        if found:
            yield from ((number, found["who"]) for number in cited_in(cited[0]))


def _quotations(
    passages: Sequence[Passage],
) -> Iterator[tuple[str, tuple[list[Passage], tuple[Passage, Passage] | None]]]:
    """Each number whose text the letter sets out, with that text and the paragraph below it."""
    for index, passage in enumerate(passages):
        itself = _QUOTED.match(passage.text) or _WITHIN.match(passage.text)
        told = list(_told(passage))
        named = cited_in(passage.text) if _introduces(passages[index : index + 2]) else []
        if itself:
            number, text, below = itself["number"], [passage.saying(itself["text"])], index + 1
        elif len(named) == 1 and index + 1 < len(passages):
            number, below = named[0], index + 2
            text = [passages[index + 1]]
        elif told:
            yield from ((number, ([passage.saying(words)], None)) for number, words in told)
            continue
        else:
            continue
        while below < len(passages) and passages[below].shape is Shape.ITEM:
            text.append(passages[below])
            below += 1
        yield number, (text, _reply(number, passages[below : below + 1]))


def _told(passage: Passage) -> Iterator[tuple[str, str]]:
    """Each number that a paragraph or the item of a list tells, with its words.

    Of a number told by itself they are all that follows.
    """
    listed = _LISTED.match(passage.text) if passage.shape is Shape.ITEM else None
    if listed:
        if not _is_answer(listed["text"]):
            yield listed["number"], listed["text"]
        return
    found = [match for part in sentences(passage.text) if (match := _RESTATED.match(part))]
    alone = _RESTATED.match(passage.text) if len(found) == 1 else None
    yield from ((match["number"], match["text"]) for match in ([alone] if alone else found))


def _asked_in_lists(passages: Sequence[Passage]) -> dict[str, Passage]:
    """Each number of a list with the bodies that the line above it names: "they ask … to:"."""
    asked: dict[str, Passage] = {}
    who: Passage | None = None
    for passage in passages:
        listed = _LISTED.match(passage.text) if passage.shape is Shape.ITEM else None
        if listed and who:
            asked[listed["number"]] = who
        elif passage.shape is not Shape.ITEM:
            last = next(reversed(sentences(passage.text)), "")
            match = _ASKED.search(last)
            is_body = match and bodies.names_known_body(match["who"])
            who = passage.saying(match["who"]) if match and is_body else None
    return asked


def _introduces(pair: Sequence[Passage]) -> bool:
    """Whether a paragraph ends by announcing that the next one is a recommendation's own words."""
    said, *below = pair
    if any(either("prose", "own_voice").search(part) for part in sentences(said.text)[-1:]):
        return False
    is_quoted = bool(below) and below[0].text.startswith(("“", "‘", '"'))
    return bool(_INTRODUCES.search(said.text)) or (is_quoted and said.text.endswith(":"))


def _reply(number: str, below: Sequence[Passage]) -> tuple[Passage, Passage] | None:
    """The paragraph below a quoted recommendation, if it is an answer and to no other."""
    for passage in below:
        if _is_answer(passage.text) and set(cited_in(passage.text)) <= {number}:
            return passage, passage
    return None


def _is_answer(words: str) -> bool:
    """Whether words are said in the writer's own voice, or state a position."""
    is_own = either("prose", "own_voice").search(words) is not None
    return is_own or disposition_of(words) is not Disposition.NOT_STATED


def _goes_with(sentence: Passage, paragraph: Passage, number: str) -> list[Passage]:
    """What a paragraph says with the sentence on one number, as far as it names no other."""
    if set(cited_in(paragraph.text)) <= {number}:
        return [paragraph]
    _, _, after = paragraph.text.partition(sentence.text)
    said = takewhile(lambda part: set(cited_in(part)) <= {number}, sentences(plain(after)))
    return [paragraph.saying(part) for part in said]


def _positions(passages: Sequence[Passage]) -> Iterator[tuple[str, tuple[Passage, Passage]]]:
    """Each number with the paragraph and the clause that state what is thought of it."""
    seen: set[str] = set()
    for passage in passages:
        for sentence in sentences(passage.text):
            for clause in _clauses(sentence):
                if _is_for_others(clause) or disposition_of(clause) is Disposition.NOT_STATED:
                    continue
                for number in cited_in(clause):
                    if number not in seen:
                        seen.add(number)
                        yield number, (passage, passage.saying(clause))


def _clauses(sentence: str) -> list[str]:
    """The parts of a sentence, if each names a recommendation of its own; else the sentence."""
    parts = [part for part in _CLAUSE.split(sentence) if part]
    return parts if len(parts) > 1 and all(cited_in(part) for part in parts) else [sentence]


def _in_order(passages: Sequence[Passage], numbers: Iterable[str]) -> list[str]:
    """The numbers in the order in which the letter first names them."""
    # What a quoted recommendation cites is not taken up there.
    bare = (re.sub(r"“[^”]*”", " ", passage.text) for passage in passages)
    named = [number for text in bare for number in cited_in(text)]
    return [number for number in dict.fromkeys(named) if number in set(numbers)]


def _taken_up(passages: Sequence[Passage]) -> Iterator[tuple[str, tuple[Passage, Passage]]]:
    """Each number that a paragraph takes up in its first sentence, in the writer's own voice."""
    seen: set[str] = set()
    for passage in passages:
        first, *later = sentences(passage.text) or [""]
        is_own = (
            either("prose", "own_voice").search(passage.text)
            and not either("prose", "announces").search(first)
            and not either("prose", "of_another_report").search(first)
            and not _is_for_others(first)
            and not any(_ON_IT.match(part) and _is_for_others(part) for part in later[:1])
        )
        for number in cited_in(first) if is_own else ():
            if number not in seen:
                seen.add(number)
                yield number, (passage, passage)


def _made_to_all(passages: Sequence[Passage]) -> Passage | None:
    """The bodies to whom the recommendations that the letter answers were made, if it says so."""
    for passage in passages:
        for sentence in sentences(passage.text):
            match = _MADE_TO.search(sentence)
            is_asked = match and not _is_for_others(sentence)
            is_asked = is_asked and bool(either("prose", "announces").search(sentence))
            if match and is_asked and bodies.names_known_body(match["who"]):
                return passage.saying(match["who"])
    return None


def _spoken_of(
    number: str, passages: Sequence[Passage], told: Sequence[Passage | None]
) -> tuple[Passage, Passage] | None:
    """The first paragraph that speaks of a number, if it is an answer.

    ``told`` are those that only say what the letter is about, or what was recommended.
    """
    for passage in passages:
        is_told = any(
            one.place == passage.place and one.text in passage.text for one in told if one
        )
        is_answer = not is_told and either("prose", "own_voice").search(passage.text)
        if is_answer and number in cited_in(passage.text) and not _is_for_others(passage.text):
            return passage, passage
    return None


def _left_to_others(passage: Passage) -> list[str]:
    return [
        number
        for part in sentences(passage.text)
        if _is_for_others(part)
        for number in cited_in(part)
    ]


def _is_for_others(sentence: str) -> bool:
    return bool(either("prose", "for_others").search(sentence))
