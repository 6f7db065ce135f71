"""The same plan and others as PDF pages: ruled and not, in boxes, in columns, over page ends."""

from collections.abc import Sequence
from typing import Literal

from fpdf import FPDF

from tests.domain.reading.making import HEADER, ROWS, TITLE

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
    for row in (HEADER, *ROWS):
        _bare_row(pdf, row)
    return bytes(pdf.output())


def as_pdf_of_tables_below_titles() -> bytes:
    """Tables without rules below titles of their own, each with its heading row in bold."""
    pdf = FPDF(orientation="landscape")
    pdf.add_page()
    pdf.set_font("helvetica", size=10)
    for line in TITLE:
        pdf.multi_cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
    for title, *rows in (("Theme A", ROWS[0]), ("Theme B", *ROWS[1:])):
        pdf.ln(3)
        pdf.set_font(style="B", size=13)
        pdf.multi_cell(0, 7, title, new_x="LMARGIN", new_y="NEXT")
        _bare_row(pdf, HEADER, "B")
        for row in rows:
            _bare_row(pdf, row)
    return bytes(pdf.output())


def _bare_row(pdf: FPDF, row: Sequence[str], style: Literal["", "B"] = "") -> None:
    pdf.set_font(style=style, size=10)
    left, top, bottom = pdf.l_margin, pdf.get_y() + 3, 0.0
    for width, cell in zip((16, 70, 40, 76, 30), row, strict=True):
        pdf.set_xy(left, top)
        pdf.multi_cell(width - 2, 4.5, cell.replace("’", "'"), align="L")
        left, bottom = left + width, max(bottom, pdf.get_y())
    pdf.set_y(bottom)


def as_pdf_without_space() -> bytes:
    """A letter whose paragraphs and headings follow one another without any space between."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    for line in TIGHT:
        pdf.multi_cell(0, 5.4, line, align="L", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


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


def as_pdf_of_two_columns() -> bytes:
    """A page set in two columns of prose below one heading."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", "B", 16)
    pdf.multi_cell(0, 9, "Fenwater Police: our response", new_x="LMARGIN", new_y="NEXT")
    top = pdf.get_y() + 4
    for number, left in (("1", 10.0), ("2", 110.0)):
        pdf.set_xy(left, top)
        for style, words in (
            ("B", f"Recommendation {number}"),
            (
                "",
                "Chief constables should look at every boat that they own once in each year. " * 2,
            ),
            ("B", "Force response"),
            (
                "",
                f"Accepted. What recommendation {number} asks for is done, and was done before. "
                * 2,
            ),
        ):
            pdf.set_font("helvetica", style, 11)
            pdf.set_x(left)
            pdf.multi_cell(88, 5.5, words, align="L", new_x="LEFT", new_y="NEXT")
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


def as_letter_over_two_pages() -> bytes:
    """A letter whose answer runs on over a page end, with small words at its foot and head."""
    pdf = FPDF()
    pdf.set_auto_page_break(False)
    for small, lines in (
        ("Ring us if you need this in large print", ("Our ref: FP/24/0093", *_LETTER)),
        ("Fenwater Police FP/24/0093", ("looked at by somebody.", "Yours sincerely", "A.B.")),
    ):
        pdf.add_page()
        is_second = pdf.page == 2
        pdf.set_y(10 if is_second else 280)
        pdf.set_font("helvetica", size=8)
        pdf.cell(0, 4, small)
        pdf.set_font("helvetica", size=11)
        pdf.set_y(20)
        for line in lines:
            pdf.multi_cell(0, 6, line, align="L", new_x="LMARGIN", new_y="NEXT")
            pdf.ln(3)
    return bytes(pdf.output())


_LETTER = (
    "Dear Inspector",
    "This is the answer of Fenwater Police to Safe on Water, published on 27 February 2024.",
    "Recommendation 1",
    "Chief constables should look at every boat.",
    "Our response",
    "Accepted. Every boat of ours has been",
)
