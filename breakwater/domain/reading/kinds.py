"""What sort of document it is."""

import re
from collections.abc import Sequence

from breakwater.domain.reading import prose_letter
from breakwater.domain.reading.drafts import Draft
from breakwater.domain.reading.outside import Outside
from breakwater.domain.reading.passages import Source, Table, plain
from breakwater.domain.reading.reading import Kind
from breakwater.domain.reading.vocabulary import either

_MANY = 3


def kind_of(source: Source, out: Outside, drafts: Sequence[Draft], is_log: bool) -> Kind:
    """The kind, by the mark that tells it most surely."""
    text = _all_text(source)
    if is_log and drafts:
        return Kind.REGISTER_LOG
    if not drafts:
        return _without_answers(source, text)
    if len({match[0].lower() for match in either("kinds", "form").finditer(text)}) >= 2:
        return Kind.FORM
    # A workbook that answers several reports may be called after homicide reviews too.
    reports = {plain(draft.inspection.text) for draft in drafts if draft.inspection}
    if is_homicide_review(out, source) and len(reports) < 2:
        return Kind.HOMICIDE_REVIEW_PLAN
    if either("kinds", "statutory").search(text):
        return Kind.STATUTORY_RESPONSE
    if prose_letter.is_letter(list(source.passages)):
        return Kind.LETTER
    return Kind.ACTION_PLAN


def is_homicide_review(out: Outside, source: Source) -> bool:
    """Whether the document says that it is the plan of a homicide review."""
    head = "\n".join([*(line.text for line in out.lines[:12]), *source.around])
    return bool(either("kinds", "homicide_review").search(head)) and bool(
        re.search(r"\bplan\b", head, re.IGNORECASE)
    )


def is_list_of_answers(source: Source) -> bool:
    """Whether a page names several files to open that hold the answers."""
    return len(either("kinds", "file").findall(_all_text(source))) >= _MANY


def _without_answers(source: Source, text: str) -> Kind:
    if prose_letter.is_letter(list(source.passages)):
        return Kind.LETTER
    links = len(either("kinds", "index").findall(text))
    # However often somebody is quoted, it is one mark.
    news = len({match.lower() for match in either("kinds", "news").findall(text)})
    return Kind.NEWS if news and (links < _MANY or news >= links) else Kind.INDEX


def _all_text(source: Source) -> str:
    lines = []
    for part in source.parts:
        lines.extend(
            [" ".join(row) for row in part.rows] if isinstance(part, Table) else [part.text]
        )
    return "\n".join(lines)
