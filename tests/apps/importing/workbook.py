"""A plan of an invented force, as an office workbook."""

import io

from openpyxl import Workbook

_HEADINGS = ["Rec no.", "Recommendation", "Force response", "Status"]
ROWS = [
    ["1", "Chief constables should answer every call.", "Accepted. We answer them.", "Green"],
    ["2", "Chief constables should keep a list.", "We agree in principle.", "Amber"],
]


def workbook_of(rows: list[list[str]]) -> bytes:
    """An office workbook with one sheet of answers."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Plan"
    sheet.append(["Saltmarsh Constabulary: response to Long Calls"])
    sheet.append([])
    sheet.append(_HEADINGS)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
