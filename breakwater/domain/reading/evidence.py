"""Documents that an answer points to and that a reader could ask for."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from breakwater.domain.reading import dates
from breakwater.domain.reading.passages import Passage, plain
from breakwater.domain.reading.reading import Evidence
from breakwater.domain.reading.vocabulary import either, phrases

# A code is capitals with digits after a stroke or a hyphen (CI/2023/18, TR-0092), never a year or
# a plan's name (2023/24, HMIC/DHR). In a list of documents a code may also be VL1.
_CODE = (
    r"(?<![\w/-])[A-Z]{1,8}\d{0,4}(?:[/_-][A-Z0-9]{1,8}){0,4}?"
    r"(?:/[A-Z][A-Za-z]{1,7})?[/_-](?:[A-Z]{1,2})?\d[A-Z0-9]{0,12}(?:[/_-][A-Z0-9]{1,12}){0,6}(?![\w/])"
)
_SHORT_CODE = r"(?<![\w/-])[A-Z]{2,6}\d{1,6}(?![\w/-])"
_WORD = r"(?<!\w)[A-Z][\w’'&-]{0,40}"
_CAPITALS = rf"{_WORD}(?: (?:of|for|and) {_WORD}| {_WORD}){{0,4}}"
_NUMBERED = (
    rf"(?P<name>{_CAPITALS}),? (?:[Nn]o\.? |[Nn]umber )?"
    rf"(?P<number>\d{{1,5}}[/-]\d{{1,5}}|\d{{1,5}}(?= \({dates.DAY}\)|,? (?:of )?{dates.DAY}))"
    r"(?![\w/-])"
)
_TITLED_DAY = (
    rf"(?P<titled>{dates.DAY}) ?[–—-] (?P<title>[A-Z“‘][^.;]*?)"
    rf"(?=[.;]|,? and {dates.DAY}|, {dates.DAY}|$)"
)
_NEVER_CODES = re.compile(
    r"(?:COVID|AFI|REC|DHR|HMIC|S|SECTION|VERSION|V|G|A|M|B|F|C)[-/]?\d", re.IGNORECASE
)
_PLAIN_KINDS = (
    r"letter|report|memo|memorandum|circular|bulletin|note|briefing|instruction|order|notice"
)
# How far a document's day may stand from its name: "(issue 6, 09/09/2024)", "of 20 January".
_NEAR = 45


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    evidence: Evidence


def evidence_in(
    replies: Iterable[Passage], documents: Iterable[Passage]
) -> list[tuple[Evidence, Passage]]:
    """The documents named in the answers, then those listed, each with its passage."""
    found: dict[Evidence, Passage] = {}
    for passage in replies:
        for evidence in _in_prose(passage.text):
            found.setdefault(evidence, passage)
    named = {evidence.reference: evidence for evidence in found}
    for passage in documents:
        for evidence in _in_list(passage.text):
            said = named.get(evidence.reference)
            if said is None:
                found.setdefault(evidence, passage)
            elif said.dated is None and evidence.dated is not None:
                # The list says of what day the document is that the answer only names.
                found = {evidence if held == said else held: at for held, at in found.items()}
    return list(found.items())


def _in_prose(text: str, finders: "Sequence[_Finder] | None" = None) -> list[Evidence]:
    taken: list[_Found] = []
    # In brackets behind a name three numbers are a day; with strokes they are as long as before.
    text = re.sub(r"\([^()]*\)", lambda within: dates.with_strokes(within[0]), text)
    for finder in finders or (*_NAMED, _plain_kinds):
        for found in finder(text):
            if all(found.end <= other.start or found.start >= other.end for other in taken):
                taken.append(found)
    return [found.evidence for found in sorted(taken, key=lambda found: found.start)]


def _in_list(text: str) -> Iterator[Evidence]:
    """A list of documents: each item is a document even without a code or a day."""
    for item in re.split(r";|\n(?!\()", text):
        words = dates.with_strokes(plain(item)).strip(" .,")
        if not words or either("statuses", "no_document").fullmatch(words.lower()):
            continue
        codes = [match[0] for match in re.finditer(_SHORT_CODE, words)]
        within = _in_prose(words, _NAMED)
        if within:
            yield from within
        elif codes:
            yield from (Evidence(code, dates.first_day(words)) for code in codes)
        else:
            yield Evidence(_without_day(words), dates.first_day(words))


def _titled_days(text: str) -> Iterator[_Found]:
    """A day, a dash and a title: "04/01/18 – Victims of crime"."""
    for match in re.finditer(_TITLED_DAY, text):
        title = plain(match["title"]).strip(" ,“”‘’")
        yield _Found(match.start(), match.end(), Evidence(title, dates.first_day(match["titled"])))


def _numbered(text: str) -> Iterator[_Found]:
    """Capitalised words and a number: "Force Order 07/23 of 20 January 2023"."""
    for match in re.finditer(_NUMBERED, text):
        name = _document_name(_without_month(text[: match.start()], match["name"]))
        if dates.first_day(text[match.start("number") : match.end("number") + 6]) or not name:
            continue
        reference = f"{name} {match['number']}"
        day, end = _day_after(text, match.end())
        yield _Found(match.start(), end, Evidence(reference, day))


def _codes(text: str) -> Iterator[_Found]:
    for match in re.finditer(rf"{_CODE}|{_SHORT_CODE}", text):
        if _NEVER_CODES.match(match[0]):
            continue
        day, end = _day_after(text, match.end())
        day = day or _day_before(text[: match.start()])
        yield _Found(match.start(), end, Evidence(match[0], day))


def _quoted_titles(text: str) -> Iterator[_Found]:
    """A title in quotation marks with a day: "the guide ‘First Hour’ (3 May 2023)"."""
    for match in re.finditer(r"[“‘](?P<title>[A-Z][^”’]{2,100}?)[,.]?[”’](?=\W)", text):
        day, end = _day_after(text, match.end(), near=25)
        if day:
            yield _Found(match.start(), end, Evidence(plain(match["title"]), day))


def _dated_kinds(text: str) -> Iterator[_Found]:
    """A kind of document and a day: "Force Bulletin 18/03/21", "Daily Orders of 3 March 2023"."""
    for match in re.finditer(rf"(?P<name>{_CAPITALS})", text):
        name = _document_name(match["name"])
        near = re.match(
            rf",? ?\(?(?:of|dated|on|for|issued(?: on)?|published(?: on)?)? ?(?P<day>{dates.DAY})",
            text[match.end() :],
        )
        if name and near:
            end = match.end() + near.end()
            yield _Found(match.start(), end, Evidence(name, dates.first_day(near["day"])))


def _plain_kinds(text: str) -> Iterator[_Found]:
    """A kind of document in small letters with its day: "letter of 28/03/2013"."""
    for match in re.finditer(
        rf"(?<!your )\b(?P<name>{_PLAIN_KINDS}) (?:of|dated) (?P<day>{dates.DAY})", text
    ):
        yield _Found(
            match.start(), match.end(), Evidence(match["name"], dates.first_day(match["day"]))
        )


_Finder = Callable[[str], Iterator[_Found]]
# The surest way of naming comes first: what it finds is not looked at again.
_NAMED: tuple[_Finder, ...] = (_titled_days, _numbered, _codes, _quoted_titles, _dated_kinds)


def _document_name(words: str) -> str | None:
    """The words, without such as only begin the sentence, if they name a kind of document."""
    first_words = phrases("documents", "only_begin_a_sentence")
    name = " ".join(dropwhile(lambda word: word in first_words, words.split()))
    return name if name and either("documents", "kinds").search(name) else None


def _without_month(before: str, words: str) -> str:
    """The words without a month that ends a day: "on 23 April and Boat Notice 19/2019"."""
    is_day = re.search(r"\d(?:st|nd|rd|th)? $", before) is not None
    return re.sub(rf"^{dates.MONTH}(?: and)? ", "", words) if is_day else words


def _day_after(text: str, start: int, near: int = _NEAR) -> tuple[str | None, int]:
    """The day that belongs to a name ending here: in the same sentence, before any other name."""
    window = text[start : start + near + 20]
    stop = re.search(rf"[.;](?=\s)|{_CODE}|\band {_WORD} {_WORD}", window)
    days = dates.days_in(window[: stop.start()] if stop else window)
    if days and days[0].start <= near:
        return days[0].iso, start + days[0].end
    return None, start


def _day_before(text: str) -> str | None:
    """The day just before a code: "sent on 9 January 2023 in letter …"."""
    match = re.search(
        rf"(?P<day>{dates.DAY})(?:,? (?:in|by|under|with|as|through)(?: \w+){{1,3}}"
        r" | \((?:(?:our|its|their) )?(?:ref(?:erence)?|no|number)\.?:? )$",
        text,
    )
    return dates.first_day(match["day"]) if match else None


def _without_day(words: str) -> str:
    """The title of a listed document without its day."""
    bare = re.sub(rf"[,(–—-]?\s*\(?(?:of|dated|on)?\s*{dates.DAY}\)?", " ", words)
    return plain(bare).strip(" ,–—-")
