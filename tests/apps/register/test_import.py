"""Taking documents in, and out again."""

import time

import pytest

from breakwater.apps.register import changes, holding
from breakwater.apps.register.body_list import shipped_bodies
from breakwater.apps.register.models import (
    Assignment,
    Body,
    Event,
    Evidence,
    ImportBatch,
    Inspection,
    Recommendation,
    Response,
)
from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading.reading import Answer, Disposition, Reading
from breakwater.domain.reading.reading import Evidence as ReadEvidence
from breakwater.domain.register.bodies import Body as KnownBody
from breakwater.domain.register.bodies import BodyKind
from breakwater.domain.register.plan import Change
from tests.apps.register.taking_in import AT, BY, DOORS, stored, take_inspection, take_responses
from tests.domain.register.cast import reading, row

pytestmark = pytest.mark.django_db

LETTER = reading(
    row("1", "We accept.", evidence=(ReadEvidence("CI/1", "2023-02-31"),)),
    row("2", "We accept in part.", disposition=Disposition.ACCEPTED_IN_PART),
    bodies=("Kent Police",),
)
LATER = reading(
    row("1", "It is done.", disposition=Disposition.ACCEPTED),
    bodies=("Kent Police",),
    dated="2025-01-01",
)


def test_an_inspection_is_put_to_everyone_its_classes_meant_on_its_day() -> None:
    take_inspection()

    asked = {
        number: Assignment.objects.filter(recommendation__number=number).count()
        for number in ("1", "2", "3")
    }
    assert asked == {"1": 43, "2": 86, "3": 0}
    assert Recommendation.objects.get(number="3").is_stub
    assert str(Recommendation.objects.get(number="1").due_on) == "2024-08-01"


def test_a_response_is_stored_as_published_with_its_document() -> None:
    take_inspection()

    outcome = take_responses(LETTER)

    response = Response.objects.get(assignment__recommendation__number="1")
    assert response.answers == [{"label": None, "dated": None, "paragraphs": ["We accept."]}]
    assert (response.batch, response.dated) == (outcome.batch, "2024-08-01")
    assert [e.dated for e in response.evidence.all()] == ["2023-02-31"]
    assert response.assignment.position == "accepted"
    assert response.assignment.body.key == "kent-police"


def test_the_same_file_again_changes_nothing() -> None:
    take_inspection()
    take_responses(LETTER)
    before, events = stored(), Event.objects.count()

    assert take_inspection().batch is None
    assert take_responses(LETTER).batch is None
    assert (stored(), Event.objects.count()) == (before, events)
    assert ImportBatch.objects.count() == 2


def test_a_later_document_leaves_the_former_response_as_history() -> None:
    take_inspection()
    take_responses(LETTER)

    take_responses(LATER, document="update.pdf")

    versions = Response.objects.filter(assignment__recommendation__number="1").order_by("pk")
    assert [(each.is_current, each.answers[0]["paragraphs"]) for each in versions] == [
        (False, ["We accept."]),
        (True, ["It is done."]),
    ]


def test_a_text_that_is_quoted_takes_the_place_of_our_summary_and_a_stub_is_filled() -> None:
    take_inspection()
    quoting = reading(
        row("1", "Yes.", text="Chief constables should open every door."),
        row("3", "Yes.", text="Chief constables should oil the hinges."),
        bodies=("Kent Police",),
    )

    take_responses(quoting)

    first, third = Recommendation.objects.filter(number__in=["1", "3"]).order_by("place")
    assert (first.text_status, first.text_source) == ("as_quoted", "letter.pdf")
    assert (third.is_stub, third.text) == (False, "Chief constables should oil the hinges.")
    assert third.assignments.count() == 43


def test_open_items_keep_everything_out() -> None:
    take_inspection()
    before = stored()
    doubtful = reading(row("1", "Yes."), row("9", "What is this?"), bodies=("Kent Police",))

    outcome = take_responses(doubtful)

    assert outcome.batch is None
    assert [item.change for item in outcome.plan.open_items] == [Change.NEEDS_PERSON]
    assert stored() == before
    assert take_responses(doubtful, row2="skip").batch is not None


def test_a_joint_letter_and_a_workbook_of_two_reports_find_their_places() -> None:
    take_inspection()
    take_inspection(DOORS.replace('"doors"', '"windows"').replace("Open Doors", "Clean Windows"))
    document = reading(
        row("1", "Yes, the door.", inspection_title="Open Doors"),
        row(
            "2",
            Answer("Force response", None, ("We say it.",)),
            Answer("OPCC comment", None, ("They say it.",)),
            inspection_title="Clean Windows",
        ),
        bodies=("Kent Police", "Kent Police and Crime Commissioner"),
    )

    take_responses(document, inspections=("doors", "windows"), bodies=("kent-police", "kent-pcc"))

    places = Response.objects.values_list(
        "assignment__recommendation__inspection__slug", "assignment__body__key"
    )
    assert sorted(places) == [
        ("doors", "kent-police"),
        ("windows", "kent-pcc"),
        ("windows", "kent-police"),
    ]


def test_an_invented_body_answers_beside_the_43_and_not_among_them() -> None:
    take_inspection()
    changes.load_bodies(
        bodies=[
            KnownBody("nowhere-police", BodyKind.TERRITORIAL_FORCE, "Nowhere Police", invented=True)
        ]
    )
    letter = reading(row("1", "Yes."), bodies=("Nowhere Police",))

    take_responses(letter, bodies=("nowhere-police",))
    take_inspection(DOORS.replace("Open Doors", "Opening Doors"))

    put_to = Assignment.objects.filter(recommendation__number="1")
    assert put_to.filter(body__invented=False).count() == 43
    assert put_to.filter(body__invented=True).count() == 1


