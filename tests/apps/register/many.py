"""Fills a register with as many rows as a test needs, fast: past the verbs, one insert a table."""

from datetime import UTC, date, datetime

from django.db import connection

from breakwater.apps.organisations.models import Organisation
from breakwater.apps.register.models import (
    AddresseeClass,
    Assignment,
    Body,
    ImportBatch,
    Inspection,
    Recommendation,
    Response,
)

_WORDS = (
    "Every call from a person who is afraid of being sent away should be answered in a language "
    "that the person speaks, and nothing the person says should be passed on without being asked."
)


def many_recommendations(count: int, *, bodies: int, slug: str = "many") -> Inspection:
    """An inspection of ``count`` recommendations, each answered by ``bodies`` bodies."""
    inspection = Inspection.objects.create(
        slug=slug, title="Many Calls: an inspection of waiting", published_on=date(2024, 5, 1)
    )
    recommendations = _recommendations(inspection, count)
    answering = list(Body.objects.filter(invented=False).order_by("pk")[:bodies])
    assignments = Assignment.objects.bulk_create(
        [
            Assignment(recommendation=each, body=body, position="accepted")
            for each in recommendations
            for body in answering
        ],
        batch_size=500,
    )
    batch = _batch()
    Response.objects.bulk_create(
        [
            Response(
                assignment=each,
                batch=batch,
                answers=[{"label": None, "dated": None, "paragraphs": [_WORDS]}],
                dated="2024-08-01",
                position="accepted",
            )
            for each in assignments
        ],
        batch_size=500,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself, some time after so many rows
    return inspection


def _recommendations(inspection: Inspection, count: int) -> list[Recommendation]:
    made = Recommendation.objects.bulk_create(
        [
            Recommendation(
                inspection=inspection,
                number=str(number),
                place=number * 10_000,
                text=f"{number}. {_WORDS}",
                text_status="as_published",
                deadline_wording="within three months of publication",
                deadline_rule="3-months-after-publication",
                due_on=date(2024, 8, 1),
            )
            for number in range(1, count + 1)
        ],
        batch_size=500,
    )
    AddresseeClass.objects.bulk_create(
        [
            AddresseeClass(
                recommendation=each, wording="chief constables", meaning="chief_constables"
            )
            for each in made
        ],
        batch_size=500,
    )
    return made


def _batch() -> ImportBatch:
    owner = Organisation.objects.get_or_create(
        slug="operator", defaults={"name": "Operator", "kind": Organisation.Kind.OPERATOR}
    )[0]
    return ImportBatch.objects.create(
        owner=owner,
        kind=ImportBatch.Kind.RESPONSES,
        document_name="many.pdf",
        document_sha256="0" * 64,
        document_kind="letter",
        dated="2024-08-01",
        committed_at=datetime(2024, 8, 2, tzinfo=UTC),
        committed_by="a test",
    )
