"""From a stored review to what the register's verbs take: the corrected reading and the request."""

from collections import defaultdict

from breakwater.apps.importing.models import Review
from breakwater.domain.reading.reading import Reading
from breakwater.domain.reading.stored import from_stored
from breakwater.domain.register.corrections import corrected
from breakwater.domain.register.response_plan import Request


def corrected_reading(review: Review) -> Reading:
    """What was read, with what people put right laid over it."""
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    for made in review.corrections.all():
        texts[made.row][made.field] = made.text
    return corrected(from_stored(review.reading), texts)


def request_of(review: Review) -> Request:
    """What is asked of the register: which inspections, which bodies, and what was decided."""
    return Request(
        inspections=tuple(review.inspections),
        bodies=tuple(review.bodies),
        document=review.document_name,
        decisions={made.row: frozenset(made.answers) for made in review.decisions.all()},
    )
