"""A register with one invented report, and a workbook that answers it."""

from datetime import UTC, date, datetime

import pytest

from breakwater.apps.importing.changes import About, open_review, say_what_it_answers
from breakwater.apps.importing.models import Review
from breakwater.apps.register import changes as register
from breakwater.domain.register.bodies import Body, BodyKind
from breakwater.domain.register.facts import InspectionFacts, RecommendationFacts, TextStatus
from tests.apps.importing.workbook import ROWS, workbook_of
from tests.people import Cast

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _here(_staff_site: None) -> None:
    """All tests of this folder are about the staff site."""


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