def test_a_corrected_addressee_moves_the_assignments_that_nobody_has_answered() -> None:
    take_inspection()
    take_responses(LETTER)

    take_inspection(DOORS.replace('["chief constables"]', '["Home Office"]'))

    keys = Assignment.objects.filter(recommendation__number="1").values_list("body__key", flat=True)
    assert sorted(keys) == ["home-office", "kent-police"]


def test_section_55_counts_only_once_somebody_confirmed_it() -> None:
    take_inspection()
    assert Inspection.objects.get().comment_rule == ""

    confirmed = (
        '\n[section_55]\nrule = "56-days-beginning-with-publication"\nconfirmed_by = "Legal"\n'
    )
    take_inspection(DOORS + confirmed)

    inspection = Inspection.objects.get()
    assert inspection.comment_rule == "56-days-beginning-with-publication"
    assert (inspection.section_55_confirmed_by, inspection.section_55_confirmed_at) == ("Legal", AT)
    assert take_inspection(DOORS + confirmed).batch is None


def test_undo_restores_exactly_what_was_before() -> None:
    empty = stored()
    first = take_inspection().batch
    assert first is not None
    with_inspection = stored()
    second = take_responses(LETTER).batch
    assert second is not None
    with_letter = stored()
    third = take_responses(LATER, document="update.pdf").batch
    assert third is not None

    changes.undo_batch(number=third.pk, by=BY, at=AT)
    assert stored() == with_letter
    changes.undo_batch(number=second.pk, by=BY, at=AT)
    assert stored() == with_inspection
    changes.undo_batch(number=first.pk, by=BY, at=AT)
    assert stored() == empty


def test_undo_restores_texts_and_stubs_too() -> None:
    take_inspection()
    before = stored()
    quoting = reading(
        row("3", "Yes.", text="Oil the hinges.", cites=("8",)), bodies=("Kent Police",)
    )
    batch = take_responses(quoting).batch
    assert batch is not None
    assert stored() != before

    changes.undo_batch(number=batch.pk, by=BY, at=AT)

    assert stored() == before


def test_a_batch_on_which_something_later_leans_cannot_be_undone() -> None:
    first = take_inspection().batch
    assert first is not None
    second = take_responses(LETTER).batch
    assert second is not None
    take_responses(LATER, document="update.pdf")
    before = stored()

    for number in (first.pk, second.pk):
        with pytest.raises(PlainError, match="can't be undone"):
            changes.undo_batch(number=number, by=BY, at=AT)
    assert stored() == before


@pytest.mark.parametrize("undone", [True, False])
def test_only_a_batch_that_stands_can_be_undone(undone: bool) -> None:
    batch = take_inspection().batch
    assert batch is not None
    if undone:
        changes.undo_batch(number=batch.pk, by=BY, at=AT)

    with pytest.raises(PlainError, match="undone already" if undone else "there is no batch"):
        changes.undo_batch(number=batch.pk if undone else batch.pk + 1, by=BY, at=AT)


def test_a_document_that_was_undone_can_be_taken_in_again() -> None:
    take_inspection()
    batch = take_responses(LETTER).batch
    assert batch is not None
    changes.undo_batch(number=batch.pk, by=BY, at=AT)

    assert take_responses(LETTER).batch is not None
    assert Response.objects.count() == 2


def test_every_row_leaves_an_event_with_its_batch_and_who_made_it() -> None:
    batch = take_inspection().batch

    rows = sum(len(table) for table in stored().values())
    assert Event.objects.filter(batch=batch, by=BY, at=AT, before__isnull=True).count() == rows
    told = Event.objects.get(table="inspection")
    assert told.after is not None
    assert told.after["title"] == "Open Doors: an inspection of front offices"


def test_unknown_names_are_refused_in_a_sentence() -> None:
    take_inspection()

    with pytest.raises(PlainError, match="the register has no inspection roofs"):
        take_responses(LETTER, inspections=("roofs",))
    with pytest.raises(PlainError, match="the register has no body kent"):
        take_responses(LETTER, bodies=("kent",))


def test_loading_the_shipped_bodies_again_changes_nothing() -> None:
    before = list(Body.objects.order_by("pk").values())

    assert changes.load_bodies(bodies=shipped_bodies()) == len(before)
    assert list(Body.objects.order_by("pk").values()) == before
    assert set(holding.all_bodies()) == set(shipped_bodies())


def test_a_thousand_responses_are_stored_within_two_seconds() -> None:
    numbers = range(1, 1001)
    rows = "".join(
        f'\n[[recommendation]]\nnumber = "{number}"\nto = ["Home Office"]\ntext = "Ask {number}."\n'
        for number in numbers
    )
    take_inspection('slug = "many"\ntitle = "Many"\n' + rows)
    document = reading(
        *(row(str(n), f"Answer {n}.", addressees=("home office",)) for n in numbers),
        bodies=("Home Office",),
    )

    took = min(_seconds_to_store(document) for _ in range(3))
    assert took < 2, f"{took:.1f} s"


def _seconds_to_store(document: Reading) -> float:
    # Of work, not of waiting; and it is taken out again.
    begun = time.process_time()
    outcome = take_responses(document, inspections=("many",), bodies=("home-office",))
    took = time.process_time() - begun

    assert outcome.batch is not None
    assert Response.objects.count() == 1000
    assert Evidence.objects.count() == 0
    changes.undo_batch(number=outcome.batch.pk, by=BY, at=AT)
    return took
