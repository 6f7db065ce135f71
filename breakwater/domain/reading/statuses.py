"""The status a row, a log or an answer gives in its own words."""

import re

from breakwater.domain.reading import dates
from breakwater.domain.reading.dates import MONTH
from breakwater.domain.reading.passages import sentences
from breakwater.domain.reading.vocabulary import either, phrases

_SELF_ASSESSED = re.compile(
    r"\bwe (?:are )?(?P<words>[^.]{0,80}?\b(?:comply|compliant|compliance|meet|met"
    r"|achieved?)\b[^.]{0,160})",
    re.IGNORECASE,
)


def self_assessment_in(answer: str) -> str | None:
    """How far a body says that it complies: the words after "we" or "we are", to the stop."""
    for sentence in sentences(answer):
        assessing = re.search(r"\bassess", sentence, re.IGNORECASE)
        start = assessing.end() if assessing else 0
        match = _SELF_ASSESSED.search(sentence, start)
        if match and (assessing or re.search(r"compl(?:y|ian)", match["words"], re.IGNORECASE)):
            return match["words"].strip(" ”’\"'")
    return None


def opening_status(text: str) -> str | None:
    """The status word that a text opens with, apart from its date, as printed; or None."""
    words = "|".join(f"(?:{word})" for word in phrases("statuses", "words"))
    match = re.match(
        rf"(?P<status>{words})(?=\s*(?:[.,;:(–—-]|$|\d|{MONTH}\b"
        r"|(?:on|in|by|at|since) (?:\d|[A-Z])))",
        text,
        re.IGNORECASE,
    )
    return match["status"] if match else None


def tag_of(text: str) -> tuple[str | None, str | None]:
    """The day and the status of a line that says nothing else: "2 June 2023 In progress"."""
    days = dates.days_in(text)
    day = days[0] if days else None
    before, after = (text[: day.start], text[day.end :]) if day else ("", text)
    rest = f"{before} {after.lstrip(' :,|–—-')}".strip(" ,|–—-")
    if not rest or text.endswith(".") or opening_status(rest) != rest:
        return None, None
    return (day.iso if day else None), rest


def is_blank(cell: str) -> bool:
    """Whether a cell holds only a dash, "N/A", "None" or the like."""
    return bool(either("statuses", "blank").fullmatch(cell.strip().lower().rstrip(".")))
