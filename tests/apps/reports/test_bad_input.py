"""Oversized, hostile, damaged and replayed: she keeps what she wrote and is told what to do."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.reports.models import Report
from breakwater.apps.reports.uploads import LARGEST_FILE
from breakwater.domain.cases.content import File, read_content
from breakwater.domain.reports.code import read_code
from breakwater.sealing.opener import open_sealed
from breakwater.sealing.reporter import reporter_keys
from tests.apps.reports.conftest import WORDS, World, code_in, token_in


def _sends_file(world: World, content: bytes, name: str = "a.jpg") -> HttpResponse:
    token = token_in(world.page_before_sending())
    upload = SimpleUploadedFile(name, content)
    return world.post("/start/1/send/", words=WORDS, form=token, keeps="none", files=upload)


def _kept(world: World) -> File:
    piece = Piece.objects.get(sort=Piece.Sort.FILE)
    key = world.keys[piece.case.organisation_id]
    content = read_content(open_sealed(bytes(piece.sealed), identity=key.identity))
    assert isinstance(content, File)
    return content


def _picture(format_: str, **more: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(made, format_, **more)
    return made.getvalue()


def _png_that_claims(width: int, height: int) -> bytes:
    """A small file that would be unpacked to gigabytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(100_000), 9)
    chunks = [(b"IHDR", head), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def _with_place() -> bytes:
    told = PngInfo()
    told.add_text("Comment", "12 Sea Road <script>alert(1)</script>")
    return _picture("PNG", pnginfo=told)


@pytest.mark.parametrize(
    "content",
    [_with_place(), _picture("JPEG", comment=b"12 Sea Road"), _picture("PNG") + b"PK\x03\x04 more"],
    ids=["text in a PNG", "comment in a JPEG", "an archive behind a picture"],
)
def test_of_a_picture_nothing_is_kept_but_what_it_shows(world: World, content: bytes) -> None:
    page = _sends_file(world, content)

    assert "It has arrived" in page.content.decode()
    kept = _kept(world)
    assert (kept.name, kept.type) == ("1-picture.jpg", "image/jpeg")
    assert Image.open(io.BytesIO(kept.content)).size == (40, 30)
    assert b"Sea Road" not in kept.content
    assert b"PK" not in kept.content


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "is not a"),
        (b"MZ\x90\0" + bytes(500), "is not a"),
        (_png_that_claims(60_000, 60_000), "is not a"),
        (_picture("JPEG")[:60], "is not a"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "is not a"),
        (b"%PDF-" + bytes(LARGEST_FILE), "larger than 5 MB"),
    ],
    ids=["script", "program", "bomb", "cut off", "damaged", "too large"],
)
def test_a_hostile_file_is_not_taken_and_her_words_come_back(
    world: World, content: bytes, told: str
) -> None:
    page = _sends_file(world, content)

    assert page.status_code == 422
    assert told in page.content.decode()
    assert WORDS in page.content.decode()
    assert "choose them again" in page.content.decode()
    assert not Case.objects.exists()


def test_a_pdf_stays_as_it_is_under_a_name_of_ours(world: World) -> None:
    _sends_file(world, b"%PDF-1.7 words", "my-own-name.pdf")

    assert _kept(world) == File("1-document.pdf", "application/pdf", b"%PDF-1.7 words")


def test_a_megabyte_of_text_comes_back_with_what_to_do(world: World) -> None:
    text = "word " * 200_000
    page = world.post("/start/1/check/", words=text)

    assert page.status_code == 422
    assert "Send the first part now" in page.content.decode()
    assert text.strip() in page.content.decode()


