"""Reads one document: bytes in, a ``Reading`` out. Nothing here opens a file or a connection."""

import re
from collections.abc import Sequence
from dataclasses import replace

from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading import (
    authors,
    blocks,
    facts,
    flags,
    kinds,
    prose_letter,
    recommendations,
    register_log,
    reports,
)
from breakwater.domain.reading.dispositions import disposition_of
from breakwater.domain.reading.drafts import Draft, with_parents
from breakwater.domain.reading.outside import outside
from breakwater.domain.reading.passages import Merged, Part, Passage, Source, Table, joined
from breakwater.domain.reading.reading import Disposition, FieldSource, Kind, Reading
from breakwater.domain.reading.sources.archive import checked_parts
from breakwater.domain.reading.sources.docx import read_docx
from breakwater.domain.reading.sources.html import read_html
from breakwater.domain.reading.sources.pdf import read_pdf
from breakwater.domain.reading.sources.sheets import read_csv, read_workbook
from breakwater.domain.reading.sources.text import decoded, read_text, repaired
from breakwater.domain.reading.verdicts import settled

LARGEST_FILE = 50_000_000

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\x00", b"MM\x00*")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    r"^\s*(?:<!doctype html|<\?xml|<!--|<(?:html|head|body|div|main|article|section|p|h1|table)\b)",
    re.IGNORECASE,
)


# What UTF-8 read as another character set looks like: "â€™", "Â£".
_DAMAGED = re.compile("[ÂÃâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


def read_bytes(name: str, data: bytes) -> Reading:
    """The reading of one document of any kind we know, by what its bytes are, not by its name.

    Raises ``PlainError`` with one sentence that says why where it cannot be read. The same bytes
    always give the same reading.
    """
    return reading_of(source_of(name, data))


def source_of(name: str, data: bytes) -> Source:
    """The passages of a file; ``name`` only tells CSV from other plain text."""
    if len(data) > LARGEST_FILE:
        raise PlainError(f"it is larger than {LARGEST_FILE // 1_000_000} MB")
    if not data.strip():
        raise PlainError("it is empty")
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _mended(read_pdf(data))
    if data.startswith(_PICTURES):
        raise PlainError("it is a picture, not a document")
    if data.startswith(_OLD_OFFICE):
        raise PlainError("it is an encrypted office file, or one older than Office 2007")
    if data.startswith(b"PK"):
        return _mended(_office(data))
    text, is_repaired = decoded(data)
    return _marked(_written(name, text), is_repaired)


def reading_of(source: Source) -> Reading:
    """What a careful reader takes from the passages of a document."""
    is_log = register_log.is_register_log(source) and bool(register_log.drafts_in(source))
    drafts = _drafts(source, is_log)
    out = outside(source, drafts)
    kind = kinds.kind_of(source, out, drafts, is_log)
    is_review = kind is Kind.HOMICIDE_REVIEW_PLAN
    says_day = kind not in (Kind.REGISTER_LOG, Kind.INDEX)
    days = facts.days(out, drafts) if says_day else []
    day = days[0].value if days else None
    title, published = (
        reports.report(out, drafts, is_review, day) if kind is not Kind.INDEX else (None, None)
    )
    if says_day and not days:
        days = facts.days_published(out, published)
    dated = facts.day_of_answer(days, None if kind is Kind.NEWS else published)
    day = dated.value if dated else None
    about = title.value if title else None
    published_on = published.value if published else None
    found = tuple(
        recommendations.recommendation(draft, about, published_on, is_review) for draft in drafts
    )
    reference = facts.reference(out, source.around)
    posts = authors.posts_in(authors.signature_lines(source))
    named = [
        ("reference", reference),
        ("dated", dated),
        ("inspection_title", title),
        ("inspection_published_on", published),
    ]
    return Reading(
        is_response=bool(found),
        kind=kind,
        reference=reference.value if reference else None,
        dated=day,
        inspection_title=about,
        inspection_published_on=published_on,
        responding_bodies=tuple(authors.responding_bodies(source, out, drafts, is_review))
        if found
        else (),
        signatory_posts=tuple(post for post, _ in posts),
        recommendations=found,
        flags=flags.flags_of(source, drafts, found, out, kind, day, published_on),
        sources=(
            *(
                FieldSource(field, fact.passage.text, fact.passage.place)
                for field, fact in named
                if fact
            ),
            *(FieldSource("signatory_posts", line.text, line.place) for _, line in posts),
        ),
    )


def _drafts(source: Source, is_log: bool) -> Sequence[Draft]:
    if is_log:
        return register_log.drafts_in(source)
    drafts = [settled(draft) for draft in with_parents(blocks.drafts_in(source))]
    if prose_letter.is_letter(list(source.passages)):
        return prose_letter.with_those_in_prose(source, drafts)
    # What a list of files quotes shows what the reports are about; the answers are elsewhere.
    return [] if kinds.is_list_of_answers(source) and _is_only_quoted(drafts) else drafts


def _is_only_quoted(drafts: Sequence[Draft]) -> bool:
    """Whether a page names one recommendation at most, and answers none with a word or a paper."""
    return len(drafts) <= 1 and not any(
        draft.documents or disposition_of(joined(draft.replies)) is not Disposition.NOT_STATED
        for draft in drafts
    )


def _office(data: bytes) -> Source:
    parts = checked_parts(data)
    if "word/document.xml" in parts:
        return read_docx(data)
    if "xl/workbook.xml" in parts or "content.xml" in parts:
        return read_workbook(data)
    raise PlainError("it is a zip file, not a document we know")


def _written(name: str, text: str) -> Source:
    if _HTML.match(text):
        return read_html(text)
    if name.lower().endswith((".csv", ".tsv")):
        return read_csv(text)
    return read_text(text)


def _mended(source: Source) -> Source:
    """A source whose words were damaged before they came into this file, put right."""
    parts = tuple(map(_mended_part, source.parts))
    around = tuple(map(repaired, source.around))
    return Source(parts, around, parts != source.parts, source.is_laid_out)


def _mended_part(part: Part) -> Part:
    if isinstance(part, Passage):
        if not _DAMAGED.search(part.text):
            return part
        emphasis = tuple(map(repaired, part.emphasis))
        return replace(part, text=repaired(part.text), emphasis=emphasis)
    if not any(_DAMAGED.search(cell) for row in part.rows for cell in row):
        return part
    return Table(tuple(tuple(map(_mended_cell, row)) for row in part.rows), part.place)


def _mended_cell(cell: str) -> str:
    return Merged(repaired(cell.above)) if isinstance(cell, Merged) else repaired(cell)


def _marked(source: Source, is_repaired: bool) -> Source:
    return Source(source.parts, source.around, is_repaired, source.is_laid_out)
