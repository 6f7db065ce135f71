"""The public pages of the register. Each answers one question, and its first line answers it."""

from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from breakwater.apps.register import access, sentences, wording
from breakwater.apps.register.showing import (
    ShownAnswer,
    ShownBody,
    ShownDocument,
    ShownRecommendation,
    ShownStanding,
    address_of_assignment,
    address_of_body,
    address_of_inspection,
    address_of_number,
)
from breakwater.domain.register import deadlines
from breakwater.domain.register.bodies import BodyKind
from breakwater.domain.register.positions import Position
from breakwater.domain.register.shortening import short_title

_NOBODY = access.Coverage(0, 0)


@login_not_required
@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    """What have the police been asked to change, and who has answered?"""
    page = access.inspections(request.GET.get("page"))
    coverage = access.body_coverage(page)
    rows = [
        {
            "inspection": row,
            "short_title": short_title(row.title),
            "address": address_of_inspection(row),
            "published": sentences.day_in_words(row.published_on),
            "coverage": _coverage(coverage.get(row.pk, _NOBODY)),
        }
        for row in page
    ]
    return render(request, "register/inspections.html", {"rows": rows, "pages": page})


@login_not_required
@require_safe
def inspection(request: HttpRequest, slug: str) -> HttpResponse:
    """What did this inspection ask for, of whom, and who has answered?"""
    row = access.inspection(slug)
    page = access.recommendations(row, request.GET.get("page"))
    covered = access.coverage(page)
    for each in page:
        each.inspection = row
    rule = deadlines.rule_from(row.comment_rule) if row.comment_rule else None
    context = {
        "inspection": row,
        "short_title": short_title(row.title),
        "published": sentences.day_in_words(row.published_on),
        "coverage": _coverage(access.body_coverage([row]).get(row.pk, _NOBODY)),
        "recommendations": [
            (ShownRecommendation(each), _coverage(covered.get(each.pk, _NOBODY))) for each in page
        ],
        "pages": page,
        "data_address": f"/inspections/{row.slug}/answers",
        "comments_due": sentences.working(rule, row.published_on) if rule else "",
    }
    return render(request, "register/inspection.html", context)


