"""``breakwater read``: shows what a published document says, or scores the reader."""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading.reading import FieldSource, Reading, Recommendation
from breakwater.domain.reading.scoring import Wrong


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="HTML, PDF, DOCX, XLSX, ODS, CSV or text",
    )
    parser.add_argument(
        "--json", action="store_true", help="print the fields as JSON (a list for several files)"
    )
    parser.add_argument(
        "--trace", action="store_true", help="add the passage that each field came from"
    )
    parser.add_argument(
        "--score",
        type=Path,
        metavar="DIR",
        help="compare the documents of DIR with their .truth.json",
    )


def run(arguments: argparse.Namespace) -> int:
    """Read every file before printing anything, so that a failure leaves no partial result."""
    if arguments.score is not None:
        return _score(arguments.score)
    if not arguments.files:
        raise PlainError("name a file to read, or --score DIR")
    readings = [read_file(path) for path in arguments.files]
    if arguments.json:
        print(_as_json(readings, arguments.trace))
    else:
        for path, reading in zip(arguments.files, readings, strict=True):
            print("\n".join(_summary(path.name, reading, arguments.trace)))
    return 0


def read_file(path: Path, *, is_report: bool = False) -> Reading:
    """The reading of a file; a file too large is refused before it is opened.

    ``is_report`` reads a published report, which nobody has answered yet.
    """
    from breakwater.bounded_reading import read_within_limits
    from breakwater.domain.reading.published_report import read_report
    from breakwater.domain.reading.read import LARGEST_FILE, read_bytes

    try:
        _refuse_unfit(path, LARGEST_FILE)
        read = read_report if is_report else read_bytes
        return read_within_limits(path.name, path.read_bytes(), read=read)
    except OSError as error:
        raise PlainError(f"cannot read {path.name}: it may not be opened") from error
    except PlainError as sentence:
        raise PlainError(f"cannot read {path.name}: {sentence}") from sentence


def _refuse_unfit(path: Path, largest: int) -> None:
    if not path.is_file():
        raise PlainError("there is no such file")
    if path.stat().st_size > largest:
        raise PlainError(f"it is larger than {largest // 1_000_000} MB")


def _as_json(readings: Sequence[Reading], has_trace: bool) -> str:
    from breakwater.domain.reading.truth import truth_of, truth_with_sources

    found = [
        truth_with_sources(reading) if has_trace else truth_of(reading) for reading in readings
    ]
    return json.dumps(found[0] if len(found) == 1 else found, ensure_ascii=False, indent=2)


def _score(folder: Path) -> int:
    from breakwater.domain.reading.scoring import Score
    from breakwater.domain.reading.truth import truth_of

    if not folder.is_dir():
        raise PlainError(f"cannot read {folder.name}: there is no such folder")
    score = Score()
    for document, truth in _documents(folder):
        score.add(document.name, truth_of(read_file(document)), truth)
    if not score.documents:
        raise PlainError(f"cannot score {folder.name}: it holds no document with a .truth.json")
    print("\n".join(dict.fromkeys(map(_mistake, score.mistakes))))
    print("\n".join(score.lines()))
    return 1 if score.mistakes else 0


def _mistake(mistake: Wrong) -> str:
    """One line for a wrong field; a lost or invented item has one line for all its fields."""
    from breakwater.domain.reading.scoring import ABSENT

    item = mistake.field.rpartition(".")[0]
    if mistake.found == ABSENT:
        return f"{mistake.document}: {item} is lost"
    if mistake.expected == ABSENT:
        return f"{mistake.document}: {item} is invented"
    what = f"expected {mistake.expected!r}, found {mistake.found!r}"
    return f"{mistake.document}: {mistake.field}: {what}"


def _documents(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for truth in sorted(folder.glob("*.truth.json")):
        stem = truth.name.removesuffix(".truth.json")
        for document in sorted(folder.glob(f"{stem}.*")):
            if document != truth:
                yield document, json.loads(truth.read_text(encoding="utf-8"))


def _summary(name: str, reading: Reading, has_trace: bool) -> Iterator[str]:
    kind = reading.kind.replace("_", " ")
    yield f"{name}: {kind}" + (
        "" if reading.is_response else ", no answer to a recommendation in it"
    )
    for label, value in (
        ("from", "; ".join(reading.responding_bodies)),
        ("signed by", "; ".join(reading.signatory_posts)),
        ("reference", reading.reference),
        ("dated", reading.dated),
        ("answers", reading.inspection_title),
        ("published", reading.inspection_published_on),
        ("look at", ", ".join(flag.replace("_", " ") for flag in reading.flags)),
    ):
        if value:
            yield f"  {label + ':':11}{value}"
    yield from _sources(reading.sources, has_trace, "  ")
    for item in reading.recommendations:
        yield from _item(item, has_trace)


def _item(item: Recommendation, has_trace: bool) -> Iterator[str]:
    number = item.number if item.number.startswith("AFI") else f"Recommendation {item.number}"
    to = f" to {', '.join(item.addressees)}" if item.addressees else ""
    due = f", {item.deadline_wording}" if item.deadline_wording else ""
    yield f"  {number}{to}{due}" + (f" ({item.due_on})" if item.due_on else "")
    status = f"; status: {item.status_words}" if item.status_words else ""
    awaits = f"; awaits {item.awaits}" if item.awaits else ""
    yield f"    {item.disposition.replace('_', ' ')}{status}{awaits}"
    yield f"    {item.response_begins or '(no answer)'}"
    for document in item.evidence:
        yield f"    evidence: {document.reference}" + (
            f", {document.dated}" if document.dated else ""
        )
    yield from _sources(item.sources, has_trace, "    ")


def _sources(sources: Sequence[FieldSource], has_trace: bool, indent: str) -> Iterator[str]:
    if has_trace:
        for source in sources:
            yield f"{indent}[{source.field}: {source.place}] {source.text}"
