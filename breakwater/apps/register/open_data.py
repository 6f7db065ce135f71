"""The register as open data: what its pages say of each answer, field by field, and no more.

Each row is one recommendation to one body, answered or not, in the words of the English pages,
with the document an answer stands in. ``FIELDS`` is the whole list of what leaves; a column added
later comes last, so that nobody's formula points at another one.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import F, Prefetch, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from breakwater.apps.register import access, sentences
from breakwater.apps.register.models import Assignment, Inspection, Recommendation, Response
from breakwater.apps.register.showing import (
    ShownAnswer,
    ShownEvidence,
    ShownRecommendation,
    ShownStanding,
    address_of_assignment,
)
from breakwater.harmless_cells import harmless

FIELDS = (
    "inspection",
    "inspection_published",
    "inspection_published_by",
    "inspection_source",
    "invented",
    "recommendation",
    "recommendation_text",
    "recommendation_text_status",
    "recommendation_text_source",
    "addressed_to",
    "by_when",
    "by_when_wording",
    "by_when_working",
    "body",
    "position",
    "work",
    "checked_by",
    "colour",
    "answer",
    "document",
    "document_date",
    "document_reference",
    "document_source",
    "signed_by",
    "timeliness",
    "waits_for",
    "status_in_its_own_words",
    "evidence",
    "remarks",
    "page",
    "as_of",
)
# How many rows are held in memory at once.
_AT_ONCE = 200
Row = dict[str, str]


class _Line:
    """What the csv module writes to: hands back the line."""

    def write(self, line: str) -> str:
        return line


def assignments(**of: Any) -> QuerySet[Assignment]:
    """The assignments of an inspection or of a body in the order of the pages, whole."""
    current = Response.objects.filter(is_current=True).select_related("batch")
    current = current.annotate(holds_earlier=access.holds_earlier())
    recommendations = Recommendation.objects.select_related("inspection").prefetch_related(
        "addressee_classes"
    )
    return (
        Assignment.objects.filter(**of)
        .select_related("body")
        .prefetch_related(
            Prefetch("recommendation", recommendations),
            Prefetch("responses", current.prefetch_related("evidence"), to_attr="current"),
        )
        .order_by(
            F("recommendation__inspection__published_on").desc(nulls_last=True),
            "recommendation__inspection__title",
            "recommendation__place",
            "recommendation__number",
            "body__name",
            "pk",
        )
    )


def as_csv(rows: QuerySet[Assignment], as_of: date) -> Iterator[str]:
    """One line for each row, after the names of the fields."""
    writer = csv.writer(_Line())
    yield writer.writerow(FIELDS)
    for row in _rows(rows, as_of):
        yield writer.writerow([harmless(row[field]) for field in FIELDS])


def as_json(rows: QuerySet[Assignment], as_of: date) -> Iterator[str]:
    """One document: the day, and a list of the rows with the same fields."""
    yield f'{{"as_of": "{as_of.isoformat()}", "rows": ['
    before = ""
    for row in _rows(rows, as_of):
        yield f"{before}\n{json.dumps(row, ensure_ascii=False)}"
        before = ","
    yield "\n]}\n"


def _rows(rows: QuerySet[Assignment], as_of: date) -> Iterator[Row]:
    for assignment in rows.iterator(chunk_size=_AT_ONCE):
        # In English, whatever the thread speaks when this part of the answer is made.
        with translation.override(settings.LANGUAGE_CODE):
            row = row_of(assignment, as_of)
        yield row


def row_of(assignment: Assignment, as_of: date) -> Row:
    """What the pages say of one recommendation to one body."""
    recommendation = assignment.recommendation
    current: list[Response] = assignment.current  # type: ignore[attr-defined]
    said = _of_recommendation(recommendation.inspection, ShownRecommendation(recommendation))
    said |= {
        "invented": "yes" if assignment.body.invented or said["invented"] else "",
        "body": assignment.body.name,
        "page": f"{settings.PUBLIC_ADDRESS.rstrip('/')}"
        f"{address_of_assignment(assignment, assignment.body)}",
        "as_of": as_of.isoformat(),
    }
    if current:
        current[0].assignment = assignment
        said |= _of_standing(ShownStanding(assignment, as_of))
        return dict.fromkeys(FIELDS, "") | said | _of_answer(current[0], recommendation)
    found = sentences.nothing_found(as_of=as_of, due_on=recommendation.due_on)
    return dict.fromkeys(FIELDS, "") | said | {"timeliness": found}


def _of_recommendation(inspection: Inspection, shown: ShownRecommendation) -> Row:
    return {
        "inspection": inspection.title,
        "inspection_published": sentences.day_in_words(inspection.published_on),
        "inspection_published_by": ", ".join(inspection.published_by),
        "inspection_source": inspection.source_url,
        "invented": "yes" if inspection.invented else "",
        "recommendation": shown.name,
        "recommendation_text": _lines([*shown.paragraphs, *shown.notes]),
        "recommendation_text_status": str(shown.text_status),
        "recommendation_text_source": shown.row.text_source,
        "addressed_to": "; ".join(shown.addressees),
        "by_when": shown.deadline,
        "by_when_wording": shown.row.deadline_wording,
        "by_when_working": shown.working if shown.row.deadline_wording else "",
    }


def _of_standing(shown: ShownStanding) -> Row:
    return {
        "position": str(shown.position),
        "work": str(shown.delivery),
        "checked_by": str(shown.assurance),
        "colour": str(shown.rag),
    }


def _of_answer(response: Response, to: Recommendation) -> Row:
    earlier = response.holds_earlier  # type: ignore[attr-defined]
    shown = ShownAnswer(response, response.assignment, to, holds_earlier=earlier)
    batch = response.batch
    return {
        "answer": _lines(_words(response.answers)),
        "document": batch.document_name,
        "document_date": shown.document.day,
        "document_reference": batch.reference,
        "document_source": batch.source_url,
        "signed_by": ", ".join(batch.signatory_posts),
        "timeliness": shown.timeliness,
        "waits_for": response.awaits,
        "status_in_its_own_words": response.status_words,
        "evidence": _lines(map(_evidence, shown.evidence)),
        "remarks": _lines(map(str, shown.document.flags)),
    }


def _evidence(shown: ShownEvidence) -> str:
    named = ", ".join(filter(None, (shown.row.reference or _("A document"), shown.day)))
    return f"{named}. {shown.remark}" if shown.remark else named


def _words(answers: Iterable[dict[str, Any]]) -> Iterator[str]:
    for part in answers:
        heading = part["label"] or ""
        if part["dated"]:
            heading = f"{heading} ({part['dated']})".strip()
        yield from filter(None, (heading, *part["paragraphs"]))


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)
