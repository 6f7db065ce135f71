"""Sealed pieces leave the server only after the access log says who asked for them."""

from base64 import b64decode

import pytest
from django.utils import timezone

from breakwater.apps.audit_log.access import accesses
from breakwater.apps.cases.changes import add_piece
from breakwater.apps.cases.models import Case, Piece
from breakwater.domain.cases.content import Part, Words, read_content
from breakwater.sealing.opener import open_sealed
from breakwater.sealing.seal import seal
from tests.apps.cases.making import IDENTITY, WORDS, a_case, piece
from tests.people import Cast, signed_in

pytestmark = pytest.mark.django_db
SEALED = seal(b"note", recipients=[str(IDENTITY.to_public())])
BODY = "application/octet-stream"


def test_the_page_itself_holds_no_sealed_piece_and_notes_nothing(cast: Cast) -> None:
    made = a_case(cast.support)

    page = signed_in(cast.caseworker).get(f"/cases/{made.pk}/").content.decode()

    assert "age-encryption" not in page
    assert "YWdlLWVuY3J5cHRpb24" not in page  # the same in base64
    assert not accesses().exists()


def test_opening_is_noted_and_then_the_pieces_are_handed_over(cast: Cast) -> None:
    made = a_case(cast.support, pieces=[piece(), piece(sort=Piece.Sort.FILE)])

    answer = signed_in(cast.caseworker).post(f"/cases/{made.pk}/open/").json()

    (handed,) = answer["pieces"]  # files are fetched one by one
    content = open_sealed(b64decode(handed["sealed"]), identity=str(IDENTITY))
    assert read_content(content) == Words((Part("What happened", WORDS),))
    noted = accesses().get()
    assert (noted.act, noted.by) == ("consultation", str(cast.caseworker.pk))
    assert (noted.record_kind, noted.record_id) == ("case", str(made.pk))
    assert (noted.because, noted.organisation) == ("nobodys-case", cast.support.slug)


def test_only_a_page_that_shows_the_last_piece_makes_news_old(cast: Cast) -> None:
    made = a_case(cast.support)
    newest = add_piece(
        case=made, piece=piece(sort=Piece.Sort.FROM_PERSON), kind=None, by=None, at=timezone.now()
    )
    client, address = signed_in(cast.caseworker), f"/cases/{made.pk}/open/"

    # Searching and plans say nothing; a page from before the newest piece names another.
    for fields in ({}, {"shown": str(made.pieces.exclude(pk=newest.pk).get().pk)}):
        client.post(address, fields)
        assert Case.objects.get().has_news
    client.post(address, {"shown": str(newest.pk)})
    assert not Case.objects.get().has_news


def test_a_file_is_handed_over_as_bytes_that_no_browser_runs(cast: Cast) -> None:
    made = a_case(cast.support, pieces=[piece(sort=Piece.Sort.FILE)])
    file = made.pieces.get()

    answer = signed_in(cast.caseworker).post(f"/cases/{made.pk}/files/{file.pk}/")

    assert answer.content == bytes(file.sealed)
    assert answer["Content-Type"] == BODY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert accesses().count() == 1


@pytest.mark.parametrize("name", ["officer", "supervisor", "other_caseworker", "support_admin"])
def test_nobody_else_is_handed_anything_and_nothing_is_noted(cast: Cast, name: str) -> None:
    made = a_case(cast.support)

    answer = signed_in(getattr(cast, name)).post(f"/cases/{made.pk}/open/")

    assert answer.status_code in {403, 404}
    assert not accesses().exists()


def test_what_a_browser_sealed_is_kept_as_it_came_and_noted(cast: Cast) -> None:
    made = a_case(cast.support)

    answer = signed_in(cast.caseworker).post(
        f"/cases/{made.pk}/write/?sort=note&version=3", SEALED, content_type=BODY
    )

    assert answer.json() == {"next": f"/cases/{made.pk}/"}
    note = made.pieces.get(sort=Piece.Sort.NOTE)
    assert (bytes(note.sealed), note.key_version) == (SEALED, 3)
    assert note.added_by == cast.caseworker
    assert accesses().get().act == "alteration"


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ("sort=note&version=1", b"words that nobody sealed"),
        ("sort=note&version=1", b""),
        ("sort=report&version=1", SEALED),
        ("sort=to_person&version=1", SEALED),
        ("sort=note&version=0", SEALED),
        ("sort=note", SEALED),
        ("", SEALED),
        ("sort=note&version=1", SEALED + bytes(11 * 1024 * 1024)),
    ],
    ids=["clear", "empty", "report", "answer", "version", "no-version", "no-sort", "huge"],
)
def test_anything_else_is_refused_and_nothing_is_kept(cast: Cast, query: str, body: bytes) -> None:
    made = a_case(cast.support)

    answer = signed_in(cast.caseworker).post(
        f"/cases/{made.pk}/write/?{query}", body, content_type=BODY
    )

    assert answer.status_code == 400
    assert answer.json()["says"]
    assert made.pieces.count() == 1
    assert not accesses().exists()
