"""Importing with a person's eye: upload, look, put right, preview, hand on, commit, undo."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from breakwater import uploads
from breakwater.apps.importing import access, changes
from breakwater.apps.importing.error_workbook import error_workbook
from breakwater.apps.importing.forms import AboutForm, DecisionForm, ItemForm, UploadForm
from breakwater.apps.importing.models import Review
from breakwater.apps.importing.planning import (
    corrected_reading,
    named,
    plan_of,
    request_of,
)
from breakwater.apps.importing.showing import Place, flags_of, outline, place_in, settling_of
from breakwater.apps.organisations.access import may, require
from breakwater.apps.organisations.forms import StaffForm, sent
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.register.models import Body, Inspection
from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading import dates
from breakwater.domain.register.corrections import fields_of

_form_page = require_http_methods(["GET", "POST"])


@require_GET
def imports(request: StaffRequest) -> HttpResponse:
    """Every document of the organisation: open, waiting to be committed, stored, put aside."""
    found = access.reviews(request.member)
    context = {
        "open": found.filter(closed_at=None),
        "stored": found.filter(batch__isnull=False),
        "put_aside": found.filter(closed_at__isnull=False, batch=None),
        "may_import": may(request.member, Action.IMPORT_DOCUMENTS),
    }
    return render(request, "importing/imports.html", context)


@_form_page
def upload(request: StaffRequest) -> HttpResponse:
    """Put a document before people; nothing enters the register yet."""
    require(request.member, Action.IMPORT_DOCUMENTS)
    form = UploadForm(
        sent(request),
        request.FILES or None,
        was_too_large=uploads.was_let_go(request, "document"),
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            review = changes.open_review(
                name=given["document"].name,
                content=given["document"].read(),
                source_url=given["source_url"],
                owner=request.member.organisation,
                by=request.user,
                at=timezone.now(),
            )
        except PlainError as why:
            form.add_error("document", f"This document cannot be read: {why}.")
        else:
            return redirect("importing:about", review.pk)
    return render(request, "importing/upload.html", {"form": form})


@_form_page
def about(request: StaffRequest, pk: int) -> HttpResponse:
    """Settle what the document answers and who answers in it."""
    found = access.open_review(request.member, pk)
    reading = corrected_reading(found)
    form = AboutForm(
        sent(request), named=named(reading), review=found, dated=dates.real_day(reading.dated)
    )
    if form.is_valid() and form.tries(
        lambda: changes.say_what_it_answers(
            review=found, about=form.about(), by=request.user, at=timezone.now()
        )
    ):
        return redirect("importing:review", pk)
    return render(request, "importing/about.html", {"form": form, "review": found})


@require_GET
def review(request: StaffRequest, pk: int) -> HttpResponse:
    """One document: what was read, what to look at, and what would change."""
    found = access.review(request.member, pk)
    reading = corrected_reading(found)
    request_made = request_of(found)
    is_settled = bool(request_made.inspections and request_made.bodies)
    plan = plan_of(found, reading) if found.closed_at is None and is_settled else None
    context = {
        "review": found,
        "reading": reading,
        "flags": flags_of(reading),
        "outline": outline(reading, plan, found),
        "plan": plan,
        "counts": [(word, number) for word, number in plan.counts().items() if number]
        if plan
        else [],
        "answers": _titles(found),
        "answered_by": _names(found),
        "may_correct": _may_correct(request, found),
        "may_commit": access.may_commit(request.member, found),
        "may_undo": may(request.member, Action.COMMIT_IMPORTS),
    }
    return render(request, "importing/review.html", context)


@_form_page
def item(request: StaffRequest, pk: int, row: int) -> HttpResponse:
    """One item: the passages it was read from, beside the fields that can be put right."""
    found = access.open_review(request.member, pk)
    reading = corrected_reading(found)
    place = place_in(reading, row)
    form = ItemForm(sent(request), reading=reading, row=row)
    differences: list[changes.Difference] = []
    if form.is_valid():

        def correct() -> None:
            differences[:] = changes.correct_item(
                review=found,
                row=row,
                texts=form.texts(),
                seen=form.seen(),
                by=request.user,
                at=timezone.now(),
            )

        if form.tries(correct) and not differences:
            return _after(request, pk, place)
    if differences:
        now = {field.name: text for field, text in fields_of(corrected_reading(found), row).items()}
        form = form.shown_again_with(now)
    context = {"review": found, "place": place, "form": form, "differences": differences}
    return render(request, "importing/item.html", context)


@_form_page
def decide(request: StaffRequest, pk: int, row: int) -> HttpResponse:
    """Settle one item that the document leaves open."""
    found = access.open_review(request.member, pk)
    reading = corrected_reading(found)
    place = place_in(reading, row)
    inspections = list(Inspection.objects.filter(slug__in=found.inspections))
    held = found.decisions.filter(row=row).first()
    form = DecisionForm(
        sent(request),
        row=row,
        inspections=inspections,
        initial={"answer": held.answers[0] if held and held.answers else ""},
    )
    if form.is_valid():
        changes.decide_item(
            review=found, row=row, answers=form.answers(), by=request.user, at=timezone.now()
        )
        return redirect("importing:review", pk)
    plan = plan_of(found, reading)
    context = {
        "review": found,
        "place": place,
        "form": form,
        "changes": settling_of(plan.items, row),
    }
    return render(request, "importing/decide.html", context)


@require_POST
def propose(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand it to a second person."""
    found = access.open_review(request.member, pk)
    return _step(
        request,
        pk,
        lambda: changes.propose_import(review=found, by=request.user, at=timezone.now()),
        "A colleague who approves can now commit it.",
    )


