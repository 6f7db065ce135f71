"""What the page of a case shows of the report that opened it, and the way to answer."""

from collections.abc import Iterator

from breakwater.apps.cases.models import Case
from breakwater.apps.cases.sections import Section
from breakwater.apps.organisations.access import may
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.reports.models import Report


def sections_for(member: Membership, case: Case) -> Iterator[Section]:
    """How it came, whether she can be answered here, and the box to do it."""
    if not may(member, Action.WORK_ON_CASES):
        return
    report = Report.objects.filter(case=case).select_related("routes").first()
    if report is not None:
        data = {"recipient": report.recipient, "answer": page("reports:answer", case.pk)}
        yield Section("reports/in_case.html", {"report": report, "data": data})
