"""One plan of an invented force, made as every kind of file, so that each is read the same."""

import csv
import io
import zipfile
from datetime import date
from xml.sax.saxutils import escape

import xlsxwriter
from docx import Document
from fpdf import FPDF

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

TIGHT = (
    "Police, Fire and Crime Commissioner for Fenwater",
    "Comments under section 55 of the Police Act 1996 on Clear Water: how forces patrol rivers",
    "Report published: 31 August 2023",
    "Our reference: PFCC-55/7",
    "Date: 20 September 2023",
    "These are my comments, and those of the Chief Constable of Fenwater Police.",
    "Recommendation 1",
    (
        "By 31 July 2024, Fenwater Police should train every officer who works on the river, so"
        " that nobody goes out alone or without knowing how to come back."
    ),
    "Chief Constable's comments",
    "Accepted. Every new officer now spends a day on the river.",
    "Recommendation 2",
    "Fenwater Police should commission a review of its boats, and publish what it finds.",
    "Chief Constable's comments",
    (
        "Not accepted. A second review in the same year would tell us nothing that the first did,"
        " and it would cost as much as a boat."
    ),
    "Signed",
    "Police, Fire and Crime Commissioner for Fenwater",
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


def as_pdf() -> bytes:
    """Pages with a ruled table, whose last row breaks over the page."""
    pdf = FPDF(orientation="landscape")
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    for line in TITLE:
        pdf.multi_cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(105)
    with pdf.table(col_widths=(12, 70, 45, 70, 25)) as table:
        for row in (HEADER, *ROWS):
            table.row([cell.replace("’", "'") for cell in row])
    return bytes(pdf.output())


def as_pdf_without_rules() -> bytes:
    """A page with the same table, no line of it ruled, its heading in two lines."""
    pdf = FPDF(orientation="landscape")
    pdf.add_page()
    pdf.set_font("helvetica", size=10)
    for line in TITLE:
        pdf.multi_cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
    widths = (16, 70, 40, 76, 30)
    for row in (HEADER, *ROWS):
        left, top, bottom = pdf.l_margin, pdf.get_y() + 3, 0.0
        for width, cell in zip(widths, row, strict=True):
            pdf.set_xy(left, top)
            pdf.multi_cell(width - 2, 4.5, cell.replace("’", "'"), align="L")
            left, bottom = left + width, max(bottom, pdf.get_y())
        pdf.set_y(bottom)
    return bytes(pdf.output())


def as_pdf_without_space() -> bytes:
    """A letter whose paragraphs and headings follow one another without any space between."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    for line in TIGHT:
        pdf.multi_cell(0, 5.4, line, align="L", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


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


def as_pdf_of_two_signatures() -> bytes:
    """A letter in prose, signed by two who stand side by side, one post over two lines."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    for line in (
        "Our ref: FP/23-188",
        "30th May 2023",
        "Dear Inspector",
        "You asked about recommendation 1 of 'Safe on Water', made to chief constables.",
        "Recommendation 1 is accepted by both of us.",
        "Yours sincerely",
    ):
        pdf.multi_cell(0, 5.5, line, align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(2)
    top = pdf.get_y()
    right = "C.D.\nPolice and Crime Commissioner for\nFenwater"
    for left, words in ((10.0, "A.B.\nChief Constable\nFenwater Police"), (105.0, right)):
        pdf.set_xy(left, top)
        pdf.multi_cell(85, 5.5, words, align="L")
    return bytes(pdf.output())


PAIRS = (
    (
        ("Recommendation", "3"),
        ("What it says", "Chief constables should see that every boat is looked at once a year."),
        ("Directed at", "Chief constables"),
        ("Position", "Partially accept"),
        ("What the force is doing", "Boats in use will be looked at every year. " * 3),
        ("Action owner", "Head of Boats"),
        ("Target date", "By the end of March 2022"),
        ("Status", "In progress"),
    ),
    (
        ("Recommendation", "7"),
        ("What it says", "Chief constables should immediately sell what does not float."),
        ("Directed at", "Chief constables"),
        ("Position", "Accept"),
        ("What the force is doing", "None is left."),
        ("Action owner", ""),
        ("Target date", "N/A"),
        ("Status", "Complete"),
    ),
)


def as_pdf_of_pairs(top: float, *, has_bands: bool = False) -> bytes:
    """Labels and values side by side, no line of them ruled; ``top`` moves the page break.

    ``has_bands`` draws a box in two halves behind the first of each item.
    """
    pdf = FPDF()
    pdf.set_auto_page_break(True, 20)
    pdf.add_page()
    pdf.set_font("helvetica", size=10)
    for line in TITLE:
        pdf.multi_cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
    pdf.set_y(top)
    for pairs in PAIRS:
        for label, value in pairs:
            if pdf.get_y() > pdf.h - 40:
                pdf.add_page()
            row, below = pdf.get_y(), 0.0
            if has_bands and label == "Recommendation":
                pdf.rect(9, row, 40, 5)
                pdf.rect(49, row, 112, 5)
            for left, width, words in ((10.0, 32, label), (50.0, 110, value)):
                pdf.set_xy(left, row)
                pdf.multi_cell(width, 5, words, align="L")
                below = max(below, pdf.get_y())
            pdf.set_y(below + 1.5)
        pdf.ln(4)
    return bytes(pdf.output())


def as_pdf_of_a_boxed_list() -> bytes:
    """Recommendations in boxes, with lists whose bullets are drawn; headings of two lines."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    pdf.multi_cell(0, 6, "Our response to Safe on Water", new_x="LMARGIN", new_y="NEXT")
    for number in ("1", "2"):
        pdf.set_font("helvetica", "B", 11)
        heading = (
            f"Recommendation {number} - Fenwater Police and the Police and Crime\nCommissioner"
        )
        pdf.multi_cell(0, 5.5, heading, align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("helvetica", "", 11)
        top = pdf.get_y() + 3
        pdf.rect(12, top - 1, 180, 20)
        for line, words in enumerate(("They should each count:", "boats;", "ropes.")):
            pdf.set_xy(14 if line == 0 else 24, top + 6 * line)
            pdf.cell(text=words)
            if line:
                pdf.ellipse(19, top + 6 * line + 1.5, 1.5, 1.5, style="F")
        pdf.set_xy(10, top + 23)
        pdf.set_font("helvetica", "B", 11)
        pdf.multi_cell(0, 5.5, "Force response", new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("helvetica", "", 11)
        answer = f"Accepted. What recommendation {number} asks for was counted in May."
        pdf.multi_cell(0, 5.5, answer, align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(4)
    return bytes(pdf.output())


def long_pdf(pages: int) -> bytes:
    """Many pages of recommendations, each with its answer."""
    pdf = FPDF()
    for page in range(pages):
        pdf.add_page()
        for place in range(8):
            number = 8 * page + place + 1
            pdf.set_font("helvetica", "B", 11)
            pdf.multi_cell(0, 6, f"Recommendation {number}", new_x="LMARGIN", new_y="NEXT")
            pdf.set_font("helvetica", "", 11)
            pdf.multi_cell(
                0,
                5,
                f"Within three months, chief constables should look at matter {number}, and tell"
                " everybody who works on it about it in good time and in plain words.",
                new_x="LMARGIN",
                new_y="NEXT",
            )
            pdf.set_font("helvetica", "B", 11)
            pdf.multi_cell(0, 6, "Force response", new_x="LMARGIN", new_y="NEXT")
            pdf.set_font("helvetica", "", 11)
            pdf.multi_cell(
                0, 5, f"Accepted. Matter {number} was looked at.", new_x="LMARGIN", new_y="NEXT"
            )
    return bytes(pdf.output())


def locked_pdf() -> bytes:
    """A PDF that opens only with a password."""
    pdf = FPDF()
    pdf.set_encryption(owner_password="owner", user_password="user")
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.cell(text="Recommendation 1")
    return bytes(pdf.output())


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip file of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
