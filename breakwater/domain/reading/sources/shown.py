"""How a workbook shows its dates and numbers: "31 March 2025", "90%", "7.10", not 7.1."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import iterparse

from breakwater.domain.reading.passages import plain

Place = tuple[int, int]
Shown = Mapping[str, Mapping[Place, str]]

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_FIGURES = ("date", "float", "percentage")
# Repeated cells and rows fill the rest of a sheet; no plan says the same in more of them.
_MOST_REPEATED = 500
_MOST_FIGURES = 200_000
# What each code of a date format stands for. Excel's own short day is the reader's, not America's.
_AMERICAN = ("mm-dd-yy", "m/d/yy", "m/d/yyyy")
_CODES = {
    "d": "{0.day}",
    "dd": "{0:%d}",
    "ddd": "{0:%a}",
    "dddd": "{0:%A}",
    "m": "{0.month}",
    "mm": "{0:%m}",
    "mmm": "{0:%b}",
    "mmmm": "{0:%B}",
    "yy": "{0:%y}",
    "yyyy": "{0:%Y}",
}


def shown_in(data: bytes) -> Shown:
    """What stands on the screen in the cells that hold a day or a number, sheet by sheet.

    A workbook whose formats cannot be read shows nothing here; its values are read all the same.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "content.xml" in archive.namelist():
                return _shown_in_open_document(archive.read("content.xml"))
        return _shown_in_excel(data)
    except (
        ParseError,
        OSError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
    ):
        return {}


def in_format(value: object, pattern: str) -> str | None:
    """A value as its format shows it, or None for a format that only says how it is usual."""
    pattern = re.sub(r"\[[^\]]*\]|[\\\"]|_.", "", pattern.split(";")[0]).replace("@", "").strip()
    if isinstance(value, datetime | date):
        return _day_in(value, pattern.lower())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    match = re.fullmatch(r"(?P<whole>[0#,]*0)(?:\.(?P<more>0+))?(?P<percent>%)?", pattern)
    if match is None:
        return None
    figure = 100 * value if match["percent"] else value
    comma = "," if "," in match["whole"] else ""
    shown = f"{figure:{comma}.{len(match['more'] or '')}f}"
    return shown.zfill(match["whole"].count("0")) + (match["percent"] or "")


def _day_in(day: datetime | date, pattern: str) -> str | None:
    codes = re.findall(r"[dmyhs]+", pattern)
    is_known = bool(codes) and all(code in _CODES for code in codes)
    if not is_known or pattern in _AMERICAN or "general" in pattern:
        return None
    if isinstance(day, datetime) and day.time() != time():
        return None
    return plain(re.sub(r"[dmy]+", lambda code: _CODES[code[0]].format(day), pattern))


def _shown_in_excel(data: bytes) -> Shown:
    # Only a workbook needs it, and it is slow to load.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True)
    except InvalidFileException:
        return {}
    left = _MOST_FIGURES
    shown: dict[str, dict[Place, str]] = {}
    for sheet in workbook.worksheets:
        shown[sheet.title] = {}
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.value is None or isinstance(cell.value, str):
                continue
            left -= 1
            words = in_format(cell.value, cell.number_format or "")
            if words and left > 0:
                shown[sheet.title][cell.row - 1, cell.column - 1] = words
    return shown


def _shown_in_open_document(content: bytes) -> Shown:
    """Every cell of an OpenDocument sheet holds the words it shows, beside its value."""
    shown: dict[str, dict[Place, str]] = {}
    figures: dict[Place, str] = {}
    row = column = 0
    for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
        if event == "start":
            if element.tag == f"{_TABLE}table":
                figures = shown.setdefault(element.get(f"{_TABLE}name", ""), {})
                row = column = 0
        elif element.tag in _CELLS:
            repeated = int(element.get(f"{_TABLE}number-columns-repeated", "1"))
            if element.get(f"{_OFFICE}value-type") in _FIGURES:
                words = plain(" ".join(element.itertext()))
                figures.update(
                    ((row, column + step), words) for step in range(min(repeated, _MOST_REPEATED))
                )
            column += repeated
            element.clear()
        elif element.tag == f"{_TABLE}table-row":
            row += int(element.get(f"{_TABLE}number-rows-repeated", "1"))
            column = 0
            element.clear()
    return shown
