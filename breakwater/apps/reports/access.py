"""Fetch and authorise in one step: her conversation by what her code stands for, and nothing else."""

from dataclasses import dataclass
from hmac import compare_digest

from breakwater.apps.reports.changes.sending import digest_of
from breakwater.apps.reports.models import Report, Shown


def report_found_by(lookup: str) -> Report | None:
    """The report that ``lookup`` (from her code) belongs to; None where there is none."""
    found = Report.objects.select_related("case__organisation", "routes")
    return found.filter(lookup_digest=digest_of(lookup)).first()


@dataclass(frozen=True)
class Readable:
    """What her code opens now, and how many older messages ask for the safe word."""

    messages: list[Shown]
    locked: int


def readable(report: Report, safe_word_mark: str) -> Readable:
    """New messages; the older ones too where the safe word is right."""
    every = list(report.shown.select_related("piece"))
    if report.safe_word_mark and compare_digest(report.safe_word_mark, safe_word_mark):
        return Readable(every, 0)
    new = [one for one in every if one.read_at is None]
    return Readable(new, len(every) - len(new))
