"""Fetches what the public pages show. The whole register is public: whoever asks may see it.

Each function asks the database a fixed number of questions, however many rows there are; the
tests count them at 20 rows and at 2,000.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Exists, F, Model, OuterRef, Q, QuerySet, When
from django.http import Http404

from breakwater.apps.register.models import (
    Assignment,
    Body,
    ImportBatch,
    Inspection,
    Recommendation,
    Response,
)
from breakwater.apps.register.search import Hit, search
from breakwater.domain.register.addresses import numbers_at

INSPECTIONS_ON_A_PAGE = 25
RECOMMENDATIONS_ON_A_PAGE = 20
RESPONSES_ON_A_PAGE = 15
ASSIGNMENTS_ON_A_PAGE = 25
HITS_ON_A_PAGE = 15

_HAS_RESPONSE = Exists(Response.objects.filter(assignment=OuterRef("pk"), is_current=True))

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many were asked, and how many of them have a response here.

    Bodies invented for a demonstration are counted apart, in ``invented``: how many of them have
    answered a real inspection.
    """

    asked: int
    answered: int
    invented: int = 0


def inspections(page: str | None) -> Page[Any]:
    """Every inspection, the newest first, with how many recommendations each has."""
    rows = Inspection.objects.annotate(asks=Count("recommendations")).order_by(
        F("published_on").desc(nulls_last=True), "title"
    )
    return Paginator(rows, INSPECTIONS_ON_A_PAGE).get_page(page)


def body_coverage(inspections: Iterable[Inspection]) -> dict[int, Coverage]:
    """For each inspection, of how many bodies something is asked and how many have responded."""
    rows = Assignment.objects.filter(recommendation__inspection__in=list(inspections))
    return _coverage(rows, "recommendation__inspection")


def inspection(slug: str) -> Inspection:
    """One inspection, or 404."""
    return _one(Inspection.objects.filter(slug=slug))


def recommendations(of: Inspection, page: str | None) -> Page[Recommendation]:
    """Its recommendations in order, each with whom it is addressed to."""
    rows = of.recommendations.prefetch_related("addressee_classes").order_by("place", "number")
    return Paginator(rows, RECOMMENDATIONS_ON_A_PAGE).get_page(page)


def coverage(recommendations: Iterable[Recommendation]) -> dict[int, Coverage]:
    """For each recommendation, how many bodies it is put to and how many have responded."""
    rows = Assignment.objects.filter(recommendation__in=list(recommendations))
    return _coverage(rows, "recommendation")


def recommendation(slug: str, number: str) -> Recommendation:
    """One recommendation with its inspection, addressees and citations, or 404.

    ``number`` is the part of an address that stands for its number.
    """
    rows = Recommendation.objects.select_related("inspection").prefetch_related(
        "addressee_classes", "citations__cited"
    )
    return _one(_meant(rows.filter(inspection__slug=slug), "number", number))


def responses(to: Recommendation, page: str | None) -> Page[Any]:
    """The current responses to it, in the order of the bodies' names, with their documents."""
    rows = (
        Response.objects.filter(assignment__recommendation=to, is_current=True)
        .select_related("assignment__body", "batch")
        .annotate(holds_earlier=holds_earlier())
        .order_by("assignment__body__name")
    )
    return Paginator(rows, RESPONSES_ON_A_PAGE).get_page(page)


def positions(to: Recommendation) -> dict[str, int]:
    """How many of the bodies that have responded hold each position, invented ones apart."""
    rows = (
        Response.objects.filter(
            assignment__recommendation=to,
            assignment__body__invented=to.inspection.invented,
            is_current=True,
        )
        .values("assignment__position")
        .annotate(bodies=Count("pk"))
    )
    return {row["assignment__position"]: row["bodies"] for row in rows}


def bodies_without_response(to: Recommendation) -> list[Body]:
    """Those asked whose response we do not hold."""
    silent = Assignment.objects.filter(~_HAS_RESPONSE, recommendation=to)
    return list(Body.objects.filter(pk__in=silent.values("body")).only("key", "name", "invented"))


def assignment(slug: str, number: str, key: str) -> Assignment:
    """One recommendation to one body with both of them, or 404."""
    rows = Assignment.objects.select_related("recommendation__inspection", "body").filter(
        recommendation__inspection__slug=slug,
        body__key=key,
    )
    return _one(_meant(rows, "recommendation__number", number))


def history(of: Assignment) -> list[Response]:
    """Every response of the body to the recommendation, the current one first."""
    return list(
        of.responses.select_related("batch")
        .prefetch_related("evidence")
        .order_by("-is_current", "-pk")
    )


