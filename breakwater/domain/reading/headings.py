"""Which lines begin a recommendation, and with which number."""

import re
from dataclasses import dataclass

from breakwater.domain.reading import bodies, dates
from breakwater.domain.reading.passages import Passage, plain

# "R4", "R7.1": as some reports number their recommendations.
LETTERED = r"R\d{1,2}(?:\.\d{1,2})*"
NUMBER = r"\d{1,4}(?:\.\d{1,3})*(?:[a-z]|\((?:[a-z]|[ivx]{2,4})\))?"
_IN_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PRINTED = rf"(?:{NUMBER}|[A-Z]{{1,4}}\d{{1,3}}|(?:{'|'.join(_IN_WORDS)})\b)"
# Whose recommendation it is may stand before the word: "National recommendation 3".
_WHOSE = (
    r"(?:(?:national|local|regional|force|inspectorate|hmicfrs|hmic|peel|report|overview|joint"
    r"|super-complaint|review|key|dhr)(?:’s)? )?"
)
_KIND = (
    rf"{_WHOSE}(?P<kind>recommendation|recomendation|rec\.?|areas? for improvement|afi"
    r"|causes? of concern)"
)
_NAMED = re.compile(
    rf"^[“\"‘(\[]?{_KIND}\s*(?:no\.?|number|#|:)?\s*\(?(?P<number>{_PRINTED})"
    rf"(?: of {NUMBER})?\s*[)\]]?"
    r"(?:\s*[.:–—|-]+\s*|,?\s+(?=to\b)|\s*(?=\()|\s*$)(?P<rest>.*)$",
    re.IGNORECASE,
)
_AT_END = re.compile(
    rf"^(?P<rest>[^.]+?)\s*[(–—-]\s*{_KIND}\s*(?:no\.?\s*)?(?P<number>{NUMBER})\s*\)?$",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"^\(?(?P<number>{NUMBER}|R\d{{1,2}})(?:\s*[.:)–—-]+\s*|(?<=\.\d)\s+|(?<=\.\d\d)\s+)(?P<rest>[“‘\"]?[A-Za-z].*)$"
)
# A heading that is only a number; a year is none.
_ALONE = re.compile(r"(?!(?:19|20)\d\d$)\d{1,4}(?:\.\d{1,3})*[a-z]?\.?")
# What only a heading says: its place among the sections, and its topic right after the number.
_SECTION = re.compile(rf"^\d{{1,2}}(?:\.\d{{1,2}})?[.)]?\s+(?={_KIND}\s*{NUMBER}\b)", re.IGNORECASE)
_WITH_TOPIC = re.compile(rf"^(?i:{_KIND})\s*(?P<number>{NUMBER})\s+(?P<rest>[A-Z“‘(][^.]*)$")
# A row of a table that the end of a page cut off: "No. 3.1".
_LABELLED_ALONE = re.compile(rf"(?:No\.?|Ref\.?|Number) (?P<number>{NUMBER})(?P<rest>)")
_LETTERED = re.compile(
    rf"^(?P<number>{LETTERED})(?:\s*[.:–—-]+\s*|\s+(?=[Tt]o\b)|\s*$)(?P<rest>.*)$"
)
_CELL = re.compile(
    rf"^(?:{_KIND}\s*(?:no\.?|number|#)?\s*)?(?P<number>{NUMBER}|R\d{{1,2}})\s*[.:)–—-]*$",
    re.IGNORECASE,
)
# What a column of numbers may hold besides: "DHR/4", "HMI-12", "(iv)", "b)".
_CODE = re.compile(
    r"\(?(?:[A-Z]{1,8}(?:[./ -]|(?=\d)))*\d{1,4}(?:[./-][A-Z0-9]{1,6})*\)?"
    r"|\(?[ivx]{1,5}\)?|\(?[a-h]\)"
)
_LONGEST_HEADING = 160
_NEVER_TO_A_BODY = 220


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that begins an item: its number, and what else the line says."""

    number: str
    rest: str
    is_bare: bool = False
    is_title: bool = False


def numbered(passage: Passage) -> Numbered | None:
    """The item that a line begins, or None. A number inside a sentence begins nothing."""
    text = _SECTION.sub("", passage.text) if passage.is_heading else passage.text
    match = None if text[:1].islower() else _NAMED.match(text)
    if match and not _is_sentence_about(match, text):
        return Numbered(_number(match), plain(match["rest"]))
    match = (_WITH_TOPIC.match(text) or _LETTERED.match(text)) if passage.is_heading else None
    if match:
        number = _number(match) if match.re is _WITH_TOPIC else match["number"]
        return Numbered(number, plain(match["rest"]))
    match = _AT_END.match(text)
    if match and len(text) <= _LONGEST_HEADING:
        return Numbered(_number(match), plain(match["rest"]), is_title=True)
    if passage.is_heading and _ALONE.fullmatch(text):
        return Numbered(text.rstrip("."), "", is_bare=True)
    match = _BARE.match(text) or _LABELLED_ALONE.fullmatch(text)
    if match:
        return Numbered(match["number"], plain(match["rest"]), is_bare=True)
    return None


def number_in_cell(cell: str) -> str | None:
    """The number that a cell of a table consists of, or None."""
    match = _CELL.match(plain(cell))
    return _number(match) if match else None


def number_named(words: str) -> str | None:
    """The number of words that are "Recommendation 3", "AFI 1" and nothing more, or None."""
    match = _CELL.match(plain(words))
    return _number(match) if match and match["kind"] else None


def code_in_cell(cell: str) -> str | None:
    """The code by which a cell in a column of numbers names its item, as printed, or None."""
    match = _CODE.fullmatch(plain(cell).rstrip("."))
    return match[0].strip("()") if match and dates.first_day(cell) is None else None


def split_cell(cell: str) -> tuple[str, str] | None:
    """The number a cell begins with and the words after it, or None."""
    first, _, below = cell.partition("\n")
    alone = number_in_cell(first)
    if alone and plain(below):
        return alone, plain(below)
    found = numbered(Passage(plain(cell), ""))
    if found and not found.is_title:
        return found.number, found.rest
    return None


def addressed_above(cell: str) -> tuple[str, str, str] | None:
    """Number, bodies and words of a cell whose first line is only a number and its bodies."""
    first, _, below = cell.partition("\n")
    found = numbered(Passage(plain(first), ""))
    addressed = addressed_in(found.rest) if found and not found.is_title else None
    return (found.number, addressed, plain(below)) if found and addressed and below else None


def addressed_in(rest: str) -> str | None:
    """The bodies that the words after a heading's number name, or None where they are text."""
    bare = rest.strip(" .:")
    # "(Chief Constables (or equivalents))" is one bracket within another.
    bare = bare[1:-1] if re.fullmatch(r"\((?:[^()]|\([^()]*\))*\)", bare) else bare
    is_to = re.match(r"(?:made |addressed |directed )?(?:to|for):? (.+)$", bare, re.IGNORECASE)
    named = is_to[1] if is_to else bare
    if len(named) > _NEVER_TO_A_BODY:
        return None
    if is_to and bodies.begins_with_body(named):
        return named
    return named if bodies.is_only_bodies(named) else None


def _is_sentence_about(match: re.Match[str], text: str) -> bool:
    """A number before "to" is a heading only where no sentence goes on after it."""
    follows = text[match.end("number") : match.start("rest")]
    return (
        not re.search(r"[.:–—()-]", follows) and bool(match["rest"]) and text.endswith((".", ";"))
    )


def _number(match: re.Match[str]) -> str:
    kind = (match["kind"] or "").lower()
    prefix = "AFI " if kind.startswith(("area", "afi")) else ""
    number = match["number"]
    is_word = number.lower() in _IN_WORDS
    return prefix + (str(_IN_WORDS.index(number.lower()) + 1) if is_word else number)
