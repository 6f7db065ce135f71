"""Files that are broken, locked or made to do harm: one sentence, soon, and nothing else."""

import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from breakwater.bounded_reading import read_within_limits
from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading.read import read_bytes
from breakwater.domain.reading.reading import Reading
from breakwater.site.command_line.main import main
from tests.domain.reading import making, making_pdfs

ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
)
OFFICE = {"[Content_Types].xml": "<Types/>"}
BAD = {
    "empty.txt": (b"", "it is empty"),
    "locked.pdf": (making_pdfs.locked_pdf(), "it is an encrypted PDF"),
    "cut.pdf": (making_pdfs.as_pdf()[:900], "it is a damaged PDF"),
    "noise.bin": (bytes(range(256)) * 400, "it is not text or any kind of document we know"),
    "picture.docx": (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "it is a picture, not a document"),
    "old.doc": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99,
        "it is an encrypted office file, or one older than Office 2007",
    ),
    "cut.xlsx": (making.as_xlsx()[:2000], "it is a damaged office file"),
    "other.zip": (making.zipped({"a.txt": "a"}), "it is a zip file, not a document we know"),
    "bomb.docx": (
        making.zipped({**OFFICE, "word/document.xml": b"<a>" + b" " * 60_000_000}),
        "it unpacks to far more than an office document holds",
    ),
    "entities.docx": (
        making.zipped({**OFFICE, "word/document.xml": ENTITIES}),
        "it declares XML entities, which no office document does",
    ),
    "entities.xlsx": (
        making.zipped({**OFFICE, "xl/workbook.xml": ENTITIES}),
        "it declares XML entities, which no office document does",
    ),
    "deep.docx": (
        making.zipped({**OFFICE, "word/document.xml": "<a>" * 200_000}),
        "its parts are nested too deep for an office document",
    ),
    "deep.html": (b"<div>" * 200_000, "its tags are nested too deep for a page of text"),
}
LONG_LINES = {
    "one word": "Recommendation 1\nForce response\n" + "A" * 200_000,
    "capitals": "Recommendation 1\nForce response\n" + "Aa " * 60_000,
    "codes": "Recommendation 1\nForce response\n" + "AB/12/3" * 20_000,
    "numbers": "Dear all\n" + "we accept recommendation 1 and " * 5_000,
    "brackets": "((((" * 50_000,
    "bodies": "Recommendation 1\n" + "chief constables and " * 10_000,
    "shortcodes": "[on][status]x[comment]" * 10_000,
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_one_sentence_and_within_ten_seconds(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, sentence = BAD[name]
    (tmp_path / name).write_bytes(content)
    begun = time.process_time()

    code = main(["read", "--json", str(tmp_path / name)])

    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    assert printed.err == f"breakwater: cannot read {name}: {sentence}\n"
    assert time.process_time() - begun < 10


def test_a_file_of_200_megabytes_is_refused_before_it_is_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(200_000_000)

    assert main(["read", str(tmp_path / "big.txt")]) == 2
    assert capsys.readouterr().err == "breakwater: cannot read big.txt: it is larger than 50 MB\n"


def test_when_one_of_several_files_fails_nothing_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.csv").write_bytes(making.as_csv())
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")

    code = main(["read", "--json", str(tmp_path / "good.csv"), str(tmp_path / "bad.pdf")])

    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    assert printed.err == "breakwater: cannot read bad.pdf: it is a damaged PDF\n"


@pytest.mark.parametrize("name", LONG_LINES)
def test_a_line_made_to_exhaust_a_pattern_is_read_in_time(name: str) -> None:
    begun = time.process_time()

    reading = read_bytes(f"{name}.txt", LONG_LINES[name].encode())

    assert reading.is_response is bool(reading.recommendations)
    assert time.process_time() - begun < 10


def never(_name: str, _data: bytes) -> Reading:
    """A reader caught in an endless loop."""
    while True:
        pass


def broken(_name: str, _data: bytes) -> Reading:
    """A reader whose library fails in a way of its own."""
    raise KeyError("word/document.xml")


def test_a_reader_that_never_ends_is_stopped() -> None:
    with pytest.raises(PlainError, match="it takes longer to read than any document should"):
        read_within_limits("a.txt", b"a", seconds=1, read=never)


def test_a_library_that_breaks_is_told_in_a_sentence() -> None:
    with pytest.raises(PlainError, match="it is damaged, or made in a way that we do not know"):
        read_within_limits("a.docx", b"a", read=broken)


def test_a_pdf_of_a_hundred_pages_is_read_whole_and_soon() -> None:
    content = making_pdfs.long_pdf(100)
    begun = time.process_time()

    reading = read_bytes("long.pdf", content)

    assert len(reading.recommendations) == 800
    assert reading.recommendations[-1].response_begins == "Accepted. Matter 800 was looked at."
    assert time.process_time() - begun < 5


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused_plainly(data: bytes) -> None:
    with contextlib.suppress(PlainError):
        reading = read_bytes("a.txt", data)
        assert reading.is_response is bool(reading.recommendations)


_FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "Recommendation 1. To chief constables",
            "Force response",
            "Within six months, act.",
            "We accept this.",
            "Dear all",
            "Yours sincerely",
            "A.B.\nChief Constable, Fenwater Police",
            "[on]1 May 2020 [status]open[/status]",
            "Title (123)",
            "31 February 2023",
            "No.,Recommendation,Response",
            "<table><tr><td>1</td></tr></table>",
            "",
        ]
    ),
    max_size=12,
)


@given(_FRAGMENTS, st.sampled_from(["a.txt", "a.csv", "a.html"]))
def test_any_order_of_the_parts_of_documents_is_read(parts: list[str], name: str) -> None:
    content = "\n".join(["words", *parts]).encode()

    first, second = read_bytes(name, content), read_bytes(name, content)

    assert first == second