def answered_alike(to: Response) -> list[str]:
    """The numbers of the recommendations that the same document answers in the same words."""
    others = (
        Response.objects.filter(
            batch=to.batch_id, assignment__body=to.assignment.body_id, is_current=True
        )
        .order_by("assignment__recommendation__place")
        .values_list("assignment__recommendation__number", "answers")
    )
    words = _paragraphs(to.answers)
    alike = [number for number, answers in others if _paragraphs(answers) == words]
    return alike if len(alike) > 1 else []


def bodies() -> list[tuple[Body, Coverage]]:
    """Every body, with how much is asked of it and how much of that has a response."""
    asked = _counted(Assignment.objects.values_list("body"))
    answered = _counted(Response.objects.filter(is_current=True).values_list("assignment__body"))
    return [
        (row, Coverage(asked.get(row.pk, 0), answered.get(row.pk, 0)))
        for row in Body.objects.order_by("name")
    ]


def body(key: str) -> Body:
    """One body with what follows it and whom it oversees, or 404."""
    return _one(Body.objects.select_related("successor", "oversees").filter(key=key))


def assignments(of: Body, page: str | None) -> Page[Any]:
    """Everything the body must answer, the newest inspection first."""
    rows = (
        Assignment.objects.filter(body=of)
        .select_related("recommendation__inspection")
        .annotate(has_response=_HAS_RESPONSE)
        .order_by(
            F("recommendation__inspection__published_on").desc(nulls_last=True),
            "recommendation__inspection__title",
            "recommendation__place",
            "recommendation__number",
        )
    )
    return Paginator(rows, ASSIGNMENTS_ON_A_PAGE).get_page(page)


def coverage_of(body: Body) -> Coverage:
    """Of how many recommendations to the body we hold a response."""
    counted = Assignment.objects.filter(body=body).aggregate(
        asked=Count("pk"), answered=Count("pk", filter=Q(_HAS_RESPONSE))
    )
    return Coverage(counted["asked"], counted["answered"])


def documents_of(body: Body) -> list[ImportBatch]:
    """The documents in which the body's current responses stand, the newest first."""
    return list(
        ImportBatch.objects.filter(
            Exists(
                Response.objects.filter(
                    batch=OuterRef("pk"), assignment__body=body, is_current=True
                )
            )
        ).order_by("-dated", "-pk")[:20]
    )


def found(query: str, page: str | None) -> tuple[Page[Hit], list[tuple[str, Any]]]:
    """One page of what the search found, and its rows: each a table and a row of it."""
    hits = Paginator(search(query), HITS_ON_A_PAGE).get_page(page)
    rows = {
        "inspection": _by_id(Inspection.objects.all(), hits, "inspection"),
        "recommendation": _by_id(
            Recommendation.objects.select_related("inspection"), hits, "recommendation"
        ),
        "response": _by_id(
            Response.objects.select_related(
                "assignment__recommendation__inspection", "assignment__body", "batch"
            ),
            hits,
            "response",
        ),
        "body": _by_id(Body.objects.all(), hits, "body"),
    }
    return hits, [
        (hit.table, rows[hit.table][hit.row]) for hit in hits if hit.row in rows[hit.table]
    ]


def _coverage(rows: QuerySet[Assignment], per: str) -> dict[int, Coverage]:
    counted = Q(body__invented=F("recommendation__inspection__invented"))
    answered = Q(responses__is_current=True)
    found = rows.values(per).annotate(
        asked=Count("body", distinct=True, filter=counted),
        answered=Count("body", distinct=True, filter=counted & answered),
        invented=Count("body", distinct=True, filter=~counted & answered),
    )
    return {row[per]: Coverage(row["asked"], row["answered"], row["invented"]) for row in found}


def _counted(rows: QuerySet[Any, Any]) -> dict[int, int]:
    return dict(rows.annotate(Count("pk")).order_by())


def _by_id(rows: QuerySet[Any], hits: Iterable[Hit], table: str) -> dict[int, Any]:
    ids = [hit.row for hit in hits if hit.table == table]
    return rows.in_bulk(ids) if ids else {}


def holds_earlier() -> Exists:
    """Whether an earlier response of the same body to the same recommendation is held too."""
    earlier = Response.objects.filter(assignment=OuterRef("assignment"), is_current=False)
    return Exists(earlier)


def _meant(rows: QuerySet[Row], field: str, part: str) -> QuerySet[Row]:
    """The rows whose number an address may mean, the likeliest first."""
    numbers = numbers_at(part)
    likeliest = Case(
        *(When(**{field: number}, then=place) for place, number in enumerate(numbers)), default=99
    )
    return rows.filter(**{f"{field}__in": numbers}).order_by(likeliest)


def _one(rows: QuerySet[Row]) -> Row:
    row = rows.first()
    if row is None:
        raise Http404
    return row


def _paragraphs(answers: list[dict[str, Any]]) -> list[str]:
    return [paragraph for answer in answers for paragraph in answer["paragraphs"]]
