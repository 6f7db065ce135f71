"""The document as a workbook, with a comment in the cell of each row that needs a person."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineError, CalamineWorkbook

from breakwater.apps.importing.settling import to_settle_it
from breakwater.domain.reading.reading import Reading
from breakwater.domain.register.plan import Plan

_PLACE = re.compile(r"(?:sheet (?P<sheet>.+), )?row (?P<row>\d+)$")
_AUTHOR = "Breakwater"


def error_workbook(name: str, content: bytes, reading: Reading, plan: Plan) -> bytes:
    """An XLSX file: an office workbook keeps everything it had; other files become a table.

    A comment names what is to be settled, and stands in the first cell of the item's own row.
    """
    sentences = _sentences(plan)
    workbook = _own_workbook(name, content)
    if workbook is None:
        workbook = _table_of(reading)
        places: dict[int, tuple[str | None, int]] = {
            row: (None, row + 1) for row in range(1, len(reading.recommendations) + 1)
        }
    else:
        places = _places(reading)
    for row, sentence in sentences.items():
        sheet_name, line = places.get(row, (None, 1))
        sheet = (
            workbook[sheet_name] if sheet_name in workbook.sheetnames else workbook.worksheets[0]
        )
        _remark(sheet, line, sentence)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _sentences(plan: Plan) -> dict[int, str]:
    said: dict[int, list[str]] = defaultdict(list)
    for item in plan.open_items:
        said[item.row].append(f"{item.subject}: {item.sentence}. {to_settle_it(item)}")
    return {row: "\n".join(sentences) for row, sentences in said.items()}


def _own_workbook(name: str, content: bytes) -> Workbook | None:
    if name.lower().endswith((".csv", ".tsv")):
        text = content.decode("utf-8-sig", "replace")
        return _of_rows({"Sheet": [list(row) for row in csv.reader(io.StringIO(text))]})
    if not content.startswith(b"PK"):
        return None
    try:
        return load_workbook(io.BytesIO(content))
    except (KeyError, ValueError, InvalidFileException):
        pass
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except CalamineError:
        return None
    return _of_rows(
        {sheet: book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names}
    )


def _table_of(reading: Reading) -> Workbook:
    rows: list[list[object]] = [["Number", "Recommendation", "Answer"]]
    rows += [[item.number, item.text, item.response or ""] for item in reading.recommendations]
    return _of_rows({"Items": rows})


def _of_rows(sheets: Mapping[str, Sequence[Sequence[object]]]) -> Workbook:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name[:31])
        for row in rows:
            sheet.append([_inert(value) for value in row])
    return workbook


def _inert(value: object) -> object:
    # A cell that begins like a formula is somebody's text here, never something to run.
    if isinstance(value, str) and value[:1] in "=+-@\t\r":
        return f"'{value}"
    return value if isinstance(value, str | int | float | bool) else str(value or "")


def _places(reading: Reading) -> dict[int, tuple[str | None, int]]:
    found = {}
    for row, item in enumerate(reading.recommendations, 1):
        for source in item.sources:
            match = _PLACE.fullmatch(source.place) if source.field == "number" else None
            if match:
                found[row] = (match["sheet"], int(match["row"]))
                break
    return found


def _remark(sheet: Worksheet, line: int, sentence: str) -> None:
    cell = sheet.cell(row=line, column=1)
    before = f"{cell.comment.text}\n" if cell.comment else ""
    comment = Comment(before + sentence, _AUTHOR)
    comment.width, comment.height = 360, 160
    cell.comment = comment
