"""Taking a case, giving it to somebody, closing it, opening it again."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from breakwater.apps.cases import access
from breakwater.apps.cases.changes import working as change
from breakwater.apps.cases.forms import AssignForm, CloseForm, KeepAwayForm, KeepNamedAwayForm
from breakwater.apps.cases.models import Case
from breakwater.apps.cases.sections import BeforeTaking
from breakwater.apps.organisations.access import today
from breakwater.apps.organisations.forms import sent
from breakwater.apps.organisations.models import Absence, Membership
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.domain.plain_error import PlainError

_form_page = require_http_methods(["GET", "POST"])


@require_POST
def take(request: StaffRequest, pk: UUID, before_taking: BeforeTaking) -> HttpResponse:
    """Look after a case that nobody looks after."""
    found, now = access.case(request.member, pk), timezone.now()

    def taken() -> None:
        with transaction.atomic():
            before_taking(found, request.user, now)
            change.take(case=found, by=request.user, at=now)

    return _changed(request, found, taken, "You look after this case now.")


@require_POST
def reopen(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Open a closed case again."""
    found = access.case(request.member, pk)
    return _changed(
        request,
        found,
        lambda: change.reopen(case=found, by=request.user, at=timezone.now()),
        "The case is open again, and you look after it.",
    )


@require_POST
def reviewed(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that the case is still needed."""
    found = access.case(request.member, pk)
    return _changed(
        request,
        found,
        lambda: change.reviewed(case=found, by=request.user, at=timezone.now()),
        "Noted: the case is still needed.",
    )


@require_POST
def danger(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that the person is in danger now, or no longer."""
    found = access.case(request.member, pk)
    is_in_danger = request.POST.get("is") == "in-danger"
    return _changed(
        request,
        found,
        lambda: change.set_danger(
            case=found, is_in_danger=is_in_danger, by=request.user, at=timezone.now()
        ),
        "Whoever is on call is told now." if is_in_danger else "Noted: no longer in danger now.",
    )


@_form_page
def keep_away(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep a colleague away from the case, because the person wishes it."""
    found = access.case(request.member, pk)
    form = KeepAwayForm(sent(request), members=access.may_be_kept_away(found))
    if form.is_valid() and form.tries(
        lambda: change.keep_away(
            case=found, membership=form.cleaned_data["who"], by=request.user, at=timezone.now()
        )
    ):
        messages.success(request, f"{form.cleaned_data['who'].person.name} no longer sees it.")
        return redirect("cases:keep-away", pk)
    kept_away = found.exclusions.select_related("membership__person")
    context = {"form": form, "case": found, "kept_away": kept_away}
    return render(request, "cases/keep_away.html", context)


@require_POST
def let_near(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a colleague see the case again."""
    exclusion = access.exclusion(request.member, pk)
    return _changed(
        request,
        exclusion.case,
        lambda: change.let_near(exclusion=exclusion, by=request.user),
        "They see the case again.",
    )


@_form_page
def assign(request: StaffRequest, pk: UUID, before_taking: BeforeTaking) -> HttpResponse:
    """Give the case to oneself or a colleague."""
    found, now = access.case(request.member, pk), timezone.now()
    form = AssignForm(
        sent(request),
        members=access.may_be_given(found, now),
        away=_away(found),
        initial={"to": found.assignee_id, "instead_of": found.assignee_id or ""},
    )

    def given() -> None:
        with transaction.atomic():
            before_taking(found, request.user, now)
            change.assign(
                case=found,
                to=form.cleaned_data["to"],
                instead_of=_named(found, form.cleaned_data["instead_of"]),
                by=request.user,
                at=now,
            )

    if form.is_valid() and form.tries(given):
        messages.success(request, f"{form.cleaned_data['to'].person.name} looks after it now.")
        return redirect("cases:case", pk)
    return render(request, "cases/assign.html", {"form": form, "case": found})


@_form_page
def keep_named_away(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say which colleagues the person named, so that they are kept away."""
    found = access.case(request.member, pk)
    form = KeepNamedAwayForm(sent(request), members=access.may_be_kept_away(found))
    if form.is_valid() and form.tries(
        lambda: change.keep_named_away(
            case=found,
            members=form.cleaned_data["members"],
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "Done. The case can be given to somebody now.")
        return redirect("cases:case", pk)
    return render(request, "cases/keep_named_away.html", {"form": form, "case": found})


@_form_page
def close(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Close the case with an outcome."""
    found, form = access.case(request.member, pk), CloseForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: change.close(
            case=found,
            outcome=Case.Outcome(form.cleaned_data["outcome"]),
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "The case is closed.")
        return redirect("cases:case", pk)
    return render(request, "cases/close.html", {"form": form, "case": found})


def _changed(
    request: StaffRequest, found: Case, work: Callable[[], object], says: str
) -> HttpResponse:
    try:
        work()
        messages.success(request, says)
    except PlainError as sentence:
        text = str(sentence)
        messages.error(request, f"{text[:1].upper()}{text[1:]}.")
    return redirect("cases:case", found.pk)


def _named(found: Case, number: str) -> Membership | None:
    """Who looked after the case when the page was opened; nobody where it says so."""
    if not number.isdecimal():
        return None
    return Membership.objects.filter(organisation=found.organisation, pk=int(number)).first()


def _away(found: Case) -> dict[int, str]:
    absences = Absence.objects.on(today()).filter(membership__organisation=found.organisation)
    return {
        one.membership_id: f" (away until {one.until_on:%-d %B}, {one.cover.person.name} covers)"
        for one in absences.select_related("cover__person")
    }
