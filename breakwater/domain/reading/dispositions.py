"""What an answer says about the recommendation itself, and what it waits for."""

import re
from functools import cache

from breakwater.domain.reading.passages import sentences
from breakwater.domain.reading.reading import Disposition
from breakwater.domain.reading.verdicts import verdict_of
from breakwater.domain.reading.vocabulary import either, phrases

_THING = (
    r"(?:(?:recommendations?|areas? for improvement|afis?)\b"
    r"|(?:both|all|each|either|any|every|neither)(?: (?:of (?:them|these)|three|four|five"
    r"|six))?(?=[\s.,;:]|$))"
)
_OBJECT = (
    r"(?:(?:this|the|these|that|those|both|all|each|either|any|every|our)(?: of (?:the|these))?"
    rf"(?: (?:first|second|third|last|two|three|four|inspectorate’s|inspectors’|report’s"
    rf"|hmicfrs))? )?{_THING}"
    r"|(?:it|this|these|them|that)(?=\s*(?:[.,;:!)–—-]|$|in |and |but |fully|subject|with |only"
    r"|to the extent|in ?so far|so far as|except|save ))"
)
_HOW = (
    r"(?:in (?:full|part|principle)|fully|partially|partly|subject to|and|but"
    r"|with (?:one|some|a|reservations?|the exception)|in (?:its|their) entirety"
    r"|without (?:any )?(?:reservation|qualification|hesitation)"
    r"|by (?:the |our )?(?:force|constabulary|police|chief|deputy|commissioner|pcc|both|us|all)\b"
    r"|for the most part|only)\b"
)
_VERB = re.compile(
    r"\b(accept(?:s|ed|ing)?|agree(?:s|d|ing)?|endorse[sd]?|concur(?:s|red|ring)?|go along)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|cannot|can’t|don’t|doesn’t|never|unable to|nor|neither)(?: (?!only\b"
    r"|just\b)\w+){0,2}$"
    r"|\b(?:not|cannot)(?: (?!only\b|just\b|hesitate\b|whether\b|if\b)\w+){0,6} to$"
    r"|\b(?:declin(?:e[sd]?|ing)|refus(?:e[sd]?|ing)|unwilling|reluctant) to$",
    re.IGNORECASE,
)
# "We have not decided whether to accept it", "before we accept it": nothing is stated yet.
_UNDECIDED = re.compile(
    r"\b(?:whether|if|before|until|unless|when|once|asked(?! me to)|invited|urged|expect(?:s|ed)?"
    r"|(?:will|would|to) be able|hope|wish|like)\b(?! not\b)[^,;:]{0,50}$",
    re.IGNORECASE,
)
# "Within a month of their agreeing it".
_OF_OTHERS = re.compile(r"\b(?:their|its|his|her|of|on|upon|after|before|without)$", re.IGNORECASE)
_NOT_WHOLLY = re.compile(r"\bnot (?:fully|wholly|entirely|completely)$", re.IGNORECASE)
# "The recommendation has been": whoever accepts it, and whatever follows.
_IS_SUBJECT = re.compile(
    r"(?:\brecommendations? \d[\d., and()a-z]{0,20}|(?<!\bin )(?<!\bof )(?<!\bwith )(?<!\bbehind )"
    r"\b(?:the|this|that|these|both|each|all|every)"
    r"(?: (?:\w+ )?)?(?:recommendations?|afis?|areas? for improvement)(?: [\d.]+)?)"
    r" (?:is|are|was|were|has been|have been)(?: (?:now|also|therefore|\w+ly))?(?: not(?: yet)?)?$",
    re.IGNORECASE,
)
_WHOLLY = re.compile(r"\b(?:in full|in (?:its|their) entirety|as a whole)\b", re.IGNORECASE)
_TAKES_OBJECT = re.compile(
    rf"\s*(?:with |to |only )?(?:part of |the (?:first|second|main) part of )?(?:{_OBJECT})",
    re.IGNORECASE,
)
_ENDS_OR_LIMITS = re.compile(rf"\s*(?:[.,;:!)–—-]|$|{_HOW})", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:(?:we |i )?(?:do |can )?not|cannot|partly|partially|fully|wholly|yes,?|in part"
    r"|in principle|both|all|(?:this |the )?(?:recommendation|afi|area for improvement)"
    r"(?: [\d.]+)?:?(?: is| was)?(?: not| partly| partially| fully)?)?",
    re.IGNORECASE,
)
_THIS_IS = re.compile(
    r"(?:this|it) (?:is|has been|was)(?: not| partly| partially| fully)?", re.IGNORECASE
)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been|be|not|partly|partially|fully|we have|i have)$", re.IGNORECASE
)
_SPEAKER = re.compile(
    r"\b(?:we|i|force|constabulary|police|commissioner|constable|council|trust|partnership|board)"
    r"(?: (?:do|does|can|could|will|fully|partly|partially|wholly|not|cannot))*$",
    re.IGNORECASE,
)
# What somebody wrote of another report, or years ago, is not said now.
_EARLIER = re.compile(
    r"\b(?:then|at the time|in (?:19|20)\d\d)\b[^“‘]{0,60}[“‘][^”]{0,300}[”’]", re.IGNORECASE
)
# What may be stated in phrases without the verbs, the surest first.
_PHRASED = (
    Disposition.NOT_APPLICABLE,
    Disposition.NOT_ACCEPTED,
    Disposition.ACCEPTED_IN_PRINCIPLE,
    Disposition.ACCEPTED_IN_PART,
)
# An answer that opens so says all of it, whatever its sentence goes on to explain.
_QUALIFIED = frozenset({Disposition.ACCEPTED_IN_PART, Disposition.ACCEPTED_IN_PRINCIPLE})
# Subject and object of a verb stand within this many letters of it.
_NEAR = 250
_TOPIC = re.compile(r"^[A-Z][\w ’,&/-]{1,50}: (?=[A-Z“])")
_AWAITS = re.compile(
    r"\b(?:await(?:s|ing)?|waits for|waiting for)\s+(?P<what>[^.,;]+?)(?=[.,;](?!\d)|\s+before\b"
    r"|$)",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:until|pending|once|(?:is|are|has|have) (?:yet )?to (?:decide|settle|agree))\b",
    re.IGNORECASE,
)
_PEOPLE_WAITING = re.compile(
    r"\b(?:victims?|witness(?:es)?|detainees?|people|persons?|those|callers?|suspects?|children|offenders?"
    r"|cases?|jobs|incidents|reports|calls|anyone|someone|who are|prisoners?)(?: (?:were|are|is"
    r"|still|who|left|now))*$",
    re.IGNORECASE,
)


