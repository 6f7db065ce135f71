"""From a stored review to what the register's verbs take: reading, request and plan."""

from collections import defaultdict
from dataclasses import replace

from breakwater.apps.importing.models import Review
from breakwater.apps.register import holding
from breakwater.domain.reading.reading import Reading
from breakwater.domain.reading.stored import from_stored
from breakwater.domain.register.bodies import Body
from breakwater.domain.register.corrections import corrected
from breakwater.domain.register.facts import InspectionFacts
from breakwater.domain.register.plan import HeldInspection, Plan
from breakwater.domain.register.response_plan import Request, plan_responses
from breakwater.domain.register.unlisted import Named, named_in, new_body, new_inspection


def corrected_reading(review: Review) -> Reading:
    """What was read, with what people put right laid over it."""
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    for made in review.corrections.all():
        texts[made.row][made.field] = made.text
    return corrected(from_stored(review.reading), texts)


def named(reading: Reading) -> Named:
    """What the document names, beside what the register holds."""
    return named_in(reading, holding.all_inspections(), holding.all_bodies())


def new_inspections(review: Review) -> list[InspectionFacts]:
    """The reports that enter the register with this document."""
    return [
        new_inspection(title, day, invented=review.is_invented)
        for title, day in review.new_inspections
    ]


def new_bodies(review: Review) -> list[Body]:
    """The bodies that enter the register with this document."""
    return [new_body(name, invented=review.is_invented) for name in review.new_bodies]


def request_of(review: Review) -> Request:
    """What is asked of the register: which inspections, which bodies, and what was decided."""
    return Request(
        inspections=(*review.inspections, *(each.slug for each in new_inspections(review))),
        bodies=(*review.bodies, *(each.key for each in new_bodies(review))),
        document=review.document_name,
        decisions={made.row: frozenset(made.answers) for made in review.decisions.all()},
    )


def plan_of(review: Review, reading: Reading) -> Plan:
    """What committing it would do, as if the new reports and bodies were there already."""
    request = request_of(review)
    held = holding.held(request.inspections, request.bodies)
    with_new = {each.slug: HeldInspection(each, {}) for each in new_inspections(review)}
    keys = {body.key for body in held.bodies}
    bodies = [body for body in new_bodies(review) if body.key not in keys]
    return plan_responses(
        reading,
        request,
        replace(
            held,
            inspections=with_new | dict(held.inspections),
            bodies=(*held.bodies, *bodies),
        ),
    )
