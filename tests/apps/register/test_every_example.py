"""Every published shape goes in, goes in again without a trace, and comes out again."""

from pathlib import Path

import pytest
from django.utils.text import slugify

from breakwater.apps.register import changes
from breakwater.apps.register.models import Response
from breakwater.domain.reading.read import read_bytes
from breakwater.domain.reading.reading import Reading
from breakwater.domain.register.bodies import Body, BodyKind
from tests.apps.register.taking_in import AT, BY, stored, take_inspection, take_responses
from tests.shared_input import SHARED, shared

pytestmark = pytest.mark.django_db

EXAMPLES = sorted(
    path.name
    for path in (SHARED / "documents" / "examples").glob("*")
    if not path.name.endswith(".truth.json")
) or ["none"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_goes_in_once_and_comes_out_whole(name: str) -> None:
    path = shared(f"documents/examples/{name}")
    reading = read_bytes(path.name, path.read_bytes())
    bodies = _invented_bodies(reading)
    slugs = _inspections(reading, path)
    before = stored()
    rows = range(len(reading.recommendations) + 1)
    # As a person who says of every doubt: take it, and of two reports: the first.
    settled = {f"row{row}": "take" if row == 0 else f"take {slugs[0]}" for row in rows}

    outcome = take_responses(reading, inspections=slugs, bodies=bodies, document=name, **settled)
    answered = [row for row in reading.recommendations if row.response]
    unsettled = [item for item in outcome.plan.open_items if "does not set it out" in item.sentence]
    if unsettled:
        assert len(unsettled) == len(outcome.plan.open_items)
        assert outcome.batch is None
        return
    assert outcome.plan.open_items == ()
    if not answered:
        assert outcome.batch is None or Response.objects.count() == 0
        return
    assert outcome.batch is not None
    assert Response.objects.count() >= len(answered)
    again = take_responses(reading, inspections=slugs, bodies=bodies, document=name, **settled)
    assert again.batch is None
    changes.undo_batch(number=outcome.batch.pk, by=BY, at=AT)
    assert stored() == before


def _invented_bodies(reading: Reading) -> tuple[str, ...]:
    names = reading.responding_bodies or ("Nobody in Particular",)
    bodies = [
        Body(
            slugify(name)[:80],
            BodyKind.LOCAL_POLICING_BODY if "Commissioner" in name else BodyKind.TERRITORIAL_FORCE,
            name,
            invented=True,
        )
        for name in names
    ]
    changes.load_bodies(bodies=bodies)
    return tuple(body.key for body in bodies)


def _inspections(reading: Reading, path: Path) -> tuple[str, ...]:
    titles = {row.inspection_title for row in reading.recommendations if row.inspection_title}
    slugs = []
    for number, title in enumerate(sorted(titles) or [path.stem], 1):
        slug = f"report-{number}"
        quoted = title.replace('"', "'")
        take_inspection(f'slug = "{slug}"\ntitle = "{quoted}"\ninvented = true\n')
        slugs.append(slug)
    return tuple(slugs)
