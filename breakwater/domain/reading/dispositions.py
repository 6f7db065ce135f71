"""What an answer says about the recommendation itself, and what it waits for."""

import re

from breakwater.domain.reading.passages import sentences
from breakwater.domain.reading.reading import Disposition
from breakwater.domain.reading.vocabulary import either

_THING = (
    r"(?:(?:recommendations?|areas? for improvement|afis?)\b"
    r"|(?:both|all|each|either|any|every|neither)(?: (?:of (?:them|these)|three|four|five|six))?(?=[\s.,;:]|$))"
)
_OBJECT = (
    r"(?:(?:this|the|these|that|those|both|all|each|either|any|every|our)(?: of (?:the|these))?"
    rf"(?: (?:first|second|third|last|two|three|four|inspectorate’s|inspectors’|report’s|hmicfrs))? )?{_THING}"
    r"|(?:it|this|these|them|that)(?=\s*(?:[.,;:!)–—-]|$|in |and |but |fully|subject|with ))"
)
_HOW = r"(?:in (?:full|part|principle)|fully|partially|partly|subject to|and|but|with (?:one|some|a|reservations?)|for the most part|only)\b"
_VERB = re.compile(r"\b(accept(?:s|ed|ing)?|agree(?:s|d|ing)?)\b", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:not|cannot|can’t|don’t|doesn’t|never|unable to|nor|neither)(?: (?!only\b|just\b)\w+){0,2}$",
    re.IGNORECASE,
)
_NOT_WHOLLY = re.compile(r"\bnot (?:fully|wholly|entirely|completely)$", re.IGNORECASE)
_REFUSAL = re.compile(
    rf"^(?:rejected|declined|disagreed?)\b|\b(?:rejects?|rejected|declines?|disagrees? with|oppose[sd]?) (?:{_OBJECT})"
    rf"|\b(?:recommendation|this|it) is (?:rejected|declined)|\bnot recommendations? \d",
    re.IGNORECASE,
)
_NOT_APPLICABLE = re.compile(
    r"^(?:not applicable|n/a|does not apply)\b"
    r"|\b(?:recommendations?|areas? for improvement|afi|this|it|they|these)\b[^.;]{0,60}?"
    r"\b(?:(?:does|do) not apply|(?:is|are) not applicable|(?:is|are) not relevant|no longer appl(?:y|ies))",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"^[A-Z][\w ’,&/-]{1,50}: (?=[A-Z“])")
_AWAITS = re.compile(
    r"\b(?:await(?:s|ing)?|waits for|waiting for)\s+(?P<what>[^.,;]+?)(?=[.,;](?!\d)|\s+before\b|$)",
    re.IGNORECASE,
)
_PEOPLE_WAITING = re.compile(
    r"\b(?:victims?|witness(?:es)?|detainees?|people|persons?|those|callers?|suspects?|children|offenders?"
    r"|cases?|jobs|incidents|reports|calls|anyone|someone|who are|prisoners?)(?: (?:were|are|is|still|who|left|now))*$",
    re.IGNORECASE,
)


def disposition_of(answer: str) -> Disposition:
    """The disposition that an answer states first; awaiting a national position only if none is."""
    for sentence in sentences(_TOPIC.sub("", answer)):
        stated = _stated_in(sentence)
        if stated:
            return stated
    return Disposition.AWAITING_NATIONAL_POSITION if _holds_back(answer) else Disposition.NOT_STATED


def awaited_in(text: str) -> str | None:
    """The words after "await", "waiting for" …, to the next stop, comma, semicolon or "before"."""
    for match in _AWAITS.finditer(text):
        if not _PEOPLE_WAITING.search(text[: match.start()].rstrip()):
            return match["what"].strip()
    return None


def _stated_in(sentence: str) -> Disposition | None:
    if _NOT_APPLICABLE.search(sentence):
        return Disposition.NOT_APPLICABLE
    if _REFUSAL.search(sentence):
        return Disposition.NOT_ACCEPTED
    for verb in _VERB.finditer(sentence):
        before, after = sentence[: verb.start()].rstrip(), sentence[verb.end() :]
        if _is_about_recommendation(before, verb[0], after):
            return _degree(before, after)
    return None


def _degree(before: str, after: str) -> Disposition:
    clause = re.split(r"[;.]", after)[0]
    if _NOT_WHOLLY.search(before):
        return Disposition.ACCEPTED_IN_PART
    if _NOT.search(before):
        return Disposition.NOT_ACCEPTED
    if re.search(r"\bin principle\b", clause, re.IGNORECASE) or re.search(
        r"in principle,?(?: (?:we|i))?$", before, re.IGNORECASE
    ):
        return Disposition.ACCEPTED_IN_PRINCIPLE
    if re.search(r"\b(?:in part|partly|partially|part of)\b", clause, re.IGNORECASE):
        return Disposition.ACCEPTED_IN_PART
    if re.search(r"\b(?:partly|partially|in part),?(?: (?:we|i))?$", before, re.IGNORECASE):
        return Disposition.ACCEPTED_IN_PART
    return Disposition.ACCEPTED


def _is_about_recommendation(before: str, verb: str, after: str) -> bool:
    """Whether what is accepted is the recommendation, not a criticism, a fact or a meeting."""
    if re.match(
        rf"\s*(?:with |to |part of |the (?:first|second|main) part of )?(?:{_OBJECT})",
        after,
        re.IGNORECASE,
    ):
        return True
    is_ending = re.match(rf"\s*(?:[.,;:!)–—-]|$|{_HOW})", after, re.IGNORECASE)
    if not is_ending:
        return False
    is_first = re.fullmatch(
        r"(?:not|partly|partially|fully|yes,?|in part|in principle|this is|it is|both|all)?",
        before.strip('“‘"( '),
        re.IGNORECASE,
    )
    names_it = re.search(rf"(?:{_THING})", before, re.IGNORECASE)
    if verb.lower() in ("accepted", "agreed"):
        is_passive = re.search(
            r"\b(?:is|are|was|were|been|be|not|partly|partially|fully|we have|i have)$",
            before,
            re.IGNORECASE,
        )
        return bool(is_first or (names_it and is_passive))
    speaks = re.search(
        r"\b(?:we|i|force|constabulary|police|commissioner|constable|council|trust|partnership|board)(?: (?:do|does|can|could|will|fully|partly|partially|wholly|not|cannot))*$",
        before,
        re.IGNORECASE,
    )
    is_object_left_out = re.match(r"\s*(?:[.;:]|$|in (?:full|part|principle))", after)
    return bool(names_it or (speaks and (is_object_left_out or len(before.split()) <= 4)))


def _holds_back(answer: str) -> bool:
    """Whether an answer withholds its own position until a national body has settled one."""
    awaited = awaited_in(answer)
    if awaited is None or not either("prose", "national").search(awaited):
        return False
    return bool(either("prose", "holds_back").search(answer))