def disposition_of(answer: str) -> Disposition:
    """The disposition that an answer states first; awaiting a national position only if none is."""
    topic = _TOPIC.match(answer)
    is_bare = topic is None or _stated_in(topic[0]) is not None
    for sentence in sentences(answer if is_bare else _TOPIC.sub("", answer)):
        stated = _stated_in(sentence)
        if stated:
            return stated
    return Disposition.AWAITING_NATIONAL_POSITION if _holds_back(answer) else Disposition.NOT_STATED


def awaited_in(text: str) -> str | None:
    """The words after "await", "waiting for" …, to the next stop, comma, semicolon or "before"."""
    for match in _AWAITS.finditer(text):
        if not _PEOPLE_WAITING.search(text[max(0, match.start() - _NEAR) : match.start()].rstrip()):
            return match["what"].strip()
    return None


@cache
def _saying(disposition: str) -> re.Pattern[str]:
    """The phrases of the vocabulary that state a disposition without accepting or agreeing."""
    phrases_of = phrases("dispositions", disposition)
    return re.compile(
        "|".join(phrase.replace("OBJECT", _OBJECT) for phrase in phrases_of), re.IGNORECASE
    )


def _stated_in(sentence: str) -> Disposition | None:
    sentence = _EARLIER.sub(" ", sentence)
    opening = re.split(r"[,;:–—]", sentence)[0]
    if _VERB.search(opening) and (stated := verdict_of(opening)) in _QUALIFIED:
        return stated
    phrased = (disposition for disposition in _PHRASED if _saying(disposition).search(sentence))
    if (found := next(phrased, None)) is not None:
        return found
    for verb in _VERB.finditer(sentence):
        before = sentence[max(0, verb.start() - _NEAR) : verb.start()].rstrip()
        if verb[0].endswith("ing") and _OF_OTHERS.search(before):
            continue
        after = sentence[verb.end() : verb.end() + _NEAR]
        if _UNDECIDED.search(before) and not _NOT.search(before):
            continue
        if _is_about_recommendation(before, verb[0], after):
            return _degree(before, after)
    return Disposition.ACCEPTED if _saying("accepted").search(sentence) else None


def _degree(before: str, after: str) -> Disposition:
    clause = re.split(r"[;.]", after)[0]
    if _NOT_WHOLLY.search(before):
        return Disposition.ACCEPTED_IN_PART
    if _NOT.search(before):
        is_of_whole = _WHOLLY.search(clause) is not None
        return Disposition.ACCEPTED_IN_PART if is_of_whole else Disposition.NOT_ACCEPTED
    if re.search(r"\b(?:only )?part of\b", clause, re.IGNORECASE):
        return Disposition.ACCEPTED_IN_PART
    if re.search(r"\bin principle\b", clause, re.IGNORECASE) or re.search(
        r"in principle,?(?: (?:we|i))?$", before, re.IGNORECASE
    ):
        return Disposition.ACCEPTED_IN_PRINCIPLE
    if re.search(
        r"\b(?:in part|partly|partially|part of|with (?:one|some|an?|two|a few) exceptions?"
        r"|with the exception of|except (?:for|that|in)|to the extent that|in ?so far as|so far as"
        r"|save (?:for|that))\b",
        clause,
        re.IGNORECASE,
    ):
        return Disposition.ACCEPTED_IN_PART
    if re.search(r"\b(?:partly|partially|in part),?(?: (?:we|i))?$", before, re.IGNORECASE):
        return Disposition.ACCEPTED_IN_PART
    return Disposition.ACCEPTED


def _is_about_recommendation(before: str, verb: str, after: str) -> bool:
    """Whether what is accepted is the recommendation, not a criticism, a fact or a meeting."""
    if _TAKES_OBJECT.match(after):
        return True
    if verb.lower() in ("accepted", "agreed") and _IS_SUBJECT.search(before):
        return True
    if not _ENDS_OR_LIMITS.match(after):
        return False
    if _OPENING.fullmatch(before.strip('“‘"( ')):
        return True
    names_it = re.search(_THING, before, re.IGNORECASE)
    if verb.lower() in ("accepted", "agreed"):
        return bool(names_it and _PASSIVE.search(before)) or bool(_THIS_IS.fullmatch(before))
    is_object_left_out = re.match(r"\s*(?:[.;:]|$|(?:only )?in (?:full|part|principle))", after)
    is_short = len(before.split()) <= 4
    return bool(names_it or (_SPEAKER.search(before) and (is_object_left_out or is_short)))


def _holds_back(answer: str) -> bool:
    """Whether an answer withholds its own position until a national body has settled one."""
    waits = awaited_in(answer) is not None or _UNTIL.search(answer)
    if not waits or not either("prose", "national").search(answer):
        return False
    return bool(either("prose", "holds_back").search(answer))
