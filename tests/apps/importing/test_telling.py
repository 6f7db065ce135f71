"""Who hears of an import, and who may be said to answer in it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from breakwater.apps.importing import access, changes
from breakwater.apps.importing.models import Review
from breakwater.apps.organisations.models import Notice, OutgoingMessage, Person
from breakwater.apps.organisations.roles import Role
from breakwater.domain.reading.stored import to_stored
from breakwater.site.command_line.main import main
from tests.apps.importing.conftest import AT
from tests.domain.register.cast import reading, row
from tests.people import Cast, person, signed_in

FORMER = "north-yorkshire-pcc"


def _told(kind: str) -> list[Person]:
    return [notice.person for notice in Notice.objects.filter(kind=kind).order_by("pk")]


def test_a_second_person_is_told_that_a_document_waits(cast: Cast, review: Review) -> None:
    person("Ned Nettle", cast.policing_body, Role.APPROVER)

    changes.propose_import(review=review, by=cast.editor, at=AT)

    assert _told("import-waits") == [cast.approver]
    assert Notice.objects.get().address == f"/imports/{review.pk}/"


def test_whoever_proposed_is_never_told_to_commit(cast: Cast, review: Review) -> None:
    second = person("Ned Nettle", cast.force, Role.APPROVER)

    changes.propose_import(review=review, by=cast.approver, at=AT)

    assert _told("import-waits") == [second]


@pytest.mark.parametrize("step", ["commit", "hand-back", "put-aside", "undo"])
def test_who_brought_it_in_is_told_what_became_of_it(cast: Cast, review: Review, step: str) -> None:
    changes.propose_import(review=review, by=cast.editor, at=AT)
    if step == "undo":
        changes.commit_import(review=review, by=cast.approver, at=AT)
    Notice.objects.all().delete()
    other = person("Ned Nettle", cast.force, Role.REGISTER_EDITOR)
    who = other if step == "put-aside" else cast.approver

    assert signed_in(who).post(f"/imports/{review.pk}/{step}/").status_code == 302

    assert _told("import-decided") == [cast.editor]


def test_nobody_is_told_of_what_they_did_themselves(cast: Cast, review: Review) -> None:
    changes.put_aside(review=review, by=cast.editor, at=AT)

    assert not Notice.objects.exists()


def test_undoing_at_the_command_line_is_told_too(cast: Cast, review: Review) -> None:
    changes.propose_import(review=review, by=cast.editor, at=AT)
    batch = changes.commit_import(review=review, by=cast.approver, at=AT)
    Notice.objects.all().delete()

    assert main(["undo", str(batch.pk)]) == 0

    assert _told("import-decided") == [cast.editor]


def test_the_e_mail_says_nothing_of_the_document(cast: Cast, review: Review) -> None:
    changes.propose_import(review=review, by=cast.editor, at=AT)

    message = OutgoingMessage.objects.get(to=cast.approver.email)
    for telling in ("plan.xlsx", "Long Calls", "import", "register", cast.force.name):
        assert telling not in message.subject + message.text


def test_a_document_that_is_refused_changes_nothing_and_tells_nobody(
    cast: Cast, review: Review
) -> None:
    changes.propose_import(review=review, by=cast.editor, at=AT)
    Notice.objects.all().delete()

    signed_in(cast.editor).post(f"/imports/{review.pk}/commit/")

    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("dated", "chosen", "offered"),
    [
        (date(2021, 2, 10), [], True),
        (date(2024, 5, 6), [], True),
        (date(2024, 5, 7), [], False),
        (date(2012, 11, 21), [], False),
        (None, [], True),
        (date(2025, 1, 1), [FORMER], True),
    ],
)
def test_a_body_that_ended_may_answer_in_a_document_of_its_time(
    cast: Cast, report: str, dated: date | None, chosen: list[str], offered: bool
) -> None:
    found = [body.key for body in access.bodies_that_may_answer(dated, chosen=chosen)]

    assert (FORMER in found) == offered
    assert "kent-police" in found
    if offered:
        assert found.index(FORMER) > found.index("kent-police")


def test_the_answer_of_a_former_commissioner_is_brought_in(cast: Cast, report: str) -> None:
    letter = reading(
        row("1", "We accept."),
        bodies=("Police, Fire and Crime Commissioner for North Yorkshire",),
        dated="2021-02-10",
        title="Long Calls",
    )
    review = Review.objects.create(
        owner=cast.force,
        document_name="letter.pdf",
        document_sha256="0" * 64,
        content=b"",
        reading=to_stored(letter),
        opened_at=AT,
        opened_by=cast.editor,
    )
    editor = signed_in(cast.editor)

    page = editor.get(f"/imports/{review.pk}/about/").content.decode()
    assert "Commissioner for North Yorkshire (until 2024)" in page
    editor.post(f"/imports/{review.pk}/about/", {"inspections": [report], "bodies": [FORMER]})

    review.refresh_from_db()
    assert review.bodies == [FORMER]


def _upload(cast: Cast, size: int) -> str:
    answer = signed_in(cast.editor).post(
        "/imports/new/",
        {
            "document": SimpleUploadedFile("plan.xlsx", bytes(size)),
            "source_url": "https://example.org/plan",
        },
    )
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("size", [50_000_001, 52_500_000])
def test_a_file_that_is_too_large_is_said_to_be_and_the_rest_stays(cast: Cast, size: int) -> None:
    page = _upload(cast, size)

    assert "This file is larger than 50 MB. Nothing was stored." in page
    assert "https://example.org/plan" in page
    assert "This field is required" not in page
    assert not Review.objects.exists()


def test_an_empty_file_and_none_are_told_apart_from_one_too_large(cast: Cast) -> None:
    assert "This file is empty." in _upload(cast, 0)
    page = signed_in(cast.editor).post("/imports/new/", {"source_url": "https://example.org/"})
    assert "Choose the document first." in page.content.decode()