@require_POST
def hand_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Return a proposed document to its editors."""
    found = access.review(request.member, pk)
    return _step(
        request,
        pk,
        lambda: changes.hand_back(review=found, by=request.user, at=timezone.now()),
        "It is open for corrections again.",
    )


@require_POST
def commit(request: StaffRequest, pk: int) -> HttpResponse:
    """Store it in the register."""
    require(request.member, Action.COMMIT_IMPORTS)
    found = access.review(request.member, pk)
    return _step(
        request,
        pk,
        lambda: changes.commit_import(review=found, by=request.user, at=timezone.now()),
        "It is in the register. You can still undo this import.",
    )


@require_POST
def put_aside(request: StaffRequest, pk: int) -> HttpResponse:
    """Close it without storing anything."""
    require(request.member, Action.IMPORT_DOCUMENTS)
    found = access.review(request.member, pk)
    return _step(
        request,
        pk,
        lambda: changes.put_aside(review=found, by=request.user, at=timezone.now()),
        "It was put aside. Nothing entered the register.",
    )


@_form_page
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Put the register back to what it was before this import."""
    batch = access.batch_to_undo(request.member, pk)
    form = StaffForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: changes.undo_import(
            number=batch.pk,
            by=f"{request.user.name}, {request.member.organisation.name}",
            person=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "The register is as it was before this import.")
        return redirect("importing:review", pk)
    return render(request, "importing/undo.html", {"form": form, "batch": batch, "pk": pk})


@require_GET
def errors(request: StaffRequest, pk: int) -> HttpResponse:
    """The document as a workbook, with a comment in the cell of every row that needs a person."""
    found = access.review(request.member, pk)
    reading = corrected_reading(found)
    plan = plan_of(found, reading)
    answer = HttpResponse(
        error_workbook(found.document_name, bytes(found.content), reading, plan),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer["Content-Disposition"] = f'attachment; filename="to-settle-{found.pk}.xlsx"'
    return answer


def _titles(found: Review) -> list[str]:
    held = Inspection.objects.filter(slug__in=found.inspections)
    return [*held.values_list("title", flat=True), *(title for title, _ in found.new_inspections)]


def _names(found: Review) -> list[str]:
    held = Body.objects.filter(key__in=found.bodies)
    return [*held.values_list("name", flat=True), *found.new_bodies]


def _may_correct(request: StaffRequest, found: Review) -> bool:
    is_open = found.closed_at is None and found.proposed_at is None
    return is_open and may(request.member, Action.IMPORT_DOCUMENTS)


def _step(request: StaffRequest, pk: int, change: Callable[[], object], done: str) -> HttpResponse:
    try:
        change()
    except PlainError as why:
        text = str(why)
        messages.error(request, f"{text[:1].upper()}{text[1:]}.")
    else:
        messages.success(request, done)
    return redirect("importing:review", pk)


def _after(request: StaffRequest, pk: int, place: Place) -> HttpResponse:
    if "next" in request.POST and place.following is not None:
        return redirect("importing:item", pk, place.following)
    return redirect("importing:review", pk)