def test_bytes_that_are_no_text_are_taken_as_far_as_they_are(world: World) -> None:
    body = b"words=help+%ff%fe+me&form=x"
    page = world.client.generic(
        "POST",
        "/start/1/check/",
        body,
        content_type="application/x-www-form-urlencoded",
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert page.status_code == 200
    assert "help" in page.content.decode()


def test_marks_that_turn_text_around_or_that_nobody_sees_are_taken_out(world: World) -> None:
    world.send(words="before \u202eafter\u2066 and\x00 more", keeps="none")

    assert world.opened(Piece.objects.get()).parts[0].text == "before after and more"


def test_markup_is_shown_as_text(world: World) -> None:
    page = world.page_before_sending(words="<script>alert(1)</script>")

    assert "&lt;script&gt;" in page.content.decode()
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("token", ["", "x", "A" * 64, "../" * 20, "1" * 63])
def test_a_tampered_token_gets_a_new_one_and_loses_nothing(world: World, token: str) -> None:
    page = world.page_before_sending(form=token)

    assert page.status_code == 200
    assert token_in(page) != token
    assert WORDS in page.content.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [("about", "<x>"), ("gender", "7"), ("call_me", "carrier pigeon"), ("when", "x" * 501)],
)
def test_a_tampered_answer_is_asked_again_and_the_rest_is_kept(
    world: World, name: str, value: str
) -> None:
    page = world.post("/start/1/check/", **{"words": WORDS, name: value})

    assert page.status_code == 422
    assert WORDS in page.content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"form": "no token"},
        {"content_mark": ""},
        {"version": "none"},
        {"recipient": "age1nobody", "lookup": "0" * 32},
        {"lookup": "0" * 32},
        {"words": b"not sealed at all"},
        {"words": None},
    ],
    ids=str,
)
def test_what_a_damaged_script_sends_is_not_stored(world: World, change: dict[str, object]) -> None:
    sealed = SimpleUploadedFile("sealed.age", b"age-encryption.org/v1\n-> X25519 a")
    fields: dict[str, object] = {
        "form": "0" * 64,
        "content_mark": "1" * 64,
        "version": "1",
        "words": sealed,
    }
    if isinstance(change.get("words"), bytes):
        change = {"words": SimpleUploadedFile("sealed.age", change["words"])}  # type: ignore[arg-type]
    given = {name: value for name, value in (fields | change).items() if value is not None}
    answer = world.post("/start/1/sealed/", **given)

    assert answer.status_code == 422
    assert "it was not sent" in answer.json()["says"]  # type: ignore[attr-defined]
    assert not Report.objects.exists()


@pytest.mark.parametrize("name", ["mark", "content_mark"])
def test_a_mark_that_is_none_is_refused_before_it_is_compared(world: World, name: str) -> None:
    page = world.page_before_sending(safe_word="heron")
    world.send(form=token_in(page), safe_word="heron")
    lookup = reporter_keys(read_code(code_in(page)).digits).lookup

    answer = world.post("/answers/sealed/", **{"lookup": lookup, name: "é" * 64})

    assert answer.status_code == 422


def test_sealed_to_an_older_key_her_browser_is_told_the_newer_one(world: World) -> None:
    sealed = SimpleUploadedFile("sealed.age", b"age-encryption.org/v1\n-> X25519 a")
    answer = world.post(
        "/start/1/sealed/", form="0" * 64, content_mark="1" * 64, version="7", words=sealed
    )

    assert answer.status_code == 409
    assert answer.json()["again"]["version"] == 1  # type: ignore[attr-defined]
    assert not Report.objects.exists()


def test_the_police_cannot_open_what_was_written_to_an_organisation(world: World) -> None:
    world.send(call_me="telephone", reach="07700 900123", keeps="none")
    sealed = bytes(Piece.objects.get().sealed)

    for where in (world.cast.force, world.cast.other_support):
        with pytest.raises(Exception, match="does not open it"):
            open_sealed(sealed, identity=world.keys[where.pk].identity)
    assert sealed.count(b"\n-> X25519 ") == 1


def test_what_is_too_long_is_said_with_by_how_much_and_comes_back_whole(world: World) -> None:
    words, where = "é\r\n" * 25_000 + "end" * 10, "w" * 523

    for address in ("/start/1/check/", "/start/1/send/"):
        page = world.post(address, words=words, where=where, keeps="none")
        said = page.content.decode()
        assert page.status_code == 422
        assert "This is too long to send at once. Send the first part now." in said
        assert "Letters too many: 30." in said
        assert "Write at most 500 letters here. Letters too many: 23." in said
        assert "end" * 10 in said
        assert where in said
        assert "maxlength" not in said
    assert not Report.objects.exists()
    assert world.post("/start/1/check/", words=words[: 3 * 25_000 - 3]).status_code == 200


def test_no_page_lets_the_browser_cut_what_is_pasted(world: World) -> None:
    for address in ("/start/1/write/", "/start/3/write/", "/answers/", "/feedback/"):
        page = world.client.get(address)
        assert page.status_code == 200, address
        assert "maxlength" not in page.content.decode()
