"""Letters that answer in prose: which numbers they answer, and in which paragraph."""

import re
from collections.abc import Iterable, Iterator, Sequence

from breakwater.domain.reading import bodies
from breakwater.domain.reading.dispositions import disposition_of
from breakwater.domain.reading.drafts import Draft, DraftAnswer
from breakwater.domain.reading.passages import Passage, Source, sentences
from breakwater.domain.reading.reading import Disposition
from breakwater.domain.reading.recommendations import cited_in
from breakwater.domain.reading.vocabulary import either

_CLAUSE = re.compile(
    r";|,? (?:but|while|whereas|though|and) (?=(?:we|i|the|do|does|cannot|accept|reject|not"
    r"|recommendation)\b)",
    re.IGNORECASE,
)


_MADE_TO = re.compile(
    r"\b(?:made|addressed|directed|put|given|aimed|meant|intended) (?:to|at|for) (?P<who>[^().,;]+)"
)


def is_letter(passages: Sequence[Passage]) -> bool:
    """Whether a document greets, signs off, or names its sender as a letter does."""
    return any(either("prose", "letter").match(passage.text) for passage in passages)


def drafts_in(source: Source) -> list[Draft]:
    """One item for each number that the letter answers, in the order it first names them."""
    passages = [passage for passage in source.passages if passage.text]
    announced, addressed = _announced(passages)
    positions = dict(_positions(passages))
    for_others = {number for passage in passages for number in _left_to_others(passage)}
    spoken = dict(_taken_up(passages))
    made_to = _made_to_all(passages)
    numbers = dict.fromkeys((*announced, *_in_order(passages, {*positions, *spoken})))
    drafts = []
    for number in numbers:
        answer = positions.get(number) or spoken.get(number)
        answer = answer or _spoken_of(number, passages, announced)
        if answer is None or (number in for_others and number not in positions):
            continue
        paragraph, sentence = answer
        draft = Draft(
            number,
            announced.get(number, paragraph),
            addressed.get(number) or made_to,
            has_place=True,
        )
        draft.answers.append(DraftAnswer("", [paragraph]))
        draft.position = [sentence]
        drafts.append(draft)
    return drafts


def _announced(passages: Sequence[Passage]) -> tuple[dict[str, Passage], dict[str, Passage]]:
    """The numbers the letter says it is about, and whom each of them was made to."""
    announced: dict[str, Passage] = {}
    addressed: dict[str, Passage] = {}
    for passage in passages:
        for sentence in sentences(passage.text):
            if not either("prose", "announces").search(sentence) or _is_for_others(sentence):
                continue
            made_to = _MADE_TO.search(sentence)
            for number in cited_in(sentence):
                announced.setdefault(number, passage)
                if made_to and bodies.begins_with_body(made_to["who"]):
                    addressed.setdefault(number, passage.saying(made_to["who"]))
    return announced, addressed


def _positions(passages: Sequence[Passage]) -> Iterator[tuple[str, tuple[Passage, Passage]]]:
    """Each number with the paragraph and the clause that state what is thought of it."""
    seen: set[str] = set()
    for passage in passages:
        for sentence in sentences(passage.text):
            for clause in _clauses(sentence):
                if disposition_of(clause) is Disposition.NOT_STATED:
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
    named = [number for passage in passages for number in cited_in(passage.text)]
    return [number for number in dict.fromkeys(named) if number in set(numbers)]


def _taken_up(passages: Sequence[Passage]) -> Iterator[tuple[str, tuple[Passage, Passage]]]:
    """Each number that a paragraph takes up in its first sentence, in the writer's own voice."""
    seen: set[str] = set()
    for passage in passages:
        first = next(iter(sentences(passage.text)), "")
        is_own = (
            either("prose", "own_voice").search(passage.text)
            and not either("prose", "announces").search(first)
            and not either("prose", "of_another_report").search(first)
            and not _is_for_others(first)
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
            is_asked = match and either("prose", "announces").search(sentence)
            if match and is_asked and bodies.names_known_body(match["who"]):
                return passage.saying(match["who"])
    return None


def _spoken_of(
    number: str, passages: Sequence[Passage], announced: dict[str, Passage]
) -> tuple[Passage, Passage] | None:
    """The first paragraph after the announcement that speaks of a number, if it is an answer."""
    for passage in passages:
        is_answer = passage is not announced.get(number) and either("prose", "own_voice").search(
            passage.text
        )
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
