"""A document is seen by a person, put right, committed by another, and can be undone."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from breakwater.apps.importing import access, changes
from breakwater.apps.importing.error_workbook import error_workbook
from breakwater.apps.importing.models import Review
from breakwater.apps.importing.planning import corrected_reading, plan_of
from breakwater.apps.importing.settling import to_settle_it
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.permissions import Action, allows
from breakwater.apps.organisations.roles import Kind, Role
from breakwater.apps.register import changes as register
from breakwater.apps.register.models import Response
from breakwater.domain.plain_error import PlainError
from breakwater.domain.register.corrections import fields_of
from breakwater.domain.register.plan import KEEP, SKIP, TAKE, Change, Item
from tests.apps.importing.conftest import AT, review_of
from tests.apps.importing.workbook import ROWS, workbook_of
from tests.people import Cast, person, signed_in


def _texts(review: Review, row: int) -> dict[str, str]:
    fields = fields_of(corrected_reading(review), row)
    return {field.name: text for field, text in fields.items()}


def _stored_answers() -> list[str]:
    return [
        paragraph
        for response in Response.objects.filter(is_current=True).order_by("pk")
        for answer in response.answers
        for paragraph in answer["paragraphs"]
    ]


def test_nothing_enters_the_register_before_a_second_person_commits(
    cast: Cast, review: Review
) -> None:
    changes.propose_import(review=review, by=cast.editor, at=AT)
    assert Response.objects.count() == 0

    with pytest.raises(PlainError, match="a second person"):
        changes.commit_import(review=review, by=cast.editor, at=AT)
    changes.commit_import(review=review, by=cast.approver, at=AT)

    assert len(_stored_answers()) == 2


def test_a_correction_is_what_is_stored(cast: Cast, review: Review) -> None:
    before = _texts(review, 1)

    changes.correct_item(
        review=review,
        row=1,
        texts=before | {"answer_0": "Accepted. We answer most of them."},
        seen=before,
        by=cast.editor,
        at=AT,
    )
    changes.propose_import(review=review, by=cast.editor, at=AT)
    changes.commit_import(review=review, by=cast.approver, at=AT)

    assert "Accepted. We answer most of them." in _stored_answers()


def test_the_second_editor_sees_the_difference_and_loses_nothing(
    cast: Cast, review: Review
) -> None:
    second = person("Ned Nettle", cast.force, Role.REGISTER_EDITOR)
    both_saw = _texts(review, 1)
    changes.correct_item(
        review=review,
        row=1,
        texts=both_saw | {"awaits": "the new code"},
        seen=both_saw,
        by=cast.editor,
        at=AT,
    )

    differences = changes.correct_item(
        review=review,
        row=1,
        texts=both_saw | {"awaits": "nothing"},
        seen=both_saw,
        by=second,
        at=AT,
    )

    assert [(one.field, one.theirs, one.by) for one in differences] == [
        ("awaits", "the new code", "Edie Elm")
    ]
    assert _texts(review, 1)["awaits"] == "the new code"


def test_two_editors_of_different_fields_do_not_disturb_each_other(
    cast: Cast, review: Review
) -> None:
    both_saw = _texts(review, 1)
    for field, text in (("awaits", "the new code"), ("notes", "Read twice.")):
        found = changes.correct_item(
            review=review,
            row=1,
            texts=both_saw | {field: text},
            seen=both_saw,
            by=cast.editor,
            at=AT,
        )
        assert found == []

    assert _texts(review, 1)["awaits"] == "the new code"
    assert _texts(review, 1)["notes"] == "Read twice."


def test_undo_puts_back_what_was_before(cast: Cast, review: Review) -> None:
    changes.propose_import(review=review, by=cast.editor, at=AT)
    batch = changes.commit_import(review=review, by=cast.approver, at=AT)

    register.undo_batch(number=batch.pk, by="a test", at=AT)

    assert Response.objects.count() == 0


def test_an_item_the_register_does_not_know_waits_for_a_person(cast: Cast, report: str) -> None:
    stray = [["9", "", "Accepted.", ""]]
    review = review_of(cast, report, [*ROWS, *stray])
    with pytest.raises(PlainError, match="still need a decision"):
        changes.propose_import(review=review, by=cast.editor, at=AT)

    changes.decide_item(review=review, row=3, answers=["skip"], by=cast.editor, at=AT)
    changes.propose_import(review=review, by=cast.editor, at=AT)

    assert Review.objects.get().proposed_by == cast.editor


def test_the_row_to_settle_has_a_comment_in_its_cell(cast: Cast, report: str) -> None:
    review = review_of(cast, report, [*ROWS, ["9", "", "Accepted.", ""]])
    reading = corrected_reading(review)
    plan = plan_of(review, reading)

    made = error_workbook("plan.xlsx", bytes(review.content), reading, plan)

    sheet = load_workbook(io.BytesIO(made))["Plan"]
    commented = {cell.coordinate for row in sheet for cell in row if cell.comment}
    assert commented == {"A6"}
    assert sheet["C4"].value == "Accepted. We answer them."
    comment = sheet["A6"].comment
    assert comment is not None
    assert "You can leave this item out." in comment.text
    assert "--row" not in comment.text


def test_the_page_says_what_an_editor_can_do_and_nothing_of_the_command_line(
    cast: Cast, report: str
) -> None:
    review = review_of(
        cast, report, [*ROWS, ["1", "", "Accepted later.", ""], ["9", "", "Yes.", ""]]
    )
    editor = signed_in(cast.editor)

    for address in (f"/imports/{review.pk}/", f"/imports/{review.pk}/items/4/decide/"):
        page = editor.get(address).content.decode()
        assert "You can leave this item out." in page
        assert "--row" not in page


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ((), ""),
        ((TAKE,), "You can take it as it is."),
        ((TAKE, KEEP), "You can take it as it is, or keep what the register holds."),
        (
            ("doors", "windows", SKIP),
            "You can say which report it answers, or leave this item out.",
        ),
        (
            (TAKE, KEEP, SKIP),
            "You can take it as it is, keep what the register holds, or leave this item out.",
        ),
    ],
)
def test_every_answer_has_its_words(answers: tuple[str, ...], sentence: str) -> None:
    item = Item(1, Change.CONFLICT, "Recommendation 1", answers=answers)

    assert to_settle_it(item) == sentence


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "empty"), (b"\x89PNG\r\n", "picture"), (b"nothing to see here\n", "no answer")],
)
def test_a_document_without_answers_is_refused_and_nothing_is_kept(
    cast: Cast, report: str, content: bytes, why: str
) -> None:
    with pytest.raises(PlainError, match=why):
        changes.open_review(
            name="letter.txt",
            content=content,
            source_url="",
            owner=cast.force,
            by=cast.editor,
            at=AT,
        )
    assert Review.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "kind", "allowed"),
    [
        (Role.REGISTER_EDITOR, Kind.FORCE, {Action.SEE_IMPORTS, Action.IMPORT_DOCUMENTS}),
        (Role.APPROVER, Kind.FORCE, {Action.SEE_IMPORTS, Action.COMMIT_IMPORTS}),
        (Role.OFFICER, Kind.FORCE, set()),
        (Role.ORGANISATION_ADMIN, Kind.FORCE, set()),
        (Role.CASEWORKER, Kind.SUPPORT_ORGANISATION, set()),
    ],
)
def test_who_may_import(role: Role, kind: Kind, allowed: set[Action]) -> None:
    actions = (Action.SEE_IMPORTS, Action.IMPORT_DOCUMENTS, Action.COMMIT_IMPORTS)

    assert {action for action in actions if allows(action, role, kind)} == allowed


def test_an_approver_may_commit_what_a_colleague_proposed_and_nothing_of_their_own(
    cast: Cast, review: Review
) -> None:
    changes.propose_import(review=review, by=cast.approver, at=AT)

    own = Membership.objects.get(person=cast.approver)
    assert not access.may_commit(own, Review.objects.get())


def test_another_organisation_does_not_find_the_document(cast: Cast, review: Review) -> None:
    stranger = person("Nia Nook", cast.policing_body, Role.REGISTER_EDITOR)

    answer = signed_in(stranger).get(f"/imports/{review.pk}/")

    assert answer.status_code == 404


def test_the_pages_lead_from_upload_to_undo(cast: Cast, report: str) -> None:
    editor, approver = signed_in(cast.editor), signed_in(cast.approver)
    uploaded = editor.post(
        "/imports/new/",
        {"document": SimpleUploadedFile("plan.xlsx", workbook_of(ROWS))},
    )
    address = uploaded["Location"].removesuffix("about/")
    settled = {"inspections": [report], "bodies": ["saltmarsh-constabulary"]}
    assert editor.post(f"{address}about/", settled).status_code == 302
    assert "What would change" in editor.get(address).content.decode()
    assert "Where it was read" in editor.get(f"{address}items/1/").content.decode()

    editor.post(f"{address}propose/")
    approver.post(f"{address}commit/")
    assert Response.objects.count() == 2
    approver.post(f"{address}undo/")
    assert Response.objects.count() == 0
