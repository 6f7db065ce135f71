"""One plan of an invented force, made as every kind of file, so that each is read the same."""

import csv
import io
import zipfile
from datetime import date
from xml.sax.saxutils import escape

import xlsxwriter
from docx import Document

TITLE = (
    "Fenwater Police: action plan",
    "In answer to Clear Water: an inspection of river patrols (published 31 August 2023)",
    "Plan issued on 20 September 2023",
)
HEADER = ("No.", "Recommendation", "Recommendation owner", "Force response", "Status")
ROWS = (
    (
        "1",
        "Within six months of publication, chief constables should name a river officer.",
        "Chief constables",
        "Accepted. She is named in Force Notice FN-23/9 (12/09/2023).",
        "Complete",
    ),
    (
        "7.1",
        "Chief constables should, in line with recommendation 1, buy boats. They should:",
        "Chief constables and police and crime commissioners",
        "We do not accept this recommendation. There are boats enough.",
        "Closed",
    ),
    (
        "7.10",
        "Chief constables should immediately check every life jacket.",
        "Chief constables",
        "Agreed in part. The jackets of one station are away and we await the maker’s report.",
        "In progress",
    ),
)

FIGURES = (
    (7.1, "0.0", date(2025, 6, 1), "mmm-yy"),
    (7.1, "0.00", date(2025, 6, 30), "d mmmm yyyy"),
)


def as_csv() -> bytes:
    """Comma-separated, with a byte-order mark as Excel writes it."""
    text = io.StringIO()
    csv.writer(text).writerows([*((line,) for line in TITLE), HEADER, *ROWS])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx() -> bytes:
    """A workbook of one sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("HMIC-DHR")
        for number, row in enumerate([*((line,) for line in TITLE), HEADER, *ROWS]):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    return target.getvalue()


def as_ods() -> bytes:
    """The least that is a spreadsheet in OpenDocument."""
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in [*((line,) for line in TITLE), HEADER, *ROWS]
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="HMIC-DHR">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def as_html() -> bytes:
    """A page with the table in its main part."""
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in (HEADER, *ROWS)
    )
    lines = "".join(f"<p>{escape(line)}</p>" for line in TITLE)
    return f"<!doctype html><main>{lines}<table>{rows}</table></main>".encode()


def as_docx() -> bytes:
    """A Word document with a table."""
    document = Document()
    for line in TITLE:
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=len(HEADER))
    for row in (HEADER, *ROWS):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def as_formatted_xlsx() -> bytes:
    """A workbook whose numbers and days are values, shown by their formats."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Recommendations")
        sheet.write_row(0, 0, ("Rec no.", "Recommendation", "Response", "Target date", "Progress"))
        for number, (value, shown, target_day, day_shown) in enumerate(FIGURES, 1):
            sheet.write_number(number, 0, value, book.add_format({"num_format": shown}))
            sheet.write_string(number, 1, "Chief constables should count what they own.")
            sheet.write_string(number, 2, "Accepted. It has been counted.")
            sheet.write_datetime(number, 3, target_day, book.add_format({"num_format": day_shown}))
            sheet.write_number(number, 4, 0.9, book.add_format({"num_format": "0%"}))
    return target.getvalue()


def as_grouped_xlsx() -> bytes:
    """A tracker of two reports: groups above its headings, merged cells, hidden rows and a list."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Tracker")
        sheet.write_string(0, 0, "Fenwater Police tracker, position as at 30 June 2022")
        sheet.merge_range("A3:C3", "The inspection")
        sheet.merge_range("D3:G3", "What we have done")
        headings = ("Inspection", "Date published", "Rec no.", "Recommendation", "Force response")
        sheet.write_row(3, 0, (*headings, "Action", "RAG"))
        sheet.write_row(4, 0, ("<choose>", "", "0", "<text>", "<text>", "", "Red/Green"))
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.merge_range("A6:A8", "Slow Boats: an inspection of moorings")
        sheet.merge_range("B6:B8", "24 February 2022")
        asked = "Chief constables should, within six months of publication, {}."
        sheet.merge_range("C6:C7", "2")
        sheet.merge_range("D6:D7", asked.format("buy rope"))
        sheet.merge_range("E6:E7", "Agreed. It is bought.")
        sheet.write_row(5, 5, ("Measure", "Green"))
        sheet.write_string(6, 5, "Buy")
        sheet.write_row(7, 2, ("9", asked.format("buy tar"), "Not agreed.", "", "Red"))
        sheet.write_row(
            8, 0, ("Twice Wet", "5 April 2022", "1", asked.format("dry off"), "Agreed.")
        )
        lists = book.add_worksheet("Lists")
        lists.write_row(0, 0, ("Rec no.", "Recommendation", "Force response"))
        lists.write_row(1, 0, ("99", "Chief constables should do this.", "Agreed."))
        lists.hide()
    return target.getvalue()


def as_filtered_xlsx() -> bytes:
    """A tracker of two rows, one of which its filter hides."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Tracker")
        sheet.write_row(0, 0, ("Rec no.", "Recommendation", "Response", "Status"))
        sheet.write_row(1, 0, ("1", "Chief constables should act.", "Accepted.", "Closed"))
        sheet.write_row(2, 0, ("2", "Chief constables should stop.", "Accepted.", "Open"))
        sheet.autofilter("A1:D3")
        sheet.filter_column("D", "x == Open")
        sheet.set_row(1, None, None, {"hidden": True})
    return target.getvalue()


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip file of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