@login_not_required
@require_safe
def recommendation(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """What does this recommendation ask, and what has each body said?"""
    row = access.recommendation(slug, number)
    page = access.responses(row, request.GET.get("page"))
    silent = access.bodies_without_response(row)
    answers = [
        ShownAnswer(each, each.assignment, row, holds_earlier=each.holds_earlier) for each in page
    ]
    for each in page:
        each.assignment.recommendation = row
    context = {
        "recommendation": ShownRecommendation(row),
        "inspection": row.inspection,
        "short_title": short_title(row.inspection.title),
        "inspection_address": address_of_inspection(row.inspection),
        "answers": answers,
        "pages": page,
        "coverage": _coverage(access.coverage([row]).get(row.pk, _NOBODY)),
        "positions": [
            (wording.POSITIONS[position], counts[position])
            for counts in [access.positions(row)]
            for position in Position
            if position in counts
        ],
        "silent": [ShownBody(body) for body in silent],
        "nothing_found": sentences.nothing_found(as_of=timezone.localdate(), due_on=row.due_on),
        "citations": [
            (each.cited.number, address_of_number(row.inspection, each.cited.number))
            for each in row.citations.all()
        ],
    }
    return render(request, "register/recommendation.html", context)


@login_not_required
@require_safe
def answer(request: HttpRequest, slug: str, number: str, key: str) -> HttpResponse:
    """What exactly did this body answer, where and when?"""
    row = access.assignment(slug, number, key)
    as_of = timezone.localdate()
    responses = access.history(row)
    for each in responses:
        each.assignment = row
    shown = [
        ShownAnswer(each, row, row.recommendation, holds_earlier=len(responses) > 1)
        for each in responses
    ]
    current = shown[0] if shown and responses[0].is_current else None
    flagged = current is not None and "duplicate_response" in responses[0].batch.flags
    context = {
        "recommendation": ShownRecommendation(row.recommendation),
        "inspection": row.recommendation.inspection,
        "short_title": short_title(row.recommendation.inspection.title),
        "inspection_address": address_of_inspection(row.recommendation.inspection),
        "body": ShownBody(row.body),
        "standing": ShownStanding(row, as_of),
        "answer": current,
        "earlier": shown[1:] if current else shown,
        "alike": access.answered_alike(responses[0]) if flagged else [],
        "nothing_found": sentences.nothing_found(as_of=as_of, due_on=row.recommendation.due_on),
    }
    return render(request, "register/answer.html", context)


@login_not_required
@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Who has to answer?"""
    order = {kind.value: place for place, kind in enumerate(wording.BODY_KINDS)}
    rows = sorted(
        access.bodies(), key=lambda each: (each[0].invented, order[each[0].kind], each[0].name)
    )
    groups = [
        (wording.BODY_KINDS[BodyKind(kind)], invented, [(ShownBody(row), c) for row, c in group])
        for (invented, kind), group in groupby(
            rows, key=lambda each: (each[0].invented, each[0].kind)
        )
    ]
    return render(request, "register/bodies.html", {"groups": groups})


@login_not_required
@require_safe
def body(request: HttpRequest, key: str) -> HttpResponse:
    """What must this body answer, and what has it answered?"""
    row = access.body(key)
    page = access.assignments(row, request.GET.get("page"))
    coverage = access.coverage_of(row)
    asks = [
        {
            "inspection": each.recommendation.inspection,
            "recommendation": ShownRecommendation(each.recommendation),
            "address": address_of_assignment(each, row),
            "position": wording.POSITIONS[Position(each.position)],
            "has_response": each.has_response,
        }
        for each in page
    ]
    context = {
        "body": ShownBody(row),
        "successor": ShownBody(row.successor) if row.successor else None,
        "oversees": ShownBody(row.oversees) if row.oversees else None,
        "asked": coverage.asked,
        "answered": coverage.answered,
        "groups": [
            (
                inspection,
                short_title(inspection.title),
                address_of_inspection(inspection),
                list(group),
            )
            for inspection, group in groupby(asks, key=lambda ask: ask["inspection"])
        ],
        "documents": [ShownDocument(each) for each in access.documents_of(row)],
        "pages": page,
        "as_of": sentences.day_in_words(timezone.localdate()),
        "data_address": f"/bodies/{row.key}/answers",
    }
    return render(request, "register/body.html", context)


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Where does the register say this?"""
    query = request.GET.get("q", "")[:400]
    page, rows = access.found(query, request.GET.get("page"))
    context = {"query": query, "hits": [_hit(table, row) for table, row in rows], "pages": page}
    return render(request, "register/search.html", context)


def _hit(table: str, row: Any) -> dict[str, object]:
    match table:
        case "inspection":
            return {"name": row.title, "address": address_of_inspection(row)}
        case "recommendation":
            shown = ShownRecommendation(row)
            name = f"{shown.name}, {short_title(row.inspection.title)}"
            return {"name": name, "address": shown.address, "text": shown.beginning}
        case "response":
            to = row.assignment.recommendation
            found = ShownAnswer(row, row.assignment, to)
            return {
                "name": _("%(body)s on %(recommendation)s, %(title)s")
                % {
                    "body": found.body.name,
                    "recommendation": ShownRecommendation(to).name,
                    "title": short_title(to.inspection.title),
                },
                "address": found.address,
                "text": found.beginning,
                "invented": found.body.invented,
            }
        case _:
            return {"name": row.name, "address": address_of_body(row), "invented": row.invented}


def _coverage(coverage: access.Coverage) -> str:
    return sentences.coverage(
        asked=coverage.asked, answered=coverage.answered, invented=coverage.invented
    )
