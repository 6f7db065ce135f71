"""The figures of one closed month: what an auditor counts, signs and lets be published.

A statement is a signed note. Its text names the log, the month and the checkpoint at which it was
counted, says how many of the entries up to there were opened to the auditor, and gives each row
as a number or as the reason why not (``suppression``). It is made once for each month: entries
carry the day on which they were written, so a closed month cannot change.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from breakwater.domain.audit_log.checkpoint import Checkpoint, check_origin
from breakwater.domain.audit_log.encoding import (
    read_base64,
    read_decimal,
    read_lines,
    shown,
    write_base64,
)
from breakwater.domain.audit_log.entry import Opening
from breakwater.domain.audit_log.hashing import HASH_SIZE
from breakwater.domain.audit_log.kinds import Kind, Log
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import Note, read_note
from breakwater.domain.audit_log.suppression import SMALLEST_SHOWN, Hidden, suppress

FIGURES_HEADER = "breakwater-figures/v1"
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Row:
    """One figure: what it is called, the kinds it counts, and the rows that are parts of it."""

    says: str
    kinds: tuple[Kind, ...] = ()
    parts: tuple[str, ...] = ()


_CASE_ROWS = {
    # Each route for itself: a sum would be hidden wherever one of them is small (ADR 0005).
    "reports-received": Row("Reports written on the public site", (Kind.REPORT_RECEIVED,)),
    "reports-in-person": Row("Reports told in person", (Kind.REPORT_TOLD_IN_PERSON,)),
    "reports-by-telephone": Row("Reports told by telephone", (Kind.REPORT_TOLD_BY_TELEPHONE,)),
    "reports-for-somebody": Row(
        "Reports by an organisation for somebody", (Kind.REPORT_MADE_FOR_SOMEBODY,)
    ),
    "first-answers-in-a-day": Row(
        "People first answered within a day", (Kind.FIRST_ANSWER_IN_A_DAY,)
    ),
    "first-answers-in-three-days": Row(
        "People first answered in two or three days", (Kind.FIRST_ANSWER_IN_THREE_DAYS,)
    ),
    "first-answers-later": Row("People first answered later", (Kind.FIRST_ANSWER_LATER,)),
    "reports-answered": Row("Answers to reports", (Kind.REPORT_ANSWERED,)),
    "reports-withdrawn": Row("Reports withdrawn", (Kind.REPORT_WITHDRAWN,)),
    "referrals-offered": Row(
        "Referrals offered",
        (Kind.REFERRAL_OFFERED,),
        ("referrals-accepted", "referrals-declined", "referrals-withdrawn", "referrals-lapsed"),
    ),
    "referrals-accepted": Row("Referrals accepted", (Kind.REFERRAL_ACCEPTED,)),
    "referrals-declined": Row("Referrals declined", (Kind.REFERRAL_DECLINED,)),
    "referrals-withdrawn": Row("Referrals withdrawn", (Kind.REFERRAL_WITHDRAWN,)),
    "referrals-lapsed": Row("Referrals nobody took", (Kind.REFERRAL_LAPSED,)),
    "shared-to-protect": Row("Sharing to protect someone", (Kind.SHARED_TO_PROTECT,)),
}
_FORCE_ROWS = {
    "checks": Row(
        "Checks before sharing",
        (
            Kind.CHECKED_NEVER_SHARE,
            Kind.CHECKED_NOT_YET,
            Kind.CHECKED_MAY_SHARE,
            Kind.CHECKED_NOT_THIS_RULE,
        ),
    ),
    "decisions": Row(
        "Decisions recorded",
        parts=(
            "decided-never-share",
            "decided-not-yet",
            "decided-may-share",
            "decided-not-this-rule",
        ),
    ),
    "decided-never-share": Row(
        "Decided: do not share", (Kind.DECIDED_NEVER_SHARE,), ("links-made", "links-declined")
    ),
    "decided-not-yet": Row("Decided: not yet", (Kind.DECIDED_NOT_YET,)),
    "decided-may-share": Row("Decided: may share", (Kind.DECIDED_MAY_SHARE,)),
    "decided-not-this-rule": Row("Decided: the rule does not apply", (Kind.DECIDED_NOT_THIS_RULE,)),
    "links-made": Row("People linked to support", (Kind.LINK_MADE,)),
    "links-declined": Row("People who declined support", (Kind.LINK_DECLINED,)),
    "authorisations-asked": Row(
        "Authorisations asked for",
        (Kind.AUTHORISATION_ASKED,),
        ("authorised", "authorisations-refused", "authorisations-ended"),
    ),
    "authorised": Row("Releases authorised", (Kind.AUTHORISED,), ("released", "release-refused")),
    "authorisations-refused": Row("Authorisations refused", (Kind.AUTHORISATION_REFUSED,)),
    "authorisations-ended": Row(
        "Authorisations withdrawn or lapsed",
        (Kind.AUTHORISATION_WITHDRAWN, Kind.AUTHORISATION_LAPSED),
    ),
    "released": Row("Releases", (Kind.RELEASED,)),
    "release-refused": Row("Releases refused by the gate", (Kind.RELEASE_REFUSED,)),
    "told-by-telephone": Row("Told by telephone, entered later", (Kind.TOLD_BY_TELEPHONE,)),
    "compelled-by-law": Row("Compelled by law", (Kind.COMPELLED_BY_LAW,)),
    "requests-received": Row(
        "Requests by Immigration Enforcement", (Kind.REQUEST_RECEIVED,), ("requests-refused",)
    ),
    "requests-refused": Row("Such requests refused", (Kind.REQUEST_REFUSED,)),
    "briefings-read": Row("Briefings read by officers", (Kind.BRIEFING_READ,)),
}
_REGISTER_ROWS = {
    "inspections-imported": Row("Inspections imported", (Kind.INSPECTION_IMPORTED,)),
    "responses-imported": Row("Responses imported", (Kind.RESPONSE_IMPORTED,)),
    "publications": Row("Publications", (Kind.PUBLISHED,)),
}
ROWS = {
    Log.FORCE: {**_FORCE_ROWS, **_CASE_ROWS},
    Log.OPERATOR: _CASE_ROWS,
    Log.REGISTER: _REGISTER_ROWS,
}


def log_of(origin: str) -> Log:
    """Which of the three logs an origin names; a continued log ends in ``-2`` and so on."""
    name = re.sub("-[0-9]+$", "", origin.rpartition("/")[2])
    for log in Log:
        if log.value == name:
            return log
    raise MalformedError(f"“{shown(origin)}” is none of the logs that have figures")


@dataclass(frozen=True)
class Statement:
    """The figures of one month; ``str()`` is the text an auditor signs."""

    checkpoint: Checkpoint
    month: str
    not_opened: int | Hidden
    figures: dict[str, int | Hidden]

    def __str__(self) -> str:
        checkpoint = self.checkpoint
        lines = [
            FIGURES_HEADER,
            f"origin {checkpoint.origin}",
            f"month {self.month}",
            f"checkpoint {checkpoint.size} {write_base64(checkpoint.root)}",
            f"not-opened {_written(self.not_opened)}",
            *(f"figure {row} {_written(value)}" for row, value in self.figures.items()),
        ]
        return "".join(line + "\n" for line in lines)


def month_is_closed(month: str, today: datetime.date) -> bool:
    """Say whether the last day of ``YYYY-MM`` is past."""
    return month < f"{today:%Y-%m}"


def state_figures(
    checkpoint: Checkpoint,
    month: str,
    openings: Iterable[tuple[int, Opening]],
    today: datetime.date,
) -> Statement:
    """Count the openings of ``month`` at ``checkpoint`` and suppress what is small.

    ``openings`` are those of the log's entries that the auditor was given *and checked* against
    the entries. MalformedError for a month that is not closed.
    """
    if not _MONTH.fullmatch(month) or not month_is_closed(month, today):
        raise MalformedError(f"the month {shown(month)} is not over")
    rows, opened, kinds = ROWS[log_of(checkpoint.origin)], 0, Counter[Kind]()
    for index, opening in openings:
        if index < checkpoint.size:
            opened += 1
            if f"{opening.day:%Y-%m}" == month:
                kinds[opening.kind] += 1
    counts = {
        name: sum(kinds[kind] for kind in row.kinds) for name, row in rows.items() if row.kinds
    }
    parts = {name: row.parts for name, row in rows.items() if row.parts}
    figures = suppress(counts, parts)
    return Statement(
        checkpoint,
        month,
        _not_opened(checkpoint.size - opened),
        {name: figures[name] for name in rows},
    )


def _not_opened(count: int) -> int | Hidden:
    return count if count == 0 or count >= SMALLEST_SHOWN else Hidden.FEWER_THAN_FIVE


def _written(value: int | Hidden) -> str:
    return value.value if isinstance(value, Hidden) else str(value)


def _read_figure(text: str) -> int | Hidden:
    reasons = {reason.value: reason for reason in Hidden}
    return reasons[text] if text in reasons else read_decimal(text, "figure")


def read_statement_text(text: str) -> Statement:
    """Read the text of a statement; MalformedError if it is none or has unknown or missing rows."""
    lines = [line.split(" ") for line in read_lines(text, "statement of figures")]
    heads = [words[0] for words in lines[:5]]
    if heads != [FIGURES_HEADER, "origin", "month", "checkpoint", "not-opened"]:
        raise MalformedError("the statement of figures does not begin as it should")
    if [len(words) for words in lines] != [1, 2, 2, 3, 2] + [3] * (len(lines) - 5):
        raise MalformedError("a line of the statement of figures is damaged")
    checkpoint = Checkpoint(
        check_origin(lines[1][1]),
        read_decimal(lines[3][1], "tree size"),
        read_base64(lines[3][2], "root hash", HASH_SIZE),
    )
    figures = {words[1]: _read_figure(words[2]) for words in lines[5:]}
    statement = Statement(checkpoint, lines[2][1], _read_figure(lines[4][1]), figures)
    if not _MONTH.fullmatch(statement.month) or str(statement) != text:
        raise MalformedError("the statement of figures is not in its plain form")
    if list(figures) != list(ROWS[log_of(checkpoint.origin)]):
        raise MalformedError("the statement of figures lacks a row or has one too many")
    return statement


def read_statement(data: bytes) -> tuple[Statement, Note]:
    """Read a signed statement; reading it proves nothing about its signatures."""
    note = read_note(data)
    return read_statement_text(note.text), note
