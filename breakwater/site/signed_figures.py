"""Figures of closed months as words for public pages: only those an auditor has signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import dateformat
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from breakwater.apps.audit_log.signed_figures import SignedMonth, signed_months
from breakwater.domain.audit_log.suppression import Hidden

_MOST_MONTHS = 12


@dataclass(frozen=True)
class Figures:
    """One body's figures of one month, as words."""

    of: object
    month: str
    rows: Sequence[tuple[object, object]]
    auditors: str


def figures_of(name: object, log: str, rows: Mapping[str, object]) -> list[Figures]:
    """The last twelve signed months of ``log``: for each of ``rows`` its words and its value."""
    return [_figures(name, month, rows) for month in signed_months(log)[-_MOST_MONTHS:]]


def _figures(name: object, month: SignedMonth, rows: Mapping[str, object]) -> Figures:
    counted = month.statement.figures
    return Figures(
        of=format_html('<bdi lang="en-gb">{}</bdi>', name) if isinstance(name, str) else name,
        month=dateformat.format(month.first_day, "F Y"),
        rows=[(words, _shown(counted[row])) for row, words in rows.items()],
        auditors=", ".join(month.auditors),
    )


def _shown(value: int | Hidden) -> object:
    match value:
        case Hidden.FEWER_THAN_FIVE:
            return _("fewer than 5")
        case Hidden.NOT_SHOWN:
            return _("not shown, to protect people")
        case number:
            return number
