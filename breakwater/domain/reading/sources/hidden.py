"""What a workbook does not show: rows and sheets hidden by hand, such as lists for drop-downs.

Rows that a filter hides are no secret: whoever clears the filter reads them, and so do we.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring, iterparse

Hidden = Mapping[str, frozenset[int]]

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_EXCEL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TO_PART = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Repeated empty rows fill the rest of a sheet; no hidden row of words is repeated so often.
_MOST_REPEATED = 500


def hidden_rows(data: bytes) -> Hidden:
    """The rows hidden by hand in each sheet, counted from 0; none where that cannot be told."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "content.xml" in archive.namelist():
                return dict(_in_open_document(archive.read("content.xml")))
            return dict(_in_excel(archive))
    except (ParseError, OSError, KeyError, ValueError, zipfile.BadZipFile):
        return {}


def _in_excel(archive: zipfile.ZipFile) -> Iterator[tuple[str, frozenset[int]]]:
    related = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    parts = {entry.get("Id"): entry.get("Target", "") for entry in related}
    for sheet in fromstring(archive.read("xl/workbook.xml")).iter(f"{_EXCEL}sheet"):
        part = posixpath.normpath(posixpath.join("xl", parts.get(sheet.get(_TO_PART), "")))
        yield sheet.get("name", ""), _rows_of_sheet(archive.read(part.removeprefix("/")))


def _rows_of_sheet(content: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    filtered: range = range(0)
    for _, element in iterparse(io.BytesIO(content), events=("end",), forbid_dtd=True):
        if element.tag == f"{_EXCEL}row":
            if element.get("hidden") in ("1", "true"):
                hidden.add(int(element.get("r", "1")) - 1)
            element.clear()
        elif element.tag == f"{_EXCEL}autoFilter" and len(element):
            filtered = _rows_filtered(element)
    return frozenset(row for row in hidden if row not in filtered)


def _rows_filtered(element: Element) -> range:
    rows = [int(row) for row in re.findall(r"[A-Z]+(\d+)", element.get("ref", ""))]
    return range(min(rows), max(rows)) if rows else range(0)


def _in_open_document(content: bytes) -> Iterator[tuple[str, frozenset[int]]]:
    """A row that a filter hides says "filter", one hidden by hand says "collapse"."""
    name, row, hidden = "", 0, set[int]()
    for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
        if event == "start" and element.tag == f"{_TABLE}table":
            name, row, hidden = element.get(f"{_TABLE}name", ""), 0, set()
        elif event == "end" and element.tag == f"{_TABLE}table-row":
            repeated = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
            if element.get(f"{_TABLE}visibility") == "collapse":
                hidden.update(range(row, row + min(repeated, _MOST_REPEATED)))
            row += repeated
            element.clear()
        elif event == "end" and element.tag == f"{_TABLE}table":
            yield name, frozenset(hidden)
