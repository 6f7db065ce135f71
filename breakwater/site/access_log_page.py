"""The data protection officer's page: who did what with their organisation's records, and when.

It joins the access log, which knows keys only, with the people those keys belong to.
"""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from breakwater.apps.audit_log.access import Act, accesses
from breakwater.apps.organisations.access import may, require
from breakwater.apps.organisations.models import Membership, Person
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.organisations.waiting import StartingPoint, WaitingItem

_ON_A_PAGE = 100
_COLUMNS = ("at", "act", "by", "record_kind", "record_id", "because", "recipient")


class AccessQuestion(forms.Form):
    """Which lines to show; everything may stay empty."""

    act = forms.ChoiceField(label="What was done", required=False, choices=[("", "Anything")])
    by = forms.ChoiceField(label="By whom", required=False, choices=[("", "Anybody")])
    record = forms.CharField(label="Which record", required=False, max_length=80)
    on_or_after = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    on_or_before = forms.DateField(
        label="To", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, asked: Any, people: dict[str, str]) -> None:
        super().__init__(asked)
        for name, more in (("act", Act.choices), ("by", list(people.items()))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*field.choices, *more]  # type: ignore[misc]


@require_GET
def access_log(request: StaffRequest) -> HttpResponse:
    """The lines of the member's own organisation, the latest first; as a table or as CSV."""
    require(request.member, Action.SEE_ACCESS_LOG)
    organisation = request.member.organisation
    people = {
        str(person.pk): person.name
        for person in Person.objects.filter(membership__organisation=organisation)
    }
    question = AccessQuestion(request.GET, people)
    asked = question.cleaned_data if question.is_valid() else {}
    found = accesses(organisation=organisation.slug, **asked)
    if "csv" in request.GET:
        return _as_csv(found.values_list(*_COLUMNS), organisation.slug)
    lines = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "staff/access_log.html",
        {
            "question": question,
            "lines": [(line, people.get(line.by, line.by)) for line in lines],
            "pages": lines,
            "query": f"{query.urlencode()}&" if query else "",
        },
    )


def _as_csv(rows: Iterable[tuple[Any, ...]], slug: str) -> HttpResponse:
    """What section 62 lets the commissioner ask for."""
    name = f"{slug}-access-log-{timezone.localdate():%Y-%m-%d}.csv"
    answer = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    writer = csv.writer(answer)
    writer.writerow(_COLUMNS)
    writer.writerows((at.isoformat(), *rest) for at, *rest in rows)
    return answer


def waiting_for(_member: Membership) -> Iterator[WaitingItem]:
    """Nothing here waits for anybody."""
    yield from ()


def starting_points(member: Membership) -> Iterator[StartingPoint]:
    """The page, for those who may open it."""
    if may(member, Action.SEE_ACCESS_LOG):
        yield StartingPoint(
            "Access log",
            f"Who saw, changed or passed on which record of {member.organisation.name}.",
            page("access-log"),
        )
