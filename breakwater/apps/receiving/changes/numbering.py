"""What the police record a report as, and what they did of the Victims' Code."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from breakwater.apps.cases.changes import enter
from breakwater.apps.cases.models import Case
from breakwater.apps.organisations.models import Person
from breakwater.apps.receiving.models import CodeStep, PoliceNumber
from breakwater.apps.receiving.victims_code import steps
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError


def record_number(
    *,
    case: Case,
    sort: PoliceNumber.Sort,
    number: str,
    why: str,
    by: Person,
    at: datetime,
) -> PoliceNumber:
    """Say what it was recorded as, or why not; what was said before stays to read."""
    number = number.strip()
    if sort is PoliceNumber.Sort.NEITHER:
        if why not in PoliceNumber.Why.values:
            raise PlainError("say why it has no number yet")
        number = ""
    elif not number:
        raise PlainError("give the number")
    else:
        why = ""
    with transaction.atomic():
        made = PoliceNumber.objects.create(
            case=case, sort=sort, number=number, why=why, at=at, by=by
        )
        enter(case=case, kind=Kind.REPORT_NUMBERED, by=by, sort=sort.value)
    return made


def record_steps(*, case: Case, answers: Mapping[str, str], by: Person, at: datetime) -> None:
    """Note each step's answer (of ``CodeStep.Answer``); an empty one takes it back."""
    known = {step.key for step in steps()}
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        noted = CodeStep.objects.filter(case=case)
        before = dict(noted.values_list("step", "answer"))
        for step, answer in answers.items():
            if step not in known or before.get(step, "") == answer:
                continue
            noted.filter(step=step).delete()
            if answer:
                CodeStep.objects.create(case=case, step=step, answer=answer, at=at, by=by)
