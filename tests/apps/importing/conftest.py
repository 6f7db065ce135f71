"""A register with one invented report, and a workbook that answers it."""

import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook

from breakwater.apps.importing.changes import About, open_review, say_what_it_answers
from breakwater.apps.importing.models import Review
from breakwater.apps.register import changes as register
from breakwater.domain.register.bodies import Body, BodyKind
from breakwater.domain.register.facts import InspectionFacts, RecommendationFacts, TextStatus
from tests.apps.organisations.conftest import _staff_site, cast
from tests.people import Cast

__all__ = ["_staff_site", "cast"]

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

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


@pytest.fixture
def report(cast: Cast) -> str:
    """The slug of an invented report whose recommendations 1 and 2 are held."""
    register.load_bodies(
        bodies=[
            Body(
                key="saltmarsh-constabulary",
                kind=BodyKind.TERRITORIAL_FORCE,
                name="Saltmarsh Constabulary",
                invented=True,
            )
        ]
    )
    rows = tuple(
        RecommendationFacts(
            number=row[0],
            addressees=("chief constables",),
            text=row[1],
            text_status=TextStatus.AS_PUBLISHED,
        )
        for row in ROWS
    )
    facts = InspectionFacts(
        slug="long-calls",
        title="Long Calls",
        published_on=date(2026, 1, 12),
        invented=True,
        recommendations=rows,
    )
    register.import_inspection(
        facts=facts,
        document=register.Document("long-calls.toml", "0" * 64),
        decisions={},
        owner=cast.force,
        by="a test",
        at=AT,
    )
    return facts.slug


@pytest.fixture
def review(cast: Cast, report: str) -> Review:
    """The workbook, uploaded by the editor."""
    return review_of(cast, report, ROWS)


def review_of(cast: Cast, report: str, rows: list[list[str]]) -> Review:
    """A workbook with these rows, uploaded by the editor."""
    made = open_review(
        name="plan.xlsx",
        content=workbook_of(rows),
        source_url="",
        owner=cast.force,
        by=cast.editor,
        at=AT,
    )
    about = About(inspections=(report,), bodies=("saltmarsh-constabulary",))
    say_what_it_answers(review=made, about=about, by=cast.editor, at=AT)
    made.refresh_from_db()
    return made
