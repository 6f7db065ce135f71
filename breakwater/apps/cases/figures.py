"""An organisation's own counts for months that are over, with small numbers hidden."""

from datetime import date

from breakwater.apps.cases.models import Case, Tally
from breakwater.apps.organisations.models import Organisation
from breakwater.domain.audit_log.suppression import Hidden, suppress
from breakwater.domain.cases.first_answer import FirstAnswer

_ORIGINS = {f"opened.{one.value}": str(one.label) for one in Case.Origin}
_OUTCOMES = {f"closed.{one.value}": str(one.label) for one in Case.Outcome}
_ANSWERS = {f"answered.{one.value}": one.says for one in FirstAnswer}
# What each row is called, the sums first; a sum is shown only with all its parts.
ROWS = {
    "opened": "Cases opened",
    **_ORIGINS,
    "answered": "First answers, by how long the person waited",
    **_ANSWERS,
    "closed": "Cases closed",
    **_OUTCOMES,
}
SUMS = {"opened": tuple(_ORIGINS), "answered": tuple(_ANSWERS), "closed": tuple(_OUTCOMES)}


def months(organisation: Organisation, today: date) -> list[date]:
    """The months that are over and in which something happened, the latest first."""
    found = Tally.objects.filter(organisation=organisation, month__lt=today.replace(day=1))
    return list(found.order_by("-month").values_list("month", flat=True).distinct())


def of_month(organisation: Organisation, month: date) -> dict[str, int | Hidden]:
    """Each row of ``ROWS`` as a number, or why it is not shown."""
    tallies = Tally.objects.filter(organisation=organisation, month=month)
    counts = dict(tallies.values_list("row", "count"))
    parts = {row: counts.get(row, 0) for row in ROWS if row not in SUMS}
    shown = suppress(parts, SUMS)
    return {row: shown[row] for row in ROWS}
