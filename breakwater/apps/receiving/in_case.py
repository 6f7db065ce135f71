"""What the page of a case shows: the police's number and duties, and reports for somebody."""

from collections.abc import Iterator

from django.utils import timezone

from breakwater.apps.cases.models import Case
from breakwater.apps.cases.sections import Section
from breakwater.apps.organisations.access import may
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.receiving import access
from breakwater.apps.receiving.keys import reader_of
from breakwater.apps.receiving.models import CodeStep, OnBehalf
from breakwater.apps.receiving.victims_code import steps
from breakwater.domain.cases import working_days


def sections_for(member: Membership, case: Case) -> Iterator[Section]:
    """The police's own part first, then what passes between the police and an organisation."""
    if may(member, Action.NUMBER_REPORTS):
        yield Section("receiving/police_part.html", _police_part(case))
        found = OnBehalf.objects.filter(police_case=case).select_related("organisation").first()
        if found is not None:
            yield Section("receiving/between.html", _between(found, case, is_police=True))
    if may(member, Action.REPORT_FOR_SOMEBODY):
        made = OnBehalf.objects.filter(own_case=case).select_related("police_case__organisation")
        for found in made:
            yield Section("receiving/between.html", _between(found, case, is_police=False))
        if case.state != Case.State.CLOSED:
            yield Section("receiving/report_link.html")


def _police_part(case: Case) -> dict[str, object]:
    now = timezone.now()
    done = dict(CodeStep.objects.filter(case=case).values_list("step", "answer"))
    opened_on, today = timezone.localdate(case.opened_at), timezone.localdate(now)
    late = [
        step
        for step in steps()
        if step.key not in done
        and step.within_days is not None
        and working_days.after(opened_on, step.within_days) < today
    ]
    number = access.number_of(case)
    due = case.opened_at + access.NUMBERED_WITHIN
    return {
        "number": number,
        "due": due,
        "is_late": number is None and now > due,
        "done": len(done),
        "count": len(steps()),
        "late": late,
    }


def _between(found: OnBehalf, case: Case, *, is_police: bool) -> dict[str, object]:
    now = timezone.now()
    sides = {"own": found.organisation, "police": found.police_case.organisation}
    readers = {name: reader_of(where, now) for name, where in sides.items()}
    data = {
        "write": page("receiving:write", found.pk),
        "recipients": [one.recipient for one in readers.values() if one],
        "versions": {name: one.version for name, one in readers.items() if one},
        "from": str(case.organisation),
    }
    return {
        "found": found,
        "is_police": is_police,
        "other": sides["own" if is_police else "police"],
        "can_write": all(readers.values())
        and found.withdrawn_at is None
        and found.own_case_id is not None,
        "data": data,
        "data_id": f"between-{found.pk}",
    }
