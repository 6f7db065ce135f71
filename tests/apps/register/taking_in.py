"""Takes documents into a test's register the way the verbs do."""

from datetime import UTC, datetime
from typing import Any

from breakwater.apps.organisations.models import Organisation
from breakwater.apps.register import changes, models
from breakwater.domain.reading.reading import Reading
from breakwater.domain.register.facts import facts_of_toml
from breakwater.domain.register.response_plan import Request

AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BY = "a test"

DOORS = """
slug = "doors"
title = "Open Doors: an inspection of front offices"
published_on = 2024-05-01
published_by = ["An Inspectorate"]

[[recommendation]]
number = "1"
to = ["chief constables"]
text = "Open the door to whoever knocks."
cites = ["3"]
deadline = "within three months of publication"

[[recommendation]]
number = "2"
to = ["chief constables", "police and crime commissioners"]
text = "Say openly what happens to what people tell you."
"""


def owner() -> Organisation:
    """The operator's organisation."""
    return Organisation.objects.get_or_create(
        slug="operator", defaults={"name": "Operator", "kind": Organisation.Kind.OPERATOR}
    )[0]


def take_inspection(toml: str = DOORS, **decisions: str) -> changes.Outcome:
    """Take in facts; ``row1="take"`` settles row 1."""
    return changes.import_inspection(
        facts=facts_of_toml(toml),
        document=changes.Document.of("facts.toml", toml.encode()),
        decisions=_said(decisions),
        owner=owner(),
        by=BY,
        at=AT,
    )


def take_responses(
    reading: Reading,
    *,
    inspections: tuple[str, ...] = ("doors",),
    bodies: tuple[str, ...] = ("kent-police",),
    document: str = "letter.pdf",
    **decisions: str,
) -> changes.Outcome:
    """Take in a document that was read."""
    return changes.import_responses(
        reading=reading,
        document=changes.Document.of(document, document.encode()),
        request=Request(inspections, bodies, document, _said(decisions)),
        owner=owner(),
        by=BY,
        at=AT,
    )


def stored() -> dict[str, list[dict[str, Any]]]:
    """Every row of the register but its history, to compare before and after."""
    tables = [
        models.Inspection,
        models.Recommendation,
        models.Citation,
        models.AddresseeClass,
        models.Assignment,
        models.Response,
        models.Evidence,
    ]
    return {
        table.__name__: list(table._default_manager.order_by("pk").values()) for table in tables
    }


def _said(decisions: dict[str, str]) -> dict[int, frozenset[str]]:
    return {int(row[3:]): frozenset(answer.split()) for row, answer in decisions.items()}
