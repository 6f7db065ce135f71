"""What no code path can store, because the database itself refuses it."""

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from breakwater.apps.register.models import (
    Assignment,
    Body,
    Event,
    ImportBatch,
    Inspection,
    Recommendation,
    Response,
)
from tests.apps.register.taking_in import AT, take_inspection

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    ["UPDATE register_event SET by = 'nobody'", "DELETE FROM register_event"],
)
def test_an_event_can_be_neither_altered_nor_removed(statement: str) -> None:
    take_inspection()

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Event.objects.exclude(by="a test").count() == 0


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Inspection, {"comment_rule": "56-days-beginning-with-publication"}),
        (Inspection, {"section_55_confirmed_at": AT}),
        (Recommendation, {"text": "", "text_status": "as_published"}),
        (Recommendation, {"text": "Words", "text_status": "not_reproduced"}),
        (Recommendation, {"is_stub": True}),
        (Recommendation, {"number": "1"}),
        (Assignment, {"position": "agreed"}),
        (Assignment, {"rag_override": "blue"}),
        (ImportBatch, {"undone_at": AT}),
        (Body, {"kind": "club"}),
        (Body, {"valid_from": datetime.date(2020, 1, 2), "valid_to": datetime.date(2020, 1, 1)}),
    ],
    ids=lambda value: getattr(value, "__name__", None) or ",".join(value),
)
def test_a_row_that_contradicts_itself_is_refused(
    model: type[Inspection], values: dict[str, object]
) -> None:
    take_inspection()

    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.update(**values)


@pytest.mark.parametrize(
    ("model", "values", "refused_by"),
    [
        (Inspection, {"slug": "Bad Slug!"}, "inspection_slug_fits_an_address"),
        (Inspection, {"slug": "../x"}, "inspection_slug_fits_an_address"),
        (Inspection, {"slug": "dôors"}, "inspection_slug_fits_an_address"),
        (Inspection, {"slug": ""}, "inspection_slug_fits_an_address"),
        (Body, {"key": "bad key/x"}, "body_key_fits_an_address"),
        (Body, {"key": ""}, "body_key_fits_an_address"),
        (Recommendation, {"number": ""}, "recommendation_has_a_number"),
    ],
)
def test_a_row_that_no_page_could_lead_to_is_refused(
    model: type[Inspection], values: dict[str, str], refused_by: str
) -> None:
    take_inspection()
    row = model._default_manager.order_by("pk")[0]

    with pytest.raises(IntegrityError, match=refused_by), transaction.atomic():
        model._default_manager.filter(pk=row.pk).update(**values)


def test_a_row_with_every_letter_an_address_may_hold_is_kept() -> None:
    take_inspection()

    Inspection.objects.update(slug="Doors_2-of-3")

    assert Inspection.objects.get().slug == "Doors_2-of-3"


def test_an_assignment_has_one_current_response() -> None:
    take_inspection()
    assignment, batch = Assignment.objects.all()[0], ImportBatch.objects.get()
    Response.objects.create(assignment=assignment, batch=batch, answers=[], position="accepted")

    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(assignment=assignment, batch=batch, answers=[], position="accepted")


def test_a_body_is_asked_once_for_one_recommendation() -> None:
    take_inspection()
    first = Assignment.objects.all()[0]

    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(recommendation=first.recommendation, body=first.body)
