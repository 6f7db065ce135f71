"""Fetch and authorise in one step: a conversation by what its code stands for, nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from breakwater.apps.reports import places
from breakwater.apps.reports.changes.sending import digest_of
from breakwater.apps.reports.models import Report, Shown

STAYS_NEW = timedelta(hours=1)


def report_found_by(lookup: str) -> Report | None:
    """The report that ``lookup`` (from her code) belongs to; None where there is none."""
    found = Report.objects.select_related("case__organisation", "routes")
    return found.filter(lookup_digest=digest_of(lookup)).first()


def report_again(report: Report) -> Report:
    """The same report as it stands now."""
    return Report.objects.select_related("case__organisation").get(pk=report.pk)


@dataclass(frozen=True)
class Readable:
    """What her code opens now, and how many older messages ask for the safe word."""

    messages: list[Shown]
    locked: int
    # Seconds until another safe word may be tried; 0 where this one was looked at.
    wait: float = 0.0


def readable(report: Report, safe_word_mark: str, at: datetime) -> Readable:
    """New messages; the older ones too where the safe word is right.

    New is what was never shown, or first within the last hour: a page that was lost on its way can
    be asked for again.
    """
    every = list(report.shown.select_related("piece"))
    wait = places.may_try_a_word(report.pk) if report.safe_word_mark and safe_word_mark else 0.0
    if report.safe_word_mark and not wait and compare_digest(report.safe_word_mark, safe_word_mark):
        places.was_the_word(report.pk)
        return Readable(every, 0)
    new = [one for one in every if one.read_at is None or at - one.read_at < STAYS_NEW]
    return Readable(new, len(every) - len(new), wait)
